namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Rules 34 and 41 from 32-bit sources into Forms of 8, 16 and 32 bits, which may have fewer colours: into 16 bits
/// colours are dithered, into 8 bits they are mapped and opacity is dithered (VMMaker <c>tryCopyingBitsQuickly</c>).
/// Halftones do not count here.
/// </summary>
internal static unsafe class DeepBlend
{
    // Opacities below and above are as good as none and full where there are 256 colours.
    private const uint Transparent8 = 31;
    private const uint Opaque8 = 224;

    // The bits of each component that a checkerboard moves up or down.
    private const uint Checker = 0x1F1F_1F1F;

    /// <summary>The order in which the pixels of a 4 × 4 square are rounded up.</summary>
    private static ReadOnlySpan<byte> DitherMatrix => [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

    /// <summary>How many of 16 pixels are rounded up, by the three bits that are lost.</summary>
    private static ReadOnlySpan<byte> DitherThresholds => [0, 2, 4, 6, 8, 12, 14, 16];

    /// <summary>Draws; or answers false when the request is not of this kind.</summary>
    public static bool TryRun(BitBltRequest request, in BlitArea area, RuleState state)
    {
        bool isRule = request.Rule is CombinationRules.BlendScaled or CombinationRules.ComponentAlpha;
        if (!isRule || !request.HasSource || request.Source.Depth != 32 || request.IsWithinForm)
        {
            return false;
        }
        switch (request.Destination.Depth)
        {
            case 32:
                Run32(request, area, state);
                return true;
            case 16:
                Run16(request, area, state);
                return true;
            case 8 when request.Map.IsPresent || request.Rule == CombinationRules.ComponentAlpha:
                Run8(request, area, state);
                return true;
            default:
                return false;
        }
    }

    private static void Run32(BitBltRequest request, in BlitArea area, RuleState state)
    {
        for (int row = 0; row < area.Height; row++)
        {
            uint* source = request.Source.Row(area.SourceY + row) + area.SourceX;
            uint* destination = request.Destination.Row(area.Y + row) + area.X;
            if (request.Rule == CombinationRules.BlendScaled)
            {
                RowMerge.Merge<BlendMerges.BlendVisible>(source, destination, area.Width);
                continue;
            }
            for (int i = 0; i < area.Width; i++)
            {
                if (!IsTransparent(request.Rule, source[i]))
                {
                    destination[i] = Mixed(request.Rule, state, source[i], destination[i]);
                }
            }
        }
    }

    private static void Run16(BitBltRequest request, in BlitArea area, RuleState state)
    {
        for (int row = 0; row < area.Height; row++)
        {
            int y = area.Y + row;
            uint* source = request.Source.Row(area.SourceY + row);
            uint* destination = request.Destination.Row(y);
            ReadOnlySpan<byte> dither = DitherMatrix.Slice((y & 3) * 4, 4);
            for (int i = 0; i < area.Width; i++)
            {
                int sourceX = area.SourceX + i;
                if (IsTransparent(request.Rule, source[sourceX]))
                {
                    continue;
                }
                int shift = request.Destination.ShiftOf(area.X + i);
                ref uint word = ref destination[request.Destination.WordOf(area.X + i)];
                uint mixed = Mixed(request.Rule, state, source[sourceX], BlendRules.Expanded(word >> shift));
                uint pixel = Math.Max(Dithered(mixed, dither[sourceX & 3]), 1);
                word = (word & ~(0xFFFFu << shift)) | (pixel << shift);
            }
        }
    }

    private static void Run8(BitBltRequest request, in BlitArea area, RuleState state)
    {
        bool isComponents = request.Rule == CombinationRules.ComponentAlpha;
        for (int row = 0; row < area.Height; row++)
        {
            uint* source = request.Source.Row(area.SourceY + row) + area.SourceX;
            uint* destination = request.Destination.Row(area.Y + row);
            // The next row goes on where this one ends: where the width is odd, columns are stripes.
            int phase = area.X ^ area.Y ^ (row & (area.Width + 1));
            for (int i = 0; i < area.Width; i++)
            {
                int x = area.X + i;
                uint checker = ((i ^ phase) & 1) != 0 ? Checker : 0;
                uint over = (source[i] & ~checker) + checker;
                uint opacity = isComponents ? AverageComponent(over) : over >> 24;
                if (opacity <= Transparent8)
                {
                    continue;
                }
                int shift = request.Destination.ShiftOf(x);
                ref uint word = ref destination[request.Destination.WordOf(x)];
                uint under = IndexedColors.Rgb((byte)(word >> shift));
                if (isComponents)
                {
                    over = state.Paint.Blend(opacity > Opaque8 ? uint.MaxValue : over, under);
                }
                else if (opacity < Opaque8)
                {
                    over = BlendRules.BlendScaled(over, under);
                }
                uint pixel = request.Map.Map(over) & 0xFF;
                word = (word & ~(0xFFu << shift)) | (pixel << shift);
            }
        }
    }

    private static bool IsTransparent(int rule, uint source) =>
        rule == CombinationRules.BlendScaled ? source >> 24 == 0 : (source & 0xFF_FFFF) == 0;

    private static uint Mixed(int rule, RuleState state, uint source, uint destination) =>
        rule == CombinationRules.BlendScaled
            ? BlendRules.BlendScaled(source, destination)
            : state.Paint.Blend(source, destination);

    private static uint AverageComponent(uint color) => (((color >> 16) & 255) + ((color >> 8) & 255) + (color & 255)) / 3;

    private static uint Dithered(uint color, int order) =>
        (DitheredComponent(color >> 16, order) << 10) | (DitheredComponent(color >> 8, order) << 5)
        | DitheredComponent(color, order);

    /// <summary>Eight bits of a component become five (VMMaker <c>expensiveDither32To16:threshold:</c>).</summary>
    private static uint DitheredComponent(uint component, int order)
    {
        // The brightest step is reached by rounding up only, which its threshold always does.
        uint value = (component & 255) >> 3;
        uint below = value == 0 ? 0 : value - 1;
        return order < DitherThresholds[(int)component & 7] ? below + 1 : below;
    }
}
