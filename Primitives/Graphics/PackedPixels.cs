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
        int taken = PixelGroups.AreSupported ? UnpackGroups(form, row, x, pixels, count) : 0;
        for (int i = taken; i < count; i++)
        {
            pixels[i] = (row[form.WordOf(x + i)] >> form.ShiftOf(x + i)) & form.PixelMask;
        }
    }

    /// <summary>Takes groups as long as their words are there.</summary>
    /// <returns>How many pixels were taken: perhaps more, and perhaps less, than are wanted.</returns>
    // Precompiled code has no vectors of this size: this is compiled when it is first run, and well at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int UnpackGroups(in Form form, uint* row, int x, uint* pixels, int count)
    {
        PixelGroups groups = new(form);
        uint* last = form.Words + ((long)form.WordsPerRow * form.Height) - PixelGroups.WordsRead;
        long bit = (long)x * form.Depth;
        int taken = 0;
        for (; taken < count && row + (bit >> 5) <= last; taken += PixelGroups.Group, bit += PixelGroups.Group * form.Depth)
        {
            groups.Take(row + (bit >> 5), (int)bit & 31).Store(pixels + taken);
        }
        return taken;
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
}
