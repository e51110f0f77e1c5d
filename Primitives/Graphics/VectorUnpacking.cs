using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Takes eight packed pixels at once, of any depth below 32: five words are brought into line, each pixel's word goes to
/// the pixel's place, and there the pixel is shifted down.
/// </summary>
internal static unsafe class VectorUnpacking
{
    public const int Group = 8;

    /// <summary>Words that are read for a group, from the one of its first pixel on.</summary>
    public const int WordsRead = 5;

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Takes groups as long as their words are there.</summary>
    /// <param name="form">Tells how pixels lie.</param>
    /// <param name="row">The first word of the row.</param>
    /// <param name="x">The first pixel.</param>
    /// <param name="pixels">Where they go; a group may end behind the last.</param>
    /// <param name="count">How many are wanted.</param>
    /// <returns>How many were taken: perhaps more, and perhaps less, than are wanted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Run(in Form form, uint* row, int x, uint* pixels, int count)
    {
        int depth = form.Depth;
        uint* end = form.Words + ((long)form.WordsPerRow * form.Height) - WordsRead;
        Vector256<uint> mask = Vector256.Create(form.PixelMask);
        // Of the words of a group, which holds each pixel; and how far up.
        Vector256<uint> places = (Vector256<uint>.Indices * (uint)depth) >>> 5;
        Vector256<uint> shifts = (Vector256<uint>.Indices * (uint)depth) & Vector256.Create(31u);
        if (form.IsMsbFirst)
        {
            shifts = Vector256.Create((uint)(32 - depth)) - shifts;
        }
        long bit = (long)x * depth;
        int taken = 0;
        for (; taken < count && row + (bit >> 5) <= end; taken += Group, bit += Group * depth)
        {
            Vector256<uint> words = InLine(row + (bit >> 5), (int)bit & 31, form.IsMsbFirst).ToVector256Unsafe();
            Vector256<uint> placed = Avx2.PermuteVar8x32(words, places);
            (Avx2.ShiftRightLogicalVariable(placed, shifts) & mask).Store(pixels + taken);
        }
        return taken;
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
