using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;
using JitTalk.Primitives.Zip;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The ZipPlugin: the inner loops of the image's streams of zipped data. Old images call them without a module.
/// Bytes behind what a stream has in its collection are nobody's: a primitive may write there and fail.
/// </summary>
internal static unsafe class ZipPlugin
{
    private const string Module = "ZipPlugin";

    // Streams of every image begin with these.
    private const int CollectionSlot = 0;
    private const int PositionSlot = 1;
    private const int ReadLimitSlot = 2;

    // The state fits a SmallInteger of 31 bits, but for what hostile data might leave.
    private const int MostBits = 32;

    private const int LeastInflateSlots = 11;
    private const int LeastDeflateSlots = 7;

    /// <summary>Decodes a block; the receiver is an InflateStream.</summary>
    [Primitive(Module, "primitiveInflateDecompressBlock")]
    [Primitive("", "primitiveInflateDecompressBlock")]
    public static Oop InflateDecompressBlock(VirtualMachine vm, Oop receiver, Oop literals, Oop distances)
    {
        const int stateSlot = 0;
        const int bitBufferSlot = 1;
        const int bitCountSlot = 2;
        const int sourceSlot = 3;
        const int sourcePositionSlot = 4;
        const int sourceLimitSlot = 5;
        const int slots = 8;
        const int noMoreData = 1;
        ObjectMemory memory = vm.Memory;
        if (!TryWords(literals, out Span<uint> literalTable) || !TryWords(distances, out Span<uint> distanceTable))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!TryStream(memory, receiver, LeastInflateSlots, slots, out int first)
            || !TryBytes(memory.Fetch(CollectionSlot, receiver), out Span<byte> collection)
            || !TryBytes(memory.Fetch(first + sourceSlot, receiver), out Span<byte> source)
            || !TryCount(memory, receiver, ReadLimitSlot, collection.Length, out int readLimit)
            || !TryCount(memory, receiver, first + sourcePositionSlot, source.Length, out int sourcePosition)
            || !TryCount(memory, receiver, first + bitCountSlot, MostBits, out int bitCount)
            || !memory.TryFetchInteger(first + bitBufferSlot, receiver, out long bitBuffer) || bitBuffer is < 0 or > uint.MaxValue
            || !memory.TryFetchInteger(first + sourceLimitSlot, receiver, out long sourceLimit)
            || !memory.TryFetchInteger(first + stateSlot, receiver, out long state))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (IsReadOnly(receiver) || IsReadOnly(memory.Fetch(CollectionSlot, receiver)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Inflater inflater = new(collection, source, literalTable, distanceTable)
        {
            ReadLimit = readLimit,
            SourcePosition = sourcePosition,
            SourceLimit = sourceLimit,
            BitBuffer = bitBuffer,
            BitCount = bitCount,
        };
        if (!inflater.TryRun() || !memory.IsSmallInteger(inflater.BitBuffer))
        {
            return vm.Fail(PrimitiveError.OperationFailed);
        }
        Store(memory, receiver, ReadLimitSlot, inflater.ReadLimit);
        Store(memory, receiver, first + stateSlot, inflater.IsAtEnd ? state & noMoreData : state);
        Store(memory, receiver, first + bitBufferSlot, inflater.BitBuffer);
        Store(memory, receiver, first + bitCountSlot, inflater.BitCount);
        Store(memory, receiver, first + sourcePositionSlot, inflater.SourcePosition);
        return receiver;
    }

    /// <summary>
    /// Finds matches up to an index; the receiver is a ZipWriteStream. Answers whether its block is to be sent.
    /// </summary>
    [Primitive(Module, "primitiveDeflateBlock")]
    [Primitive("", "primitiveDeflateBlock")]
    public static Oop DeflateBlock(VirtualMachine vm, Oop receiver, long lastIndex, long chainLength, long goodMatch)
    {
        const int hashHeadSlot = 0;
        const int hashTailSlot = 1;
        const int hashValueSlot = 2;
        const int blockPositionSlot = 3;
        const int literalsSlot = 5;
        const int distancesSlot = 6;
        const int literalFrequenciesSlot = 7;
        const int distanceFrequenciesSlot = 8;
        const int literalCountSlot = 9;
        const int matchCountSlot = 10;
        const int slots = 11;
        ObjectMemory memory = vm.Memory;
        if (!TryStream(memory, receiver, LeastDeflateSlots, slots, out int first)
            || !TryBytes(memory.Fetch(CollectionSlot, receiver), out Span<byte> collection)
            || !TryWords(memory.Fetch(first + hashHeadSlot, receiver), Deflater.HashTableSize, out Span<uint> hashHead)
            || !TryWords(memory.Fetch(first + hashTailSlot, receiver), DeflateCodes.WindowSize, out Span<uint> hashTail)
            || !TryBytes(memory.Fetch(first + literalsSlot, receiver), out Span<byte> literals)
            || !TryWords(memory.Fetch(first + distancesSlot, receiver), out Span<uint> distances) || distances.Length < literals.Length
            || !TryWords(memory.Fetch(first + literalFrequenciesSlot, receiver), DeflateCodes.LiteralCodes, out Span<uint> literalUse)
            || !TryWords(memory.Fetch(first + distanceFrequenciesSlot, receiver), DeflateCodes.DistanceCodes, out Span<uint> distanceUse)
            || !TryCount(memory, receiver, PositionSlot, collection.Length - DeflateCodes.MaximumMatch, out int position)
            || !TryCount(memory, receiver, first + hashValueSlot, Deflater.HashTableSize - 1, out int hashValue)
            || !TryCount(memory, receiver, first + blockPositionSlot, position, out int blockPosition)
            || !TryCount(memory, receiver, first + literalCountSlot, literals.Length, out int literalCount)
            || !TryCount(memory, receiver, first + matchCountSlot, literals.Length, out int matchCount))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (lastIndex >= position)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        if (IsReadOnly(receiver))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Deflater deflater = new()
        {
            Collection = collection,
            Position = position,
            HashHead = hashHead,
            HashTail = hashTail,
            Literals = literals,
            Distances = distances,
            LiteralFrequencies = literalUse,
            DistanceFrequencies = distanceUse,
            ChainLength = chainLength,
            GoodMatch = goodMatch,
            HashValue = hashValue,
            BlockPosition = blockPosition,
            LiteralCount = literalCount,
            MatchCount = matchCount,
        };
        bool isFull = deflater.Run((int)Math.Max(-1, lastIndex));
        Store(memory, receiver, first + hashValueSlot, deflater.HashValue);
        Store(memory, receiver, first + blockPositionSlot, deflater.BlockPosition);
        Store(memory, receiver, first + literalCountSlot, deflater.LiteralCount);
        Store(memory, receiver, first + matchCountSlot, deflater.MatchCount);
        return memory.Boolean(isFull);
    }

    /// <summary>Moves the places in a hash table, as the data they point to were moved; what is left behind turns 0.</summary>
    [Primitive(Module, "primitiveDeflateUpdateHashTable")]
    [Primitive("", "primitiveDeflateUpdateHashTable")]
    public static Oop DeflateUpdateHashTable(VirtualMachine vm, Oop receiver, Oop table, long delta)
    {
        if (!TryWords(table, out Span<uint> entries) || delta is < int.MinValue or > int.MaxValue)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(table))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        foreach (ref uint entry in entries)
        {
            entry = (int)entry >= delta ? (uint)((int)entry - delta) : 0;
        }
        return receiver;
    }

    /// <summary>Writes what was deflated; the receiver is a ZipEncoder. Answers how many bytes it stands for.</summary>
    /// <param name="vm">The machine.</param>
    /// <param name="receiver">The encoder.</param>
    /// <param name="literalStream">On bytes: literals and lengths.</param>
    /// <param name="distanceStream">On words: 0 for literals, else distances.</param>
    /// <param name="literalTree">Lengths of codes, codes: each by value.</param>
    /// <param name="distanceTree">The same for distances.</param>
    [Primitive(Module, "primitiveZipSendBlock")]
    [Primitive("", "primitiveZipSendBlock")]
    public static Oop ZipSendBlock(
        VirtualMachine vm, Oop receiver, Oop literalStream, Oop distanceStream, Oop literalTree, Oop distanceTree)
    {
        const int bitBufferSlot = 0;
        const int bitCountSlot = 1;
        const int slots = 2;
        ObjectMemory memory = vm.Memory;
        if (!TryStream(memory, receiver, LeastDeflateSlots, slots, out int first)
            || !TryBytes(memory.Fetch(CollectionSlot, receiver), out Span<byte> collection)
            || !TryCount(memory, receiver, PositionSlot, collection.Length, out int position)
            || !TryCount(memory, receiver, first + bitCountSlot, MostBits, out int bitCount)
            || !memory.TryFetchInteger(first + bitBufferSlot, receiver, out long bitBuffer) || bitBuffer is < 0 or > uint.MaxValue)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (!HasSlots(literalStream, ReadLimitSlot + 1) || !HasSlots(distanceStream, ReadLimitSlot + 1)
            || !TryBytes(memory.Fetch(CollectionSlot, literalStream), out Span<byte> literals)
            || !TryWords(memory.Fetch(CollectionSlot, distanceStream), out Span<uint> distances)
            || !TryCount(memory, literalStream, ReadLimitSlot, Math.Min(literals.Length, distances.Length), out int limit)
            || !TryCount(memory, literalStream, PositionSlot, limit, out int literalPosition)
            || memory.Fetch(PositionSlot, distanceStream) != memory.Fetch(PositionSlot, literalStream)
            || memory.Fetch(ReadLimitSlot, distanceStream) != memory.Fetch(ReadLimitSlot, literalStream)
            || !TryTree(memory, literalTree, out HuffmanCodes literalCodes)
            || !TryTree(memory, distanceTree, out HuffmanCodes distanceCodes))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(receiver) || IsReadOnly(literalStream) || IsReadOnly(distanceStream)
            || IsReadOnly(memory.Fetch(CollectionSlot, receiver)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        BlockSender sender = new(collection)
        {
            Position = position,
            BitBuffer = (ulong)bitBuffer,
            BitCount = bitCount,
            LiteralPosition = literalPosition,
        };
        if (!sender.TryRun(literals[..limit], distances, literalCodes, distanceCodes) || sender.BitBuffer > (ulong)memory.Dialect.MaxInteger)
        {
            return vm.Fail(PrimitiveError.OperationFailed);
        }
        Store(memory, receiver, PositionSlot, sender.Position);
        Store(memory, receiver, first + bitBufferSlot, (long)sender.BitBuffer);
        Store(memory, receiver, first + bitCountSlot, sender.BitCount);
        Store(memory, literalStream, PositionSlot, sender.LiteralPosition);
        Store(memory, distanceStream, PositionSlot, sender.LiteralPosition);
        return vm.OrNoMemory(memory.Integer(sender.Sum));
    }

    [Primitive(Module, "primitiveUpdateAdler32")]
    [Primitive("", "primitiveUpdateAdler32")]
    public static Oop UpdateAdler32(VirtualMachine vm, Oop receiver, Oop sum, long start, long stop, Oop bytes)
    {
        _ = receiver;
        return TryRange(vm, sum, start, stop, bytes, out uint value, out Span<byte> range)
            ? vm.OrNoMemory(vm.Memory.UnsignedInteger(Checksums.Adler32(value, range)))
            : vm.Fail(PrimitiveError.BadArgument);
    }

    [Primitive(Module, "primitiveUpdateGZipCrc32")]
    [Primitive("", "primitiveUpdateGZipCrc32")]
    public static Oop UpdateGZipCrc32(VirtualMachine vm, Oop receiver, Oop sum, long start, long stop, Oop bytes)
    {
        _ = receiver;
        return TryRange(vm, sum, start, stop, bytes, out uint value, out Span<byte> range)
            ? vm.OrNoMemory(vm.Memory.UnsignedInteger(Checksums.Crc32(value, range)))
            : vm.Fail(PrimitiveError.BadArgument);
    }

    private static bool TryRange(
        VirtualMachine vm, Oop sum, long start, long stop, Oop oop, out uint value, out Span<byte> range)
    {
        range = default;
        if (!vm.Memory.TryUnsigned32(sum, out value) || !TryBytes(oop, out Span<byte> bytes)
            || start < 1 || stop < start || stop > bytes.Length)
        {
            return false;
        }
        range = bytes[((int)start - 1)..(int)stop];
        return true;
    }

    /// <summary>
    /// A stream of the image, and where its own slots begin: behind those of its first superclass that has fewer than the
    /// stream must have. ReadStream and WriteStream differ from image to image.
    /// </summary>
    private static bool TryStream(ObjectMemory memory, Oop stream, int leastSlots, int ownSlots, out int first)
    {
        first = 0;
        if (!HasSlots(stream, leastSlots))
        {
            return false;
        }
        Oop behavior = memory.ClassOf(stream);
        // No hierarchy is deeper; one that hostile hands have tied to a ring ends here.
        const int deepest = 64;
        for (int depth = 0; depth < deepest && memory.TryShape(behavior, out ClassShape shape); depth++)
        {
            first = shape.FixedSlots;
            if (first < leastSlots)
            {
                return first > ReadLimitSlot && HasSlots(stream, first + ownSlots);
            }
            behavior = ObjectMemory.Followed(memory.Fetch(Layouts.Class.Superclass, behavior));
        }
        return false;
    }

    private static bool TryTree(ObjectMemory memory, Oop tree, out HuffmanCodes codes)
    {
        codes = default;
        if (!HasSlots(tree, 2) || !TryWords(memory.Fetch(0, tree), out Span<uint> lengths)
            || !TryWords(memory.Fetch(1, tree), lengths.Length, out Span<uint> values))
        {
            return false;
        }
        codes = new HuffmanCodes(lengths, values);
        return true;
    }

    private static bool HasSlots(Oop oop, int count) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) >= count;

    private static bool TryBytes(Oop oop, out Span<byte> bytes)
    {
        bool isBytes = ObjectMemory.IsByteObject(oop);
        bytes = isBytes ? ObjectMemory.ByteSpan(oop) : default;
        return isBytes;
    }

    private static bool TryWords(Oop oop, out Span<uint> words)
    {
        bool isWords = Fields.TryWords(oop, out uint* first, out long count);
        words = isWords ? new Span<uint>(first, (int)count) : default;
        return isWords;
    }

    private static bool TryWords(Oop oop, int count, out Span<uint> words) => TryWords(oop, out words) && words.Length == count;

    /// <summary>Reads a number of 0 to <paramref name="most"/>.</summary>
    private static bool TryCount(ObjectMemory memory, Oop oop, int slot, int most, out int count)
    {
        bool isCount = memory.TryFetchInteger(slot, oop, out long value) && value >= 0 && value <= most;
        count = (int)value;
        return isCount;
    }

    private static void Store(ObjectMemory memory, Oop oop, int slot, long value) =>
        memory.Store(slot, oop, Oop.FromInteger(value));

    private static bool IsReadOnly(Oop oop) => ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
}
