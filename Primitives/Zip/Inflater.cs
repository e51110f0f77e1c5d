namespace JitTalk.Primitives.Zip;

/// <summary>
/// Decodes a block of zipped data with the image's Huffman tables (image: <c>InflateStream&gt;&gt;decompressBlock:with:</c>,
/// VMMaker <c>InflatePlugin</c>). It stops between symbols, where the collection is nearly full or the source is used up,
/// and can go on from there.
/// </summary>
/// <remarks>
/// A table: entry 0 has in its upper byte the bits to look at first; those number the entries from 1 on. An entry is a
/// value, or, where the six bits above the 24th are not all zero, another table: its offset and, above, its bits.
/// A value from 256 on has in its upper half the number of extra bits, plus one for lengths.
/// </remarks>
internal ref struct Inflater(Span<byte> collection, ReadOnlySpan<byte> source, ReadOnlySpan<uint> literals, ReadOnlySpan<uint> distances)
{
    private const int MaximumBits = 16;

    private readonly Span<byte> _collection = collection;
    private readonly ReadOnlySpan<byte> _source = source;
    private readonly ReadOnlySpan<uint> _literals = literals;
    private readonly ReadOnlySpan<uint> _distances = distances;

    /// <summary>How many bytes of the collection are decoded.</summary>
    public int ReadLimit { get; set; }

    /// <summary>How many bytes of the source are used.</summary>
    public int SourcePosition { get; set; }

    /// <summary>As many may be used before the next symbol.</summary>
    public long SourceLimit { get; set; }

    /// <summary>Bits of the source that are not decoded yet, the next one lowest.</summary>
    public long BitBuffer { get; set; }

    public int BitCount { get; set; }

    /// <summary>The end of the block was found.</summary>
    public bool IsAtEnd { get; private set; }

    /// <returns>False for what is no such data; then the state is of no use.</returns>
    public bool TryRun()
    {
        while (ReadLimit < _collection.Length && SourcePosition <= SourceLimit)
        {
            (long buffer, int bits, int position) = (BitBuffer, BitCount, SourcePosition);
            if (!TryDecode(_literals, out uint value))
            {
                return false;
            }
            if (value < DeflateCodes.EndOfBlock)
            {
                _collection[ReadLimit++] = (byte)value;
                continue;
            }
            if (value == DeflateCodes.EndOfBlock)
            {
                IsAtEnd = true;
                return true;
            }
            if (!TryAddExtra(value & 0xFFFF, (int)(value >> 16) - 1, out int length)
                || !TryDecode(_distances, out uint code) || !TryAddExtra(code & 0xFFFF, (int)(code >> 16), out int distance)
                || distance > ReadLimit)
            {
                return false;
            }
            if (ReadLimit + length >= _collection.Length)
            {
                (BitBuffer, BitCount, SourcePosition) = (buffer, bits, position);
                return true;
            }
            Copy(length, distance);
            if (length == 0 && BitCount == bits && SourcePosition == position)
            {
                // A table that takes no bits and gives no bytes would never end.
                return false;
            }
        }
        return true;
    }

    // Byte by byte: a match may repeat what it has just written.
    private void Copy(int length, int distance)
    {
        for (int i = 0; i < length; i++)
        {
            _collection[ReadLimit] = _collection[ReadLimit - distance];
            ReadLimit++;
        }
    }

    private bool TryDecode(ReadOnlySpan<uint> table, out uint value)
    {
        const uint tableMask = 0x3F00_0000;
        value = table.IsEmpty ? uint.MaxValue : table[0] & 0xFF00_0000;
        uint offset = 1;
        // Each table takes a bit, or it is not a Huffman tree's.
        for (int depth = 0; depth <= MaximumBits; depth++)
        {
            if (!TryBits((int)(value >> 24), out int bits) || offset + bits >= table.Length)
            {
                return false;
            }
            value = table[(int)offset + bits];
            if ((value & tableMask) == 0)
            {
                return true;
            }
            offset = (value & 0xFFFF) - 1;
            if (offset == uint.MaxValue)
            {
                return false;
            }
        }
        return false;
    }

    private bool TryAddExtra(uint value, int extraBits, out int sum)
    {
        sum = (int)value;
        if (extraBits <= 0)
        {
            return true;
        }
        bool isRead = TryBits(extraBits, out int extra);
        sum += extra;
        return isRead;
    }

    private bool TryBits(int count, out int bits)
    {
        bits = 0;
        if (count > MaximumBits)
        {
            return false;
        }
        while (BitCount < count)
        {
            if (SourcePosition >= _source.Length)
            {
                return false;
            }
            BitBuffer += (long)_source[SourcePosition++] << BitCount;
            BitCount += 8;
        }
        bits = (int)(BitBuffer & ((1L << count) - 1));
        BitBuffer >>= count;
        BitCount -= count;
        return true;
    }
}
