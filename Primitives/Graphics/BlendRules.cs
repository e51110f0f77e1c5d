using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Graphics;

/// <summary>Rules that mix colours by their opacity, which 32-bit pixels hold in their high byte.</summary>
internal static class BlendRules
{
    // A word holds four bytes; two of them at a time have room for a product.
    private const uint TwoBytes = 0xFF_00FF;

    /// <summary>Rule 24: alpha·source + (1 − alpha)·destination, of a source whose colour is not yet scaled.</summary>
    public static uint Blend(RuleState state, uint source, uint destination) => Blend(source, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Blend(uint source, uint destination)
    {
        uint alpha = source >> 24;
        return alpha == 0 ? destination
            : alpha == 255 ? source
            : Mixed(source | 0xFF00_0000, destination, alpha);
    }

    /// <summary>Rule 30: the opacity is an argument of the primitive.</summary>
    public static uint BlendConstant(RuleState state, uint source, uint destination) => state.Depth switch
    {
        32 => Mixed(source, destination, state.Alpha),
        16 => Mixed16(source, destination, state.Alpha),
        _ => destination,
    };

    /// <summary>Rule 31: as 30, and a source of 0 is transparent.</summary>
    public static uint PaintConstant(RuleState state, uint source, uint destination)
    {
        uint painted = ColorRules.NonZeroPixels(state, source);
        return (BlendConstant(state, source, destination) & painted) | (destination & ~painted);
    }

    /// <summary>Rule 34: source + (1 − alpha)·destination, of a source whose colour is scaled by its alpha.</summary>
    public static uint BlendScaled(RuleState state, uint source, uint destination) => BlendScaled(source, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BlendScaled(uint source, uint destination)
    {
        uint rest = 255 - (source >> 24);
        uint low = ((((destination & TwoBytes) * rest) >> 8) & TwoBytes) + (source & TwoBytes);
        uint high = (((((destination >> 8) & TwoBytes) * rest) >> 8) & TwoBytes) + ((source >> 8) & TwoBytes);
        return Saturated(low) | (Saturated(high) << 8);
    }

    /// <summary>Rule 40: colours without opacity take the source's.</summary>
    public static uint FixAlpha(RuleState state, uint source, uint destination) =>
        state.Depth == 32 && destination != 0 && destination >> 24 == 0
            ? destination | (source & 0xFF00_0000)
            : destination;

    /// <summary>Rule 41, see <see cref="Graphics.ComponentAlpha"/>, for pixels of 16 and 32 bits.</summary>
    public static uint ComponentAlpha(RuleState state, uint source, uint destination) => state.Depth == 32
        ? state.Paint.Blend(source, destination)
        : ComponentAlpha16(state.Paint, source, destination) | (ComponentAlpha16(state.Paint, source >> 16, destination >> 16) << 16);

    /// <summary>A 16-bit colour as an opaque one of 32 bits.</summary>
    public static uint Expanded(uint pixel) =>
        0xFF00_0000 | ((pixel & 0x7C00) << 9) | ((pixel & 0x3E0) << 6) | ((pixel & 0x1F) << 3);

    private static uint ComponentAlpha16(in ComponentAlpha paint, uint source, uint destination)
    {
        if ((source & 0xFFFF) == 0)
        {
            return destination & 0xFFFF;
        }
        uint mixed = paint.Blend(Expanded(source), Expanded(destination));
        return ((mixed >> 9) & 0x7C00) | ((mixed >> 6) & 0x3E0) | ((mixed >> 3) & 0x1F);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mixed(uint source, uint destination, uint alpha) =>
        MixedBytes(source & TwoBytes, destination & TwoBytes, alpha)
        | (MixedBytes((source >> 8) & TwoBytes, (destination >> 8) & TwoBytes, alpha) << 8);

    /// <summary>Weighs two pairs of bytes, and divides by 255 rounding up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MixedBytes(uint source, uint destination, uint alpha)
    {
        uint sums = (source * alpha) + (destination * (255 - alpha)) + TwoBytes;
        return ((sums + (((sums - 0x1_0001) >> 8) & TwoBytes)) >> 8) & TwoBytes;
    }

    private static uint Mixed16(uint source, uint destination, uint alpha)
    {
        uint result = 0;
        for (int pixel = 0; pixel < 32; pixel += 16)
        {
            for (int shift = pixel; shift < pixel + 15; shift += 5)
            {
                uint sum = (((source >> shift) & 31) * alpha) + (((destination >> shift) & 31) * (255 - alpha));
                result |= ((sum + 254) / 255) << shift;
            }
        }
        return result;
    }

    /// <summary>Two sums of bytes, cut to a byte each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Saturated(uint sums) => (sums & TwoBytes) | (((sums >> 8) & 0x1_0001) * 255);
}
