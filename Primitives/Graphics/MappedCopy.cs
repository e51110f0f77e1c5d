using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Pixels of fewer bits that are converted on their way into a Form of 32 bits: text, for the most part. Eight go from the
/// source through the colour map and the rule into the destination without a stop; glyphs seldom are wider.
/// </summary>
internal static unsafe class MappedCopy
{
    private const int Group = PixelGroups.Group;

    // Rows that are drawn before the next eight columns are. Higher, a picture would leave the cache in between.
    private const int Band = 32;

    /// <summary>Draws rows from the first on; all, if the request is of this kind and not at the end of the source.</summary>
    /// <returns>The number of rows.</returns>
    public static int Run(BitBltRequest request, in BlitArea area)
    {
        if (!PixelGroups.AreSupported || request.Destination.Depth != 32 || request.Source.Depth == 32 || request.Halftone.IsPresent)
        {
            return 0;
        }
        delegate*<BitBltRequest, in BlitArea, void> draw = Find(request.Rule);
        int rows = draw == null ? 0 : ReadableRows(request.Source, area);
        for (int top = 0; top < rows; top += Band)
        {
            draw(request, area with { Y = area.Y + top, SourceY = area.SourceY + top, Height = Math.Min(Band, rows - top) });
        }
        return rows;
    }

    private static delegate*<BitBltRequest, in BlitArea, void> Find(int rule) => rule switch
    {
        CombinationRules.Over => &Draw<BitwiseMerges.Source>,
        CombinationRules.AddColors => &Draw<ByteMerges.Add>,
        CombinationRules.Blend => &Draw<BlendMerges.Blend>,
        CombinationRules.Paint => &Draw<PaintMerges.Paint32>,
        CombinationRules.BlendScaled => &Draw<BlendMerges.BlendScaled>,
        CombinationRules.Multiply => &Draw<ByteMerges.Multiply>,
        _ => null,
    };

    /// <summary>The rows, from the first on, of which whole groups can be read without leaving the source.</summary>
    private static int ReadableRows(in Form source, in BlitArea area)
    {
        long lastGroup = area.SourceX + ((area.Width - 1) & -Group);
        long end = ((long)area.SourceY * source.WordsPerRow) + ((lastGroup * source.Depth) >> 5) + PixelGroups.WordsRead;
        long spare = ((long)source.WordsPerRow * source.Height) - end;
        return spare < 0 ? 0 : (int)Math.Min(area.Height, (spare / source.WordsPerRow) + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Draw<TRule>(BitBltRequest request, in BlitArea area)
        where TRule : struct, IVectorRule
    {
        PixelGroups groups = new(request.Source);
        VectorMap map = request.Map.ToVectors();
        long sourcePitch = request.Source.WordsPerRow;
        long pitch = request.Destination.WordsPerRow;
        for (int i = 0; i < area.Width; i += Group)
        {
            long bits = (long)(area.SourceX + i) * request.Source.Depth;
            int bit = (int)bits & 31;
            uint* source = request.Source.Row(area.SourceY) + (bits >> 5);
            uint* destination = request.Destination.Row(area.Y) + area.X + i;
            Vector256<uint> lanes = RowMerge.FirstLanes(Math.Min(area.Width - i, Group));
            for (int row = area.Height; row > 0; row--)
            {
                Vector256<uint> pixels = map.Apply(groups.Take(source, bit));
                Avx2.MaskStore(destination, lanes, TRule.Apply(pixels, Avx2.MaskLoad(destination, lanes)));
                source += sourcePitch;
                destination += pitch;
            }
        }
    }
}
