namespace JitTalk.Primitives.Plugins;

/// <summary>Searching, comparing, hashing and translating strings of bytes. Indices count from 0.</summary>
internal static class ByteStrings
{
    /// <summary>Entries of a table that maps bytes.</summary>
    public const int TableSize = 256;

    private const uint HashMultiplier = 1664525;
    private const uint HashMask = (1 << 28) - 1;

    /// <summary>The sign tells the order of two strings by the ranks that <paramref name="order"/> gives their bytes.</summary>
    /// <returns>The difference of the first ranks that differ, else of the lengths.</returns>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ReadOnlySpan<byte> order)
    {
        int common = Math.Min(left.Length, right.Length);
        for (int i = left.CommonPrefixLength(right); i < common; i++)
        {
            int difference = order[left[i]] - order[right[i]];
            if (difference != 0)
            {
                return difference;
            }
        }
        return left.Length - right.Length;
    }

    /// <summary>The difference of the first bytes that differ, else of the lengths.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int same = left.CommonPrefixLength(right);
        return same < Math.Min(left.Length, right.Length) ? left[same] - right[same] : left.Length - right.Length;
    }

    /// <summary>The place of the first byte that <paramref name="set"/> maps to other than 0, or −1.</summary>
    public static int FindFirst(ReadOnlySpan<byte> text, ReadOnlySpan<byte> set, int start)
    {
        for (int i = start; i < text.Length; i++)
        {
            if (set[text[i]] != 0)
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>
    /// The first place at or after <paramref name="start"/> where <paramref name="key"/> lies in
    /// <paramref name="body"/>, bytes being the same when <paramref name="match"/> maps them to one; or −1.
    /// An empty key is nowhere.
    /// </summary>
    public static int FindSubstring(ReadOnlySpan<byte> key, ReadOnlySpan<byte> body, int start, ReadOnlySpan<byte> match)
    {
        if (key.IsEmpty)
        {
            return -1;
        }
        for (int at = start; at <= body.Length - key.Length; at++)
        {
            int same = 0;
            while (same < key.Length && match[body[at + same]] == match[key[same]])
            {
                same++;
            }
            if (same == key.Length)
            {
                return at;
            }
        }
        return -1;
    }

    /// <summary>
    /// 28 bits (<c>ByteArray class&gt;&gt;hashBytes:startingWith:</c>): the product wraps, which does no harm to its
    /// low bits.
    /// </summary>
    public static int Hash(ReadOnlySpan<byte> bytes, long initial)
    {
        uint hash = (uint)initial;
        foreach (byte b in bytes)
        {
            hash = (hash + b) * HashMultiplier;
        }
        return (int)(hash & HashMask);
    }

    /// <summary>Replaces each byte by what <paramref name="table"/> maps it to.</summary>
    public static void Translate(Span<byte> text, ReadOnlySpan<byte> table)
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = table[text[i]];
        }
    }

    /// <summary>Widens signed samples of 8 bits to 16.</summary>
    public static void WidenSamples(ReadOnlySpan<byte> samples, Span<short> wide)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            wide[i] = (short)(samples[i] << 8);
        }
    }
}
