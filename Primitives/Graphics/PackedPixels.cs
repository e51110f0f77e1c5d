namespace JitTalk.Primitives.Graphics;

/// <summary>Pixels of rows of a Form: out of their words into one word each, and back.</summary>
internal static unsafe class PackedPixels
{
    /// <summary>Takes pixels from a row, from <paramref name="x"/> on.</summary>
    public static void Unpack(in Form form, uint* row, int x, uint* pixels, int count)
    {
        uint* word = row + form.WordOf(x);
        if (form.Depth == 32)
        {
            Buffer.MemoryCopy(word, pixels, 4L * count, 4L * count);
        }
        else if (form.IsMsbFirst)
        {
            UnpackFromHigh(word, x & (form.PixelsPerWord - 1), form.Depth, pixels, count);
        }
        else
        {
            UnpackFromLow(word, x & (form.PixelsPerWord - 1), form.Depth, pixels, count);
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

    private static void UnpackFromHigh(uint* word, int first, int depth, uint* pixels, int count)
    {
        int perWord = 32 / depth;
        int spare = 32 - depth;
        for (int room = perWord - first; count > 0; room = perWord)
        {
            uint bits = *word++ << ((perWord - room) * depth);
            for (int n = Math.Min(room, count); n > 0; n--)
            {
                *pixels++ = bits >> spare;
                bits <<= depth;
            }
            count -= room;
        }
    }

    private static void UnpackFromLow(uint* word, int first, int depth, uint* pixels, int count)
    {
        int perWord = 32 / depth;
        uint mask = uint.MaxValue >> (32 - depth);
        for (int room = perWord - first; count > 0; room = perWord)
        {
            uint bits = *word++ >> ((perWord - room) * depth);
            for (int n = Math.Min(room, count); n > 0; n--)
            {
                *pixels++ = bits & mask;
                bits >>= depth;
            }
            count -= room;
        }
    }
}
