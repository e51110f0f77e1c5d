using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Takes eight packed pixels of a Form at once, of any depth below 32, into one word each: five words are brought into
/// line, each pixel's word goes to the pixel's place, and there the pixel is shifted down.
/// </summary>
internal readonly unsafe struct PixelGroups
{
    public const int Group = 8;

    /// <summary>Words that are read for a group, from the one of its first pixel on.</summary>
    public const int WordsRead = 5;

    private readonly bool _isMsbFirst;
    private readonly Vector256<uint> _mask;

    // Of the words of a group, which holds each pixel; and how far up.
    private readonly Vector256<uint> _places;
    private readonly Vector256<uint> _shifts;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PixelGroups(in Form form)
    {
        _isMsbFirst = form.IsMsbFirst;
        _mask = Vector256.Create(form.PixelMask);
        Vector256<uint> bits = Vector256<uint>.Indices * (uint)form.Depth;
        _places = bits >>> 5;
        Vector256<uint> shifts = bits & Vector256.Create(31u);
        _shifts = form.IsMsbFirst ? Vector256.Create((uint)(32 - form.Depth)) - shifts : shifts;
    }

    public static bool AreSupported => Avx2.IsSupported;

    /// <summary>The pixels that begin at a bit of the first of five words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<uint> Take(uint* words, int bit)
    {
        Vector128<uint> left = Vector128.Load(words);
        Vector128<uint> right = Vector128.Load(words + 1);
        // These shifts, unlike the operators, leave nothing where the distance is all 32.
        Vector128<uint> distance = Vector128.CreateScalar((uint)bit);
        Vector128<uint> rest = Vector128.CreateScalar((uint)(32 - bit));
        Vector128<uint> inLine = _isMsbFirst
            ? Sse2.ShiftLeftLogical(left, distance) | Sse2.ShiftRightLogical(right, rest)
            : Sse2.ShiftRightLogical(left, distance) | Sse2.ShiftLeftLogical(right, rest);
        return Avx2.ShiftRightLogicalVariable(Avx2.PermuteVar8x32(inLine.ToVector256Unsafe(), _places), _shifts) & _mask;
    }
}
