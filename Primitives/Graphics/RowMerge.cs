using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JitTalk.Primitives.Graphics;

/// <summary>A rule for eight words at once: the same as its function of single words in <see cref="CombinationRules"/>.</summary>
internal interface IVectorRule
{
    static abstract Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination);
}

/// <summary>
/// Combines whole words of a row, for the rules that images draw most with: windows, text and pictures. Here is chosen
/// what is done by vectors; what is not here is done word by word.
/// </summary>
internal static unsafe class RowMerge
{
    private const int Words = 8;

    // Precompiled code has no vectors of this size: what has them is compiled when it is first run, and well at once.
    private const MethodImplOptions AtOnce = MethodImplOptions.AggressiveOptimization;

    /// <summary>The words that a load or store of so many touches, in eight from the middle on.</summary>
    private static ReadOnlySpan<int> Lanes => [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>How to combine words of a source with a destination, both given by address, and their number; null for rules without.</summary>
    public static delegate*<uint*, uint*, int, void> Find(int rule, int depth) => (rule, depth) switch
    {
        (1, _) => &Merge<BitwiseMerges.And>,
        (2, _) => &Merge<BitwiseMerges.AndInverted>,
        (CombinationRules.Over, _) => &Copy,
        (4, _) => &Merge<BitwiseMerges.InvertedAnd>,
        (6, _) => &Merge<BitwiseMerges.Xor>,
        (7, _) => &Merge<BitwiseMerges.Or>,
        (10, _) => &Merge<BitwiseMerges.InvertedDestination>,
        (12, _) => &Merge<BitwiseMerges.InvertedSource>,
        (CombinationRules.Blend, _) => &Merge<BlendMerges.Blend>,
        (CombinationRules.BlendScaled or 35 or 36, _) => &Merge<BlendMerges.BlendScaled>,
        (CombinationRules.Paint, 32) => &Merge<PaintMerges.Paint32>,
        (CombinationRules.Paint, 16) => &Merge<PaintMerges.Paint16>,
        (CombinationRules.Paint, 8) => &Merge<PaintMerges.Paint8>,
        (CombinationRules.AddColors, 8 or 32) => &Merge<ByteMerges.Add>,
        (CombinationRules.SubtractColors, 8 or 32) => &Merge<ByteMerges.Subtract>,
        (CombinationRules.Maximum, 8 or 32) => &Merge<ByteMerges.Maximum>,
        (CombinationRules.Minimum, 8 or 32) => &Merge<ByteMerges.Minimum>,
        (CombinationRules.Multiply, 8 or 32) => &Merge<ByteMerges.Multiply>,
        _ => null,
    };

    [MethodImpl(AtOnce)]
    public static void Merge<TRule>(uint* source, uint* destination, int count)
        where TRule : struct, IVectorRule
    {
        int i = 0;
        for (; i <= count - Words; i += Words)
        {
            TRule.Apply(Vector256.Load(source + i), Vector256.Load(destination + i)).Store(destination + i);
        }
        if (i < count)
        {
            MergeRest<TRule>(source + i, destination + i, count - i);
        }
    }

    /// <summary>Combines one word again and again.</summary>
    [MethodImpl(AtOnce)]
    public static void MergeColor<TRule>(uint color, uint* destination, int count)
        where TRule : struct, IVectorRule
    {
        Vector256<uint> source = Vector256.Create(color);
        int i = 0;
        for (; i <= count - Words; i += Words)
        {
            TRule.Apply(source, Vector256.Load(destination + i)).Store(destination + i);
        }
        if (i < count)
        {
            MergeRest<TRule>((uint*)&source, destination + i, count - i);
        }
    }

    /// <summary>For masked loads and stores of the first <paramref name="count"/> words of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> FirstLanes(int count)
    {
        fixed (int* lanes = Lanes)
        {
            return Vector256.Load(lanes + Words - count).AsUInt32();
        }
    }

    private static void Copy(uint* source, uint* destination, int count) =>
        Buffer.MemoryCopy(source, destination, 4L * count, 4L * count);

    /// <summary>Fewer words than a vector has. Rows of glyphs have no more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MergeRest<TRule>(uint* source, uint* destination, int count)
        where TRule : struct, IVectorRule
    {
        if (Avx2.IsSupported)
        {
            Vector256<uint> lanes = FirstLanes(count);
            Vector256<uint> merged = TRule.Apply(Avx2.MaskLoad(source, lanes), Avx2.MaskLoad(destination, lanes));
            Avx2.MaskStore(destination, lanes, merged);
            return;
        }
        Vector256<uint> from = default;
        Vector256<uint> to = default;
        Copy(source, (uint*)&from, count);
        Copy(destination, (uint*)&to, count);
        to = TRule.Apply(from, to);
        Copy((uint*)&to, destination, count);
    }
}
