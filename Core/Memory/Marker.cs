using System.Runtime.CompilerServices;

namespace JitTalk.Core.Memory;

/// <summary>
/// Finds what is alive in old space, when new space is empty (VMMaker <c>SpurMemoryManager&gt;&gt;markObjects:</c>).
/// Sees through forwarders and clears weak references on the way.
/// </summary>
internal sealed unsafe class Marker : IDisposable
{
    private readonly ObjectMemory _memory;
    private readonly LiveMap _map;
    private readonly Region _stackRegion;
    private readonly List<Oop> _weaklings = [];
    private readonly List<Oop> _pinned = [];
    private readonly Ephemerons _ephemerons;
    private bool[] _isClassSeen = [];

    // Marked objects whose slots have not been looked at.
    private Oop* _top;
    private Oop* _limit;

    public Marker(ObjectMemory memory, LiveMap map, long coveredBytes)
    {
        _memory = memory;
        _map = map;
        _ephemerons = new Ephemerons(memory.Mourners, IsAlive, oop => ScanSlots(oop, ObjectMemory.SlotCount(oop)));
        // At worst every object waits at once, and none is smaller than two words.
        _stackRegion = Region.Reserve(coveredBytes / 2);
    }

    public long Objects { get; private set; }

    /// <summary>Live pinned objects in the order of their addresses.</summary>
    public List<Oop> Pinned => _pinned;

    /// <summary>Marks everything that the image or the VM can reach.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for the mark stack. The image has not changed, but
    /// that forwarders have been followed.</exception>
    public void Mark()
    {
        Objects = 0;
        _weaklings.Clear();
        _ephemerons.Clear();
        _pinned.Clear();
        _isClassSeen = new bool[_memory.Classes.Count];
        _top = (Oop*)_stackRegion.Start;
        _limit = _top;
        for (int index = 0; index <= ObjectHeader.LastPunClassIndex; index++)
        {
            MarkClass(index);
        }
        _memory.Roots.Visit(MarkSlot);
        MarkReachable();
        _ephemerons.Settle(MarkReachable);
        ClearWeakReferences();
        ForgetClasses();
        _memory.Roots.Prune(_map.IsLive);
        _pinned.Sort((left, right) => left.Bits.CompareTo(right.Bits));
        _stackRegion.Release();
    }

    public void Dispose() => _stackRegion.Dispose();

    private void MarkReachable()
    {
        while (_top > _stackRegion.Start)
        {
            Scan(*--_top);
        }
    }

    private void MarkSlot(ref Oop slot)
    {
        Oop oop = slot;
        if (oop.IsImmediate || oop.IsNone || _map.IsLive(oop))
        {
            return;
        }
        ulong header = ObjectMemory.Header(oop);
        if (ObjectHeader.ClassIndex(header) == ObjectHeader.ForwardedClassIndex)
        {
            oop = ObjectMemory.Followed(oop);
            slot = oop;
            if (oop.IsImmediate || _map.IsLive(oop))
            {
                return;
            }
            header = ObjectMemory.Header(oop);
        }
        _map.SetLive(oop);
        Objects++;
        if (ObjectHeader.IsPinned(header))
        {
            _pinned.Add(oop);
        }
        int index = ObjectHeader.ClassIndex(header);
        if (!_isClassSeen[index])
        {
            MarkClass(index);
        }
        if (!ObjectHeader.Format(header).IsBits())
        {
            Push(oop);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MarkClass(int index)
    {
        if (index < _isClassSeen.Length && !_isClassSeen[index])
        {
            _isClassSeen[index] = true;
            MarkSlot(ref _memory.Classes.Entries[index]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Push(Oop oop)
    {
        if (_top == _limit)
        {
            GrowStack();
        }
        *_top++ = oop;
    }

    private void GrowStack()
    {
        const long step = 1 << 20;
        long bytes = (byte*)_limit - _stackRegion.Start + step;
        if (!_stackRegion.Commit(bytes))
        {
            throw new OutOfMemoryException("no memory for a full collection");
        }
        _limit = (Oop*)(_stackRegion.Start + bytes);
    }

    private void Scan(Oop oop)
    {
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        long count = _memory.PointerSlotCount(oop);
        if (format == ObjectFormat.Weak)
        {
            _weaklings.Add(oop);
            count = _memory.FixedSlotsOf(oop);
        }
        else if (format == ObjectFormat.Ephemeron && _ephemerons.TryAdd(oop))
        {
            return;
        }
        else if (format == ObjectFormat.FixedAndIndexable)
        {
            _memory.ClearStaleSlots(oop, count);
        }
        ScanSlots(oop, count);
    }

    private void ScanSlots(Oop oop, long count)
    {
        Oop* slots = ObjectMemory.Slots(oop);
        for (long i = 0; i < count; i++)
        {
            if (slots[i].IsPointer)
            {
                MarkSlot(ref slots[i]);
            }
        }
    }

    private bool IsAlive(Oop oop) => oop.IsImmediate || _map.IsLive(ObjectMemory.Followed(oop));

    private void ClearWeakReferences()
    {
        foreach (Oop weakling in _weaklings)
        {
            long end = ObjectMemory.SlotCount(weakling);
            Oop* slots = ObjectMemory.Slots(weakling);
            bool lost = false;
            for (long i = _memory.FixedSlotsOf(weakling); i < end; i++)
            {
                if (slots[i].IsPointer)
                {
                    slots[i] = ObjectMemory.Followed(slots[i]);
                    if (!IsAlive(slots[i]))
                    {
                        slots[i] = _memory.Nil;
                        lost = true;
                    }
                }
            }
            if (lost)
            {
                _memory.Mourners.ReferentsDied(weakling);
            }
        }
    }

    /// <summary>A class without instances that nothing refers to leaves its index to others.</summary>
    private void ForgetClasses()
    {
        ClassTable classes = _memory.Classes;
        for (int index = ObjectHeader.LastPunClassIndex + 1; index < classes.Count; index++)
        {
            Oop behavior = classes.Entries[index];
            if (!behavior.IsNone && !_map.IsLive(behavior))
            {
                classes.Remove(index);
            }
        }
    }
}
