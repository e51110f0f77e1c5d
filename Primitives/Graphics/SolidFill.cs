namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Fills with colours, a halftone word for each row: the rules that windows are painted with, where there is no source.
/// </summary>
internal static unsafe class SolidFill
{
    /// <summary>Draws; or answers false when the request is not of this kind.</summary>
    public static bool TryRun(BitBltRequest request, in BlitArea area, RuleState state)
    {
        bool isBlend = request.Rule == CombinationRules.Blend && request.Destination.Depth == 32;
        if (request.HasSource || !(isBlend || request.Rule is CombinationRules.Over or CombinationRules.Paint))
        {
            return false;
        }
        for (int y = area.Y; y < area.Y + area.Height; y++)
        {
            uint color = request.Halftone.WordAt(y);
            if (isBlend)
            {
                Blend(color, request.Destination.Row(y) + area.X, area.Width);
            }
            else
            {
                uint painted = request.Rule == CombinationRules.Over ? uint.MaxValue : ColorRules.NonZeroPixels(state, color);
                Fill(color, painted, request.Destination, y, area);
            }
        }
        return true;
    }

    /// <param name="color">A word of pixels.</param>
    /// <param name="painted">The bits of those that are to be seen.</param>
    /// <param name="form">Where.</param>
    /// <param name="y">The row.</param>
    /// <param name="area">Tells which columns.</param>
    private static void Fill(uint color, uint painted, in Form form, int y, in BlitArea area)
    {
        int lastX = area.X + area.Width - 1;
        uint* first = form.Row(y) + form.WordOf(area.X);
        uint* last = form.Row(y) + form.WordOf(lastX);
        uint firstMask = form.MaskFrom(area.X);
        uint lastMask = form.MaskUpTo(lastX);
        if (first == last)
        {
            Paint(first, color, painted & firstMask & lastMask);
            return;
        }
        Paint(first, color, painted & firstMask);
        Paint(last, color, painted & lastMask);
        Span<uint> between = new(first + 1, (int)(last - first) - 1);
        if (painted == uint.MaxValue)
        {
            between.Fill(color);
        }
        else if (painted != 0)
        {
            foreach (ref uint word in between)
            {
                word = (word & ~painted) | (color & painted);
            }
        }
    }

    private static void Paint(uint* word, uint color, uint mask) => *word = (*word & ~mask) | (color & mask);

    private static void Blend(uint color, uint* pixels, int count)
    {
        uint opacity = color >> 24;
        if (opacity == 255)
        {
            new Span<uint>(pixels, count).Fill(color);
        }
        else if (opacity != 0)
        {
            RowMerge.MergeColor<BlendMerges.Blend>(color, pixels, count);
        }
    }
}
