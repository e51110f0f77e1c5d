using System.Buffers.Binary;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The run coding of Bitmaps (<c>Bitmap&gt;&gt;compressToByteArray</c>): S, then pairs N D up to the end.
/// </summary>
/// <remarks>
/// S is the number of words. N is 4 × the length of a run + what D is: 1 one byte, of which all words consist;
/// 2 one word, all are the same; 3 the words themselves. Words are big-endian. S and N are written in one byte up to
/// 223, in two as (224 + high, low) up to 7935, else as 255 and four bytes.
/// </remarks>
internal static class BitmapRuns
{
    private const int ByteRun = 1;
    private const int WordRun = 2;
    private const int Literal = 3;
    private const int OneByteLimit = 223;
    private const int TwoByteLimit = 7935;
    private const int TwoByteMark = 224;
    private const int FourByteMark = 255;

    /// <summary>Bytes that the worst bitmap of <paramref name="words"/> words takes.</summary>
    public static long MaximumLength(int words) => (words * 4L) + 7 + (words / 1984 * 3L);

    /// <summary>Codes <paramref name="words"/>.</summary>
    /// <returns>The bytes written; <paramref name="coded"/> must have room for <see cref="MaximumLength"/>.</returns>
    public static int Compress(ReadOnlySpan<uint> words, Span<byte> coded)
    {
        int at = WriteNumber(words.Length, coded, 0);
        int k = 0;
        while (k < words.Length)
        {
            uint word = words[k];
            bool isByteRun = word == (word & 0xFF) * 0x0101_0101;
            int next = k + 1;
            while (next < words.Length && words[next] == word)
            {
                next++;
            }
            if (isByteRun)
            {
                at = WriteNumber(((next - k) * 4) + ByteRun, coded, at);
                coded[at++] = (byte)word;
            }
            else if (next - k > 1)
            {
                at = WriteNumber(((next - k) * 4) + WordRun, coded, at);
                at = WriteWord(word, coded, at);
            }
            else
            {
                next = EndOfLiteral(words, k);
                at = WriteNumber(((next - k) * 4) + Literal, coded, at);
                for (int i = k; i < next; i++)
                {
                    at = WriteWord(words[i], coded, at);
                }
            }
            k = next;
        }
        return at;
    }

    /// <summary>Decodes the pairs from <paramref name="start"/> on, behind the size.</summary>
    /// <returns>False when the code is broken or has more words than there is room for; nothing is written then.</returns>
    public static bool TryDecompress(ReadOnlySpan<byte> coded, int start, Span<uint> words) =>
        Decode(coded, start, words, writes: false) && Decode(coded, start, words, writes: true);

    /// <summary>Words that differ from their neighbours; the last word of all is taken along.</summary>
    private static int EndOfLiteral(ReadOnlySpan<uint> words, int start)
    {
        int end = start;
        while (end + 1 < words.Length && words[end] != words[end + 1])
        {
            end++;
        }
        return end + 1 == words.Length ? end + 1 : end;
    }

    private static bool Decode(ReadOnlySpan<byte> coded, int start, Span<uint> words, bool writes)
    {
        int at = start;
        int k = 0;
        while (at < coded.Length)
        {
            if (!TryReadNumber(coded, ref at, out uint number))
            {
                return false;
            }
            long run = number >> 2;
            int kind = (int)(number & 3);
            long dataBytes = kind == Literal ? 4 * run : kind == WordRun ? 4 : kind;
            if (k + run > words.Length || dataBytes > coded.Length - at)
            {
                return false;
            }
            if (kind == 0)
            {
                // Meant to skip words, it never advanced in any image or VM.
                continue;
            }
            if (writes)
            {
                WriteRun(kind, coded[at..], words.Slice(k, (int)run));
            }
            at += (int)dataBytes;
            k += (int)run;
        }
        return true;
    }

    private static void WriteRun(int kind, ReadOnlySpan<byte> data, Span<uint> run)
    {
        switch (kind)
        {
            case ByteRun:
                run.Fill(data[0] * 0x0101_0101u);
                break;
            case WordRun:
                run.Fill(BinaryPrimitives.ReadUInt32BigEndian(data));
                break;
            default:
                for (int i = 0; i < run.Length; i++)
                {
                    run[i] = BinaryPrimitives.ReadUInt32BigEndian(data[(4 * i)..]);
                }
                break;
        }
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> coded, ref int at, out uint number)
    {
        number = coded[at++];
        int more = number <= OneByteLimit ? 0 : number < FourByteMark ? 1 : 4;
        if (more > coded.Length - at)
        {
            return false;
        }
        if (more == 1)
        {
            number = ((number - TwoByteMark) << 8) + coded[at];
        }
        else if (more == 4)
        {
            number = BinaryPrimitives.ReadUInt32BigEndian(coded[at..]);
        }
        at += more;
        return true;
    }

    private static int WriteNumber(int number, Span<byte> coded, int at)
    {
        if (number <= OneByteLimit)
        {
            coded[at] = (byte)number;
            return at + 1;
        }
        if (number <= TwoByteLimit)
        {
            coded[at] = (byte)((number >> 8) + TwoByteMark);
            coded[at + 1] = (byte)number;
            return at + 2;
        }
        coded[at] = FourByteMark;
        return WriteWord((uint)number, coded, at + 1);
    }

    private static int WriteWord(uint word, Span<byte> coded, int at)
    {
        BinaryPrimitives.WriteUInt32BigEndian(coded[at..], word);
        return at + 4;
    }
}
