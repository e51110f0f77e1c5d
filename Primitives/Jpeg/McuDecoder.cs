namespace JitTalk.Primitives.Jpeg;

/// <summary>
/// Reads the coefficients of blocks from the stream of the image's JPEGReadWriter, with its Huffman tables, which are those
/// of <see cref="Zip.Inflater"/> (VMMaker <c>JPEGReaderPlugin</c>).
/// </summary>
internal ref struct McuDecoder(ReadOnlySpan<byte> source)
{
    public const int BlockSize = 64;
    private const int MaximumBits = 16;

    private readonly ReadOnlySpan<byte> _source = source;

    // Where the coefficients, in the order of the stream, lie in a block.
    private static readonly byte[] NaturalOrder =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>Bytes that are used.</summary>
    public int Position { get; set; }

    /// <summary>Bits that are not used yet, the next one highest.</summary>
    public long BitBuffer { get; set; }

    public int BitCount { get; set; }

    /// <summary>Reads a block. False where the stream ends too early or makes no sense.</summary>
    /// <param name="block">Gets the coefficients.</param>
    /// <param name="constants">The table of constant parts.</param>
    /// <param name="waves">The table of the others.</param>
    /// <param name="constant">The constant part of the block before; of this one, afterwards.</param>
    public bool TryDecode(scoped Span<int> block, ReadOnlySpan<uint> constants, ReadOnlySpan<uint> waves, ref int constant)
    {
        if (!TryValue(constants, out int width) || !TryNumber(width, out int difference))
        {
            return false;
        }
        constant += difference;
        block.Clear();
        block[0] = constant;
        const int zeroes = 15;
        for (int index = 1; index < BlockSize; index++)
        {
            if (!TryValue(waves, out int value))
            {
                return false;
            }
            (int skipped, int bits) = (value >> 4, value & 15);
            if (bits == 0 && skipped != zeroes)
            {
                return true;
            }
            index += skipped;
            if (bits != 0)
            {
                if (!TryNumber(bits, out int coefficient) || index is < 0 or >= BlockSize)
                {
                    return false;
                }
                block[NaturalOrder[index]] = coefficient;
            }
        }
        return true;
    }

    private bool TryNumber(int width, out int number)
    {
        number = 0;
        if (width == 0)
        {
            return true;
        }
        if (!TryBits(width, out int bits))
        {
            return false;
        }
        number = bits < 1 << (width - 1) ? bits - (1 << width) + 1 : bits;
        return true;
    }

    private bool TryValue(ReadOnlySpan<uint> table, out int value)
    {
        const uint tableMask = 0x3F00_0000;
        value = 0;
        if (table.IsEmpty)
        {
            return false;
        }
        uint entry = table[0];
        long offset = 1;
        for (int depth = 0; depth <= MaximumBits; depth++)
        {
            if (!TryBits((int)(entry >> 24), out int bits) || offset < 0 || offset + bits >= table.Length)
            {
                return false;
            }
            entry = table[(int)offset + bits];
            if ((entry & tableMask) == 0)
            {
                value = (int)entry;
                return value >= 0;
            }
            offset = (entry & 0xFFFF) - 1;
        }
        return false;
    }

    private bool TryBits(int count, out int bits)
    {
        bits = 0;
        if (count is < 0 or > MaximumBits)
        {
            return false;
        }
        Fill(count);
        if (count > BitCount)
        {
            return false;
        }
        BitCount -= count;
        bits = (int)(BitBuffer >> BitCount);
        BitBuffer &= (1L << BitCount) - 1;
        return true;
    }

    /// <summary>Takes bytes up to a marker; a zero behind 255 says that it is none.</summary>
    private void Fill(int count)
    {
        const int enough = 16;
        const byte marker = 0xFF;
        while (count > BitCount && BitCount <= enough && Position < _source.Length)
        {
            byte next = _source[Position];
            if (next == marker && (Position + 1 >= _source.Length || _source[Position + 1] != 0))
            {
                return;
            }
            Position += next == marker ? 2 : 1;
            BitBuffer = (BitBuffer << 8) | next;
            BitCount += 8;
        }
    }
}
