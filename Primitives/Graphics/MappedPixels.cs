using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace JitTalk.Primitives.Graphics;

/// <summary>What <see cref="ColorMap.Map"/> does, for many pixels in place.</summary>
internal static unsafe class MappedPixels
{
    /// <summary>Pixels are mapped by so many at once: the last may be beyond those that are meant.</summary>
    public const int Group = 8;

    /// <summary>No row of more is mapped: it takes a word for each pixel, which a Form of one bit has not.</summary>
    public const int Most = 1 << 24;

    /// <summary>The room that so many pixels need.</summary>
    public static int Room(int count) => (count + Group - 1) & -Group;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(in ComponentMoves moves, uint* pixels, int count)
    {
        Vector256<uint> one = Vector256<uint>.One;
        for (int i = 0; i < count; i += Group)
        {
            Vector256<uint> before = Vector256.Load(pixels + i);
            Vector256<uint> moved = Vector256<uint>.Zero;
            for (int component = 0; component < ComponentMoves.Count; component++)
            {
                Vector256<uint> kept = before & Vector256.Create(moves.Mask(component));
                moved |= (kept << moves.Left(component)) >>> moves.Right(component);
            }
            // Fewer bits for a colour must not make it transparent.
            Vector256<uint> lost = Vector256.AndNot(Vector256.IsZero(moved), Vector256.IsZero(before));
            (moved | (lost & one)).Store(pixels + i);
        }
    }

    /// <param name="colors">The table.</param>
    /// <param name="mask">What of a pixel is an index into it.</param>
    /// <param name="pixels">The pixels to replace.</param>
    /// <param name="count">Their number.</param>
    public static void LookUp(uint* colors, uint mask, uint* pixels, int count)
    {
        for (int i = 0; i < count; i++)
        {
            pixels[i] = colors[pixels[i] & mask];
        }
    }
}
