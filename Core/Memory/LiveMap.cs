using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace JitTalk.Core.Memory;

/// <summary>
/// Which words of old space belong to objects that a full collection found alive, one bit a word, and where they slide
/// to. An object's new place follows from its bit and a word per block of 64, so moving needs no field in the object
/// (Kermany and Petrank, "The Compressor", PLDI 2006).
/// </summary>
/// <remarks>
/// Without pinned objects, the live words simply close up. A pinned object stays, so that its neighbours may go
/// different distances: those of one block that do are looked up.
/// </remarks>
internal sealed unsafe class LiveMap : IDisposable
{
    private const int WordShift = 3;
    private const int BlockShift = 6;
    private const int BlockMask = (1 << BlockShift) - 1;

    // No object is smaller, so no hole may be.
    private const long SmallestHole = 16;

    private const long Mixed = 1;

    private readonly Region _bitsRegion;
    private readonly Region _blocksRegion;
    private readonly ulong* _bits;

    // Where the first live word of a block goes; with the bit Mixed where not all of the block do.
    private readonly long* _blocks;
    private readonly Dictionary<Oop, Oop> _exceptions = [];
    private readonly List<(long Start, long End)> _holes = [];
    private long _start;
    private long _end;

    public LiveMap(long coveredBytes)
    {
        _bitsRegion = Region.Reserve(coveredBytes >> BlockShift);
        _blocksRegion = Region.Reserve(coveredBytes >> BlockShift);
        _bits = (ulong*)_bitsRegion.Start;
        _blocks = (long*)_blocksRegion.Start;
    }

    /// <summary>What the plan leaves free between objects.</summary>
    public IReadOnlyList<(long Start, long End)> Holes => _holes;

    /// <summary>Makes an empty map of the words between two addresses.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for it. Nothing has changed.</exception>
    public void Clear(long start, long end)
    {
        _start = start;
        _end = end;
        long bytes = (BlockOf(end) + 1) * sizeof(ulong);
        if (!_bitsRegion.Commit(bytes) || !_blocksRegion.Commit(bytes))
        {
            throw new OutOfMemoryException("no memory for a full collection");
        }
        NativeMemory.Clear(_bits, (nuint)bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsLive(Oop oop)
    {
        long word = WordOf(oop.Bits);
        return (_bits[word >> BlockShift] & (1UL << (int)(word & BlockMask))) != 0;
    }

    /// <summary>Marks all words of an object, its header's and the count's before it included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetLive(Oop oop)
    {
        long slots = ObjectMemory.SlotCount(oop);
        long words = ObjectMemory.SizeOf(slots) >> WordShift;
        long first = WordOf(oop.Bits) - (slots >= ObjectHeader.OverflowSlots ? 1 : 0);
        int shift = (int)(first & BlockMask);
        if (shift + words <= BlockMask)
        {
            _bits[first >> BlockShift] |= ((1UL << (int)words) - 1) << shift;
        }
        else
        {
            SetRange(first, words);
        }
    }

    /// <summary>The first live object at or after an address where an object could start, or <see cref="Oop.None"/>.</summary>
    public Oop NextLive(long address)
    {
        if (address >= _end)
        {
            return Oop.None;
        }
        long word = WordOf(address);
        long block = word >> BlockShift;
        ulong rest = _bits[block] >> (int)(word & BlockMask) << (int)(word & BlockMask);
        long lastBlock = BlockOf(_end);
        while (rest == 0)
        {
            if (++block > lastBlock)
            {
                return Oop.None;
            }
            rest = _bits[block];
        }
        return ObjectMemory.ObjectAt(_start + (((block << BlockShift) + BitOperations.TrailingZeroCount(rest)) << WordShift));
    }

    /// <summary>Decides where everything goes. <paramref name="pinned"/> are live and in the order of their addresses.</summary>
    /// <returns>The end of the last object.</returns>
    public long Plan(List<Oop> pinned)
    {
        _exceptions.Clear();
        _holes.Clear();
        return pinned.Count == 0 ? PlanByRank() : PlanAround(pinned);
    }

    /// <summary>Where a live object goes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Oop Destination(Oop oop)
    {
        long word = WordOf(oop.Bits);
        long block = word >> BlockShift;
        long to = _blocks[block];
        if ((to & Mixed) != 0 && _exceptions.TryGetValue(oop, out Oop exception))
        {
            return exception;
        }
        return new((to & ~Mixed) + ((long)Before(block, (int)(word & BlockMask)) << WordShift));
    }

    public void Dispose()
    {
        _bitsRegion.Dispose();
        _blocksRegion.Dispose();
    }

    private long WordOf(long address) => (address - _start) >> WordShift;

    private long BlockOf(long address) => WordOf(address) >> BlockShift;

    /// <summary>The live words of a block before its word <paramref name="word"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Before(long block, int word) => BitOperations.PopCount(_bits[block] & ((1UL << word) - 1));

    private void SetRange(long first, long count)
    {
        long last = first + count - 1;
        long firstBlock = first >> BlockShift;
        long lastBlock = last >> BlockShift;
        ulong head = ulong.MaxValue << (int)(first & BlockMask);
        ulong tail = ulong.MaxValue >> (BlockMask - (int)(last & BlockMask));
        if (firstBlock == lastBlock)
        {
            _bits[firstBlock] |= head & tail;
            return;
        }
        _bits[firstBlock] |= head;
        for (long block = firstBlock + 1; block < lastBlock; block++)
        {
            _bits[block] = ulong.MaxValue;
        }
        _bits[lastBlock] |= tail;
    }

    private long PlanByRank()
    {
        long to = _start;
        long last = BlockOf(_end);
        for (long block = 0; block <= last; block++)
        {
            _blocks[block] = to;
            to += (long)BitOperations.PopCount(_bits[block]) << WordShift;
        }
        return to;
    }

    /// <summary>What would cover a pinned object goes behind it, and leaves a hole before it.</summary>
    private long PlanAround(List<Oop> pinned)
    {
        long to = _start;
        int ahead = 0;
        int met = 0;
        long block = -1;
        for (Oop oop = NextLive(_start); !oop.IsNone; oop = NextLive(ObjectMemory.AddressAfter(oop)))
        {
            Oop destination = oop;
            if (met < pinned.Count && oop == pinned[met])
            {
                met++;
            }
            else
            {
                long from = ObjectMemory.StartOf(oop);
                long size = ObjectMemory.AddressAfter(oop) - from;
                while (ahead < pinned.Count && !Fits(to, size, ObjectMemory.StartOf(pinned[ahead])))
                {
                    to = PassPinned(to, pinned[ahead++]);
                }
                destination = new(oop.Bits - from + to);
                to += size;
            }
            block = Note(oop, destination, block);
        }
        while (ahead < pinned.Count)
        {
            to = PassPinned(to, pinned[ahead++]);
        }
        return to;
    }

    private static bool Fits(long to, long size, long limit) => to + size == limit || to + size + SmallestHole <= limit;

    private long PassPinned(long to, Oop pinned)
    {
        long start = ObjectMemory.StartOf(pinned);
        if (to < start)
        {
            _holes.Add((to, start));
        }
        return ObjectMemory.AddressAfter(pinned);
    }

    /// <summary>Writes down a destination, in the block's word if its neighbours there go the same distance.</summary>
    private long Note(Oop oop, Oop destination, long lastBlock)
    {
        long word = WordOf(oop.Bits);
        long block = word >> BlockShift;
        long to = destination.Bits - ((long)Before(block, (int)(word & BlockMask)) << WordShift);
        if (block != lastBlock)
        {
            _blocks[block] = to;
        }
        else if ((_blocks[block] & ~Mixed) != to)
        {
            _blocks[block] |= Mixed;
            _exceptions[oop] = destination;
        }
        return block;
    }
}
