namespace JitTalk.Core.Memory;

/// <summary>
/// Slides the live objects of old space together, in the order they are in, and redirects every reference
/// (VMMaker's <c>SpurPlanningCompactor</c> does the same in three passes).
/// </summary>
internal sealed unsafe class Compactor
{
    private readonly ObjectMemory _memory;
    private readonly LiveMap _map;
    private readonly RootVisitor _redirect;

    public Compactor(ObjectMemory memory, LiveMap map)
    {
        _memory = memory;
        _map = map;
        _redirect = Redirect;
    }

    /// <summary>Moves what the map says is alive.</summary>
    /// <returns>The end of the last object.</returns>
    public long Compact(List<Oop> pinned)
    {
        long end = _map.Plan(pinned);
        Oop oop = _map.NextLive(_memory.OldStart);
        while (!oop.IsNone)
        {
            // An object slides down or stays: what it leaves has been read already.
            long after = ObjectMemory.AddressAfter(oop);
            RedirectSlots(oop);
            Move(oop, after);
            oop = _map.NextLive(after);
        }
        foreach ((long start, long holeEnd) in _map.Holes)
        {
            ObjectMemory.WriteFreeChunk(start, holeEnd);
        }
        _memory.Roots.VisitAll(_redirect);
        return end;
    }

    private void RedirectSlots(Oop oop)
    {
        long count = _memory.PointerSlotCount(oop);
        Oop* slots = ObjectMemory.Slots(oop);
        for (long i = 0; i < count; i++)
        {
            if (slots[i].IsPointer)
            {
                slots[i] = _map.Destination(slots[i]);
            }
        }
    }

    private void Move(Oop oop, long after)
    {
        Oop to = _map.Destination(oop);
        if (to == oop)
        {
            return;
        }
        long start = ObjectMemory.StartOf(oop);
        long bytes = after - start;
        Buffer.MemoryCopy((void*)start, (void*)(to.Bits - oop.Bits + start), bytes, bytes);
    }

    private void Redirect(ref Oop oop)
    {
        if (oop.IsPointer && !oop.IsNone)
        {
            oop = _map.Destination(oop);
        }
    }
}
