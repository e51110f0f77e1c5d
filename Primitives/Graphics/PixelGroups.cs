using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Takes eight packed pixels of a Form at once, of any depth, into one word each: five words are brought into line, each
/// pixel's word goes to the pixel's place, and there the pixel is shifted down.
/// </summary>
internal readonly unsafe struct PixelGroups
{
    public const int Group = 8;

    // Words that are read for a group, from the one of its first pixel on.
    private const int WordsRead = 5;

    private readonly int _depth;
    private readonly bool _isMsbFirst;
    private readonly uint* _last;
    private readonly Vector256<uint> _mask;

    // Of the words of a group, which holds each pixel; and how far up.
    private readonly Vector256<uint> _places;
    private readonly Vector256<uint> _shifts;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PixelGroups(in Form form)
    {
        _depth = form.Depth;
        _isMsbFirst = form.IsMsbFirst;
        _last = form.Words + ((long)form.WordsPerRow * form.Height) - WordsRead;
        _mask = Vector256.Create(form.PixelMask);
        Vector256<uint> bits = Vector256<uint>.Indices * (uint)form.Depth;
        _places = bits >>> 5;
        Vector256<uint> shifts = bits & Vector256.Create(31u);
        _shifts = form.IsMsbFirst ? Vector256.Create((uint)(32 - form.Depth)) - shifts : shifts;
    }

    public static bool AreSupported => Avx2.IsSupported;

    /// <summary>Takes pixels of a row from <paramref name="x"/> on; what is in the place of others, nobody knows.</summary>
    /// <param name="form">The Form.</param>
    /// <param name="row">The first word of the row.</param>
    /// <param name="x">The first pixel.</param>
    /// <param name="count">How many are wanted, if there are fewer than a group.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<uint> Take(in Form form, uint* row, int x, int count)
    {
        if (_depth == 32)
        {
            return count >= Group ? Vector256.Load(row + x) : Avx2.MaskLoad(row + x, RowMerge.FirstLanes(count));
        }
        long bit = (long)x * _depth;
        uint* word = row + (bit >> 5);
        if (word > _last)
        {
            return AtEnd(form, row, x, Math.Min(count, Group));
        }
        Vector256<uint> words = InLine(word, (int)bit & 31, _isMsbFirst).ToVector256Unsafe();
        return Avx2.ShiftRightLogicalVariable(Avx2.PermuteVar8x32(words, _places), _shifts) & _mask;
    }

    /// <summary>One by one, where five words would be more than there are.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<uint> AtEnd(in Form form, uint* row, int x, int count)
    {
        Vector256<uint> pixels = default;
        PackedPixels.UnpackOneByOne(form, row, x, (uint*)&pixels, count);
        return pixels;
    }

    /// <summary>Four words that begin at a bit of the first of five.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> InLine(uint* words, int bit, bool isMsbFirst)
    {
        Vector128<uint> left = Vector128.Load(words);
        Vector128<uint> right = Vector128.Load(words + 1);
        // These shifts, unlike the operators, leave nothing where the distance is all 32.
        Vector128<uint> distance = Vector128.CreateScalar((uint)bit);
        Vector128<uint> rest = Vector128.CreateScalar((uint)(32 - bit));
        return isMsbFirst
            ? Sse2.ShiftLeftLogical(left, distance) | Sse2.ShiftRightLogical(right, rest)
            : Sse2.ShiftRightLogical(left, distance) | Sse2.ShiftLeftLogical(right, rest);
    }
}
