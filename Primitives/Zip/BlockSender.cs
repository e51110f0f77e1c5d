namespace JitTalk.Primitives.Zip;

/// <summary>
/// Writes literals and matches with the codes of two Huffman trees (image:
/// <c>ZipEncoder&gt;&gt;sendBlock:with:with:with:</c>).
/// </summary>
internal ref struct BlockSender(Span<byte> collection)
{
    // RFC 1951 has none longer.
    private const int LongestCode = 15;

    // What a literal or match takes must find room, or what is sent before it is flushed first.
    private const int Headroom = 4;

    private readonly Span<byte> _collection = collection;

    /// <summary>Bytes in the collection.</summary>
    public int Position { get; set; }

    /// <summary>Bits that fill no byte yet, the first lowest.</summary>
    public ulong BitBuffer { get; set; }

    public int BitCount { get; set; }

    /// <summary>Of the literals, how many were sent.</summary>
    public int LiteralPosition { get; set; }

    /// <summary>How many bytes what was sent stands for.</summary>
    public long Sum { get; private set; }

    /// <summary>Sends until all is sent or the collection is full.</summary>
    /// <returns>False where a value is none of a stream or has no code.</returns>
    public bool TryRun(ReadOnlySpan<byte> literals, ReadOnlySpan<uint> distances, HuffmanCodes literalCodes, HuffmanCodes distanceCodes)
    {
        Flush();
        while (LiteralPosition < literals.Length && Position + Headroom < _collection.Length)
        {
            int literal = literals[LiteralPosition];
            long distance = distances[LiteralPosition];
            LiteralPosition++;
            bool isSent = distance == 0
                ? TryPut(literalCodes, literal, 0, 0)
                : distance <= DeflateCodes.WindowSize
                    && TryPut(literalCodes, DeflateCodes.Length(literal, out int bits, out int extra), bits, extra)
                    && TryPut(distanceCodes, DeflateCodes.Distance((int)distance - 1, out bits, out extra), bits, extra);
            if (!isSent)
            {
                return false;
            }
            Sum += distance == 0 ? 1 : literal + DeflateCodes.MinimumMatch;
        }
        return true;
    }

    private bool TryPut(HuffmanCodes codes, int value, int extraBits, int extra)
    {
        if (!codes.TryGet(value, out uint code, out uint length) || length > LongestCode)
        {
            return false;
        }
        Put(code, (int)length);
        Put((uint)extra, extraBits);
        return true;
    }

    private void Put(uint value, int bits)
    {
        BitBuffer |= (ulong)value << BitCount;
        BitCount += bits;
        Flush();
    }

    private void Flush()
    {
        while (BitCount >= 8 && Position < _collection.Length)
        {
            _collection[Position++] = (byte)BitBuffer;
            BitBuffer >>= 8;
            BitCount -= 8;
        }
    }
}

/// <summary>The codes of a tree, by value, and how many bits each has.</summary>
internal readonly ref struct HuffmanCodes(ReadOnlySpan<uint> lengths, ReadOnlySpan<uint> codes)
{
    private readonly ReadOnlySpan<uint> _lengths = lengths;
    private readonly ReadOnlySpan<uint> _codes = codes;

    public bool TryGet(int value, out uint code, out uint length)
    {
        bool isOne = value < _codes.Length && value < _lengths.Length;
        code = isOne ? _codes[value] : 0;
        length = isOne ? _lengths[value] : 0;
        return isOne && code < 1UL << (int)Math.Min(length, 32);
    }
}
