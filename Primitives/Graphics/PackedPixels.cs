using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace JitTalk.Primitives.Graphics;

/// <summary>Pixels of rows of a Form: out of their words into one word each, and back.</summary>
internal static unsafe class PackedPixels
{
    /// <summary>
    /// Takes pixels from a row, from <paramref name="x"/> on. There is room for whole groups of eight.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Unpack(in Form form, uint* row, int x, uint* pixels, int count)
    {
        if (form.Depth == 32)
        {
            Buffer.MemoryCopy(row + x, pixels, 4L * count, 4L * count);
            return;
        }
        if (PixelGroups.AreSupported)
        {
            UnpackGroups(form, row, x, pixels, count);
            return;
        }
        UnpackOneByOne(form, row, x, pixels, count);
    }

    // Precompiled code has no vectors of this size: this is compiled when it is first run, and well at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UnpackGroups(in Form form, uint* row, int x, uint* pixels, int count)
    {
        PixelGroups groups = new(form);
        for (int i = 0; i < count; i += PixelGroups.Group)
        {
            groups.Take(form, row, x + i, count - i).Store(pixels + i);
        }
    }

    /// <summary>
    /// Puts pixels into the words that hold those of a row from <paramref name="x"/> on. Of the first and the last word,
    /// bits of other pixels become 0.
    /// </summary>
    public static void Pack(in Form form, uint* pixels, int x, uint* words, int count)
    {
        int perWord = form.PixelsPerWord;
        uint mask = form.PixelMask;
        int first = x & (perWord - 1);
        int step = form.IsMsbFirst ? -form.Depth : form.Depth;
        int firstShift = form.ShiftOf(0);
        int shift = form.ShiftOf(first);
        for (int room = perWord - first; count > 0; room = perWord)
        {
            uint word = 0;
            for (int n = Math.Min(room, count); n > 0; n--)
            {
                word |= (*pixels++ & mask) << shift;
                shift += step;
            }
            *words++ = word;
            count -= room;
            shift = firstShift;
        }
    }

    public static void UnpackOneByOne(in Form form, uint* row, int x, uint* pixels, int count)
    {
        for (int i = 0; i < count; i++)
        {
            pixels[i] = (row[form.WordOf(x + i)] >> form.ShiftOf(x + i)) & form.PixelMask;
        }
    }
}
