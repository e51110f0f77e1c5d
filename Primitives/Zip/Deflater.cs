namespace JitTalk.Primitives.Zip;

/// <summary>
/// Finds matches in a stream's window and writes literals and matches into the image's arrays (image:
/// <c>DeflateStream&gt;&gt;deflateBlock:chainLength:goodMatch:</c>, VMMaker <c>DeflatePlugin</c>). It makes the same choices:
/// what is zipped here and in the image is the same to the byte.
/// </summary>
internal ref struct Deflater
{
    private const int HashBits = 15;
    private const int HashShift = (HashBits + DeflateCodes.MinimumMatch - 1) / DeflateCodes.MinimumMatch;
    private const int HashMask = (1 << HashBits) - 1;

    public const int HashTableSize = 1 << HashBits;

    /// <summary>The bytes to deflate, and room behind them for the longest match.</summary>
    public required ReadOnlySpan<byte> Collection { get; init; }

    /// <summary>Bytes in the collection.</summary>
    public required int Position { get; init; }

    /// <summary>For each hash, where the last three bytes of it begin.</summary>
    public required Span<uint> HashHead { get; init; }

    /// <summary>For each place of the window, where the bytes before of the same hash begin.</summary>
    public required Span<uint> HashTail { get; init; }

    /// <summary>Literals, and the lengths of matches less three.</summary>
    public required Span<byte> Literals { get; init; }

    /// <summary>Zero for a literal, else the distance of a match.</summary>
    public required Span<uint> Distances { get; init; }

    public required Span<uint> LiteralFrequencies { get; init; }
    public required Span<uint> DistanceFrequencies { get; init; }

    /// <summary>So many entries of a hash chain are looked at.</summary>
    public required long ChainLength { get; init; }

    /// <summary>What is longer is good enough.</summary>
    public required long GoodMatch { get; init; }

    public int HashValue { get; set; }

    /// <summary>What is before it is done.</summary>
    public int BlockPosition { get; set; }

    public int LiteralCount { get; set; }
    public int MatchCount { get; set; }

    /// <summary>Deflates up to an index; answers whether the block should be sent before it goes on.</summary>
    public bool Run(int lastIndex)
    {
        if (BlockPosition > lastIndex)
        {
            return false;
        }
        if (LiteralCount >= Literals.Length)
        {
            return true;
        }
        bool hasMatch = false;
        (int start, int length) = (0, 0);
        int here = BlockPosition;
        bool isFull = false;
        while (here <= lastIndex && !isFull)
        {
            if (!hasMatch)
            {
                (start, length) = FindMatch(here, here, DeflateCodes.MinimumMatch - 1);
                Insert(here);
            }
            // A match that begins one byte later may be longer.
            (int nextStart, int nextLength) = FindMatch(here + 1, start, length);
            if (length >= nextLength && length >= DeflateCodes.MinimumMatch)
            {
                isFull = EncodeMatch(length, here - start);
                for (int i = 1; i < length; i++)
                {
                    Insert(++here);
                }
                hasMatch = false;
                here++;
            }
            else
            {
                isFull = EncodeLiteral(Collection[here]);
                here++;
                if (here <= lastIndex && !isFull)
                {
                    Insert(here);
                    hasMatch = true;
                    (start, length) = (nextStart, nextLength);
                }
            }
        }
        BlockPosition = here;
        return isFull;
    }

    /// <summary>The longest match of what begins at an index, if it is longer than one that is known.</summary>
    private readonly (int Start, int Length) FindMatch(int here, int knownStart, int knownLength)
    {
        (int Start, int Length) best = (knownStart, knownLength);
        if (knownLength >= DeflateCodes.MaximumMatch)
        {
            return best;
        }
        long start = HashHead[Hashed(here)];
        long distance = here - start;
        if (distance is <= 0 or >= DeflateCodes.WindowSize)
        {
            return best;
        }
        int oldest = Math.Max(0, here - DeflateCodes.WindowSize);
        long chain = ChainLength;
        while (true)
        {
            int length = CommonLength(here, (int)start, best.Length);
            length = Math.Min(length, Position - here);
            if (length == DeflateCodes.MinimumMatch && here - start > DeflateCodes.WindowSize / 4)
            {
                // So far away, it costs more than its literals.
                length--;
            }
            if (length > best.Length)
            {
                best = ((int)start, length);
                if (length >= DeflateCodes.MaximumMatch || length > GoodMatch)
                {
                    return best;
                }
            }
            if (--chain <= 0)
            {
                return best;
            }
            start = HashTail[(int)(start & (DeflateCodes.WindowSize - 1))];
            if (start <= oldest || start >= here)
            {
                return best;
            }
        }
    }

    /// <summary>How many bytes at two places are the same; 0 or 1 where they are not more than <paramref name="least"/>.</summary>
    private readonly int CommonLength(int here, int there, int least)
    {
        if (Collection[here + least] != Collection[there + least] || Collection[here + least - 1] != Collection[there + least - 1]
            || Collection[here] != Collection[there])
        {
            return 0;
        }
        return Collection.Slice(here, DeflateCodes.MaximumMatch).CommonPrefixLength(Collection[there..]);
    }

    private void Insert(int here)
    {
        HashValue = Hashed(here);
        HashTail[here & (DeflateCodes.WindowSize - 1)] = HashHead[HashValue];
        HashHead[HashValue] = (uint)here;
    }

    // The two bytes before the last are in the hash already.
    private readonly int Hashed(int here) =>
        ((HashValue << HashShift) ^ Collection[here + DeflateCodes.MinimumMatch - 1]) & HashMask;

    private bool EncodeLiteral(byte literal)
    {
        Literals[LiteralCount] = literal;
        Distances[LiteralCount] = 0;
        LiteralFrequencies[literal]++;
        LiteralCount++;
        return ShouldFlush();
    }

    private bool EncodeMatch(int length, int distance)
    {
        Literals[LiteralCount] = (byte)(length - DeflateCodes.MinimumMatch);
        Distances[LiteralCount] = (uint)distance;
        LiteralFrequencies[DeflateCodes.Length(length - DeflateCodes.MinimumMatch, out _, out _)]++;
        DistanceFrequencies[DeflateCodes.Distance(distance - 1, out _, out _)]++;
        LiteralCount++;
        MatchCount++;
        return ShouldFlush();
    }

    // The image also asks for a flush when there are far fewer matches than literals, by a condition that never holds.
    private readonly bool ShouldFlush() => LiteralCount == Literals.Length;
}
