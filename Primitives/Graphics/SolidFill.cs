namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Fills with colours of 32 bits, a halftone word for each row: the rules that windows are painted with, where there is
/// no source.
/// </summary>
internal static unsafe class SolidFill
{
    /// <summary>Draws; or answers false when the request is not of this kind.</summary>
    public static bool TryRun(BitBltRequest request, in BlitArea area)
    {
        if (request.HasSource || request.Destination.Depth != 32
            || request.Rule is not (CombinationRules.Over or CombinationRules.Paint or CombinationRules.Blend))
        {
            return false;
        }
        for (int y = area.Y; y < area.Y + area.Height; y++)
        {
            Fill(request.Rule, request.Halftone.WordAt(y), request.Destination.Row(y) + area.X, area.Width);
        }
        return true;
    }

    private static void Fill(int rule, uint color, uint* pixels, int count)
    {
        bool isBlend = rule == CombinationRules.Blend;
        bool isTransparent = isBlend ? color >> 24 == 0 : rule == CombinationRules.Paint && color == 0;
        if (isTransparent)
        {
            return;
        }
        if (isBlend && color >> 24 != 255)
        {
            RowMerge.MergeColor<BlendMerges.Blend>(color, pixels, count);
            return;
        }
        new Span<uint>(pixels, count).Fill(color);
    }
}
