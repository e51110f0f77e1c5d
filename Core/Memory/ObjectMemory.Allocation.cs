using System.Runtime.CompilerServices;

namespace JitTalk.Core.Memory;

// Allocation. It never collects: what does not fit in eden takes the reserve, then old space, and asks for a poll.
internal sealed unsafe partial class ObjectMemory
{
    // The bytes of every object fit one span.
    private const long MaximumSlots = int.MaxValue / 8;

    private long _oldLimit;

    /// <summary>How much old space gets at a time beyond need (VMMaker <c>growHeadroom</c>).</summary>
    public long GrowHeadroom { get; set; } = 16 << 20;

    /// <summary>When more than this is free after a collection, the system gets it back but for the headroom.</summary>
    public long ShrinkThreshold { get; set; } = 32 << 20;

    /// <summary>Bytes that old space has, in use and free.</summary>
    public long OldCapacity => _oldLimit - OldStart;

    /// <summary>Eden is full: the next safepoint is to scavenge.</summary>
    public bool ScavengeWanted { get; private set; }

    /// <summary>Bytes that new space can hold.</summary>
    public long YoungBytes => OldStart - EdenStart;

    /// <summary>Bytes of old space that nothing takes yet, those held back among them.</summary>
    public long OldBytesFree => (long)_region.Start + _region.Size - OldFree;

    /// <summary>
    /// So little is left that what is held back for the image's notifier is gone: what else is allocated takes from what
    /// scavenges need.
    /// </summary>
    public bool IsExhausted => OldBytesFree < 2 * YoungBytes;

    /// <summary>Bytes that the image may still allocate.</summary>
    public long BytesLeft => OldBytesLeft + Math.Max(0, State->EdenLimit - State->EdenFree);

    /// <summary>
    /// Bytes that old space may still grow by. Some are held back for scavenges, for the contexts of the process that the
    /// low-space notifier is to stop, and for what the image does then.
    /// </summary>
    public long OldBytesLeft => Math.Max(0, OldBytesFree - HeldBackBytes);

    private long HeldBackBytes => Math.Max(2 * YoungBytes, Math.Min(6 * YoungBytes, _region.Size / 8));

    /// <summary>
    /// Makes an object whose slots are nil, for pointer formats, or zero.
    /// </summary>
    /// <returns><see cref="Oop.None"/> when memory is exhausted.</returns>
    public Oop Allocate(int classIndex, ObjectFormat format, long slots)
    {
        Oop oop = AllocateRaw(classIndex, format, slots);
        if (!oop.IsNone)
        {
            Fill(Slots(oop), slots, format.IsPointers() ? Nil : default);
        }
        return oop;
    }

    /// <summary>Makes an object whose slots the caller writes, all of them, before the next safepoint.</summary>
    /// <returns><see cref="Oop.None"/> when memory is exhausted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Oop AllocateRaw(int classIndex, ObjectFormat format, long slots)
    {
        long bytes = SizeOf(slots);
        long at = State->EdenFree;
        if (slots >= ObjectHeader.OverflowSlots || at + bytes > State->EdenLimit)
        {
            return AllocateSlowly(classIndex, format, slots, bytes);
        }
        State->EdenFree = at + bytes;
        *(ulong*)at = ObjectHeader.Make(classIndex, format, (int)slots);
        return new(at);
    }

    /// <summary>Makes an object in old space; see <see cref="AllocateRaw"/>.</summary>
    public Oop AllocateOld(int classIndex, ObjectFormat format, long slots)
    {
        // A scavenge must find room even where a primitive has made many objects.
        long at = slots <= MaximumSlots && SizeOf(slots) <= OldBytesFree - YoungBytes ? TakeOld(SizeOf(slots)) : 0;
        return at == 0 ? default : WriteHeader(at, classIndex, format, slots);
    }

    /// <summary>Bytes that an object takes, with its header and the count before it. No object is smaller than 16.</summary>
    public static long SizeOf(long slots) =>
        (8 * Math.Max(slots, 1)) + (slots >= ObjectHeader.OverflowSlots ? 16 : 8);

    /// <summary>Makes <paramref name="bytes"/> of old space usable; the reader and the collector fill them.</summary>
    /// <returns>The address, or 0 when memory is exhausted.</returns>
    public long TakeOld(long bytes)
    {
        if (bytes < 0 || bytes > _region.Size)
        {
            return 0;
        }
        long at = OldFree;
        if (!ReserveOld(bytes))
        {
            return 0;
        }
        OldFree = at + bytes;
        return at;
    }

    /// <summary>Makes sure that <paramref name="bytes"/> can be taken; false when they are not to be had.</summary>
    public bool ReserveOld(long bytes)
    {
        long end = OldFree + bytes;
        if (end <= _oldLimit)
        {
            return true;
        }
        long limit = end + GrowHeadroom;
        if (!_region.Commit(limit - EdenStart))
        {
            limit = end;
            if (!_region.Commit(limit - EdenStart))
            {
                return false;
            }
        }
        _oldLimit = limit;
        return true;
    }

    /// <summary>Makes old space larger ahead of need, by at least <paramref name="bytes"/>.</summary>
    /// <returns>The bytes gained; 0 when they are not to be had.</returns>
    public long GrowOld(long bytes)
    {
        long gain = Math.Max(bytes, GrowHeadroom);
        if (bytes < 0 || bytes > _region.Size || !_region.Commit(_oldLimit + gain - EdenStart))
        {
            return 0;
        }
        _oldLimit += gain;
        return gain;
    }

    /// <summary>Cuts old space off after a collection; what is free beyond the threshold goes back to the system.</summary>
    public void EndOldAt(long end)
    {
        OldFree = end;
        if (_oldLimit - end > ShrinkThreshold)
        {
            _oldLimit = end + GrowHeadroom;
            _region.Decommit(_oldLimit - EdenStart);
        }
    }

    /// <summary>Fills a hole with what a walk passes over; holes are 16 bytes or more.</summary>
    public static void WriteFreeChunk(long start, long end)
    {
        long words = (end - start) / 8;
        if (words - 1 == ObjectHeader.OverflowSlots)
        {
            // One word too long for a header alone, one too short for a count before it.
            const int least = 2;
            _ = WriteHeader(start, 0, ObjectFormat.Words64, least - 1);
            start += 8 * least;
            words -= least;
        }
        _ = WriteHeader(start, 0, ObjectFormat.Words64, words - 1 < ObjectHeader.OverflowSlots ? words - 1 : words - 2);
    }

    /// <summary>Empties eden after a scavenge.</summary>
    public void ResetEden()
    {
        State->EdenFree = EdenStart;
        State->EdenLimit = EdenStart + Options.EdenBytes;
        ScavengeWanted = false;
    }

    public static void Fill(Oop* slots, long count, Oop value) => new Span<long>(slots, checked((int)count)).Fill(value.Bits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Oop AllocateSlowly(int classIndex, ObjectFormat format, long slots, long bytes)
    {
        if (bytes <= Options.LargeObjectBytes)
        {
            long at = State->EdenFree;
            if (at + bytes > State->EdenLimit && !ScavengeWanted)
            {
                ScavengeWanted = true;
                State->EdenLimit += Options.EdenReserveBytes;
                ForcePoll();
            }
            if (at + bytes <= State->EdenLimit)
            {
                State->EdenFree = at + bytes;
                return WriteHeader(at, classIndex, format, slots);
            }
        }
        else if (bytes > OldBytesFree - (2 * YoungBytes))
        {
            // What is held back is for the low-space notifier too, but for two scavenges.
            return Oop.None;
        }
        Oop oop = AllocateOld(classIndex, format, slots);
        if (!oop.IsNone && !format.IsBits())
        {
            // Its maker stores without the barrier, as if it were young.
            Remembered.Add(oop);
        }
        return oop;
    }

    private static Oop WriteHeader(long at, int classIndex, ObjectFormat format, long slots)
    {
        int field = ObjectHeader.OverflowSlots;
        if (slots < ObjectHeader.OverflowSlots)
        {
            field = (int)slots;
        }
        else
        {
            *(ulong*)at = ObjectHeader.OverflowWord(slots);
            at += 8;
        }
        *(ulong*)at = ObjectHeader.Make(classIndex, format, field);
        return new(at);
    }
}
