using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Pixels that are converted on their way into a Form of 32 bits: text, for the most part. Eight go from the source through
/// the colour map and the rule into the destination without a stop; rows of glyphs seldom have more.
/// </summary>
internal static unsafe class MappedCopy
{
    private const int Group = PixelGroups.Group;

    /// <summary>Draws; or answers false when the request is not of this kind.</summary>
    public static bool TryRun(BitBltRequest request, in BlitArea area)
    {
        if (!PixelGroups.AreSupported || request.Destination.Depth != 32 || request.IsWithinForm || !SourceRows.AreMapped(request))
        {
            return false;
        }
        switch (request.Rule)
        {
            case CombinationRules.Over:
                Run<BitwiseMerges.Source>(request, area);
                return true;
            case CombinationRules.AddColors:
                Run<ByteMerges.Add>(request, area);
                return true;
            case CombinationRules.Blend:
                Run<BlendMerges.Blend>(request, area);
                return true;
            case CombinationRules.Paint:
                Run<PaintMerges.Paint32>(request, area);
                return true;
            case CombinationRules.BlendScaled:
                Run<BlendMerges.BlendScaled>(request, area);
                return true;
            case CombinationRules.Multiply:
                Run<ByteMerges.Multiply>(request, area);
                return true;
            default:
                return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRule>(BitBltRequest request, in BlitArea area)
        where TRule : struct, IVectorRule
    {
        ref readonly Form form = ref request.Source;
        ref readonly ColorMap map = ref request.Map;
        PixelGroups groups = new(form);
        int whole = area.Width & -Group;
        int rest = area.Width - whole;
        Vector256<uint> lanes = RowMerge.FirstLanes(rest);
        for (int row = 0; row < area.Height; row++)
        {
            uint* source = form.Row(area.SourceY + row);
            uint* destination = request.Destination.Row(area.Y + row) + area.X;
            Vector256<uint> halftone = Vector256.Create(request.Halftone.WordAt(area.Y + row));
            for (int i = 0; i < whole; i += Group)
            {
                Vector256<uint> pixels = map.Map(groups.Take(form, source, area.SourceX + i, Group)) & halftone;
                TRule.Apply(pixels, Vector256.Load(destination + i)).Store(destination + i);
            }
            if (rest > 0)
            {
                Vector256<uint> pixels = map.Map(groups.Take(form, source, area.SourceX + whole, rest)) & halftone;
                Avx2.MaskStore(destination + whole, lanes, TRule.Apply(pixels, Avx2.MaskLoad(destination + whole, lanes)));
            }
        }
    }
}
