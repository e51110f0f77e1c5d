namespace JitTalk.Core.Memory;

/// <summary>
/// The copying collector of new space (Ungar's generation scavenging; VMMaker <c>SpurGenerationScavenger</c>).
/// Survivors age in two spaces that swap; what is old enough, or does not fit, is tenured.
/// </summary>
internal sealed unsafe class Scavenger
{
    private readonly ObjectMemory _memory;
    private readonly List<IRoots> _roots = [];
    private readonly RootVisitor _forward;
    private long _pastStart;
    private long _pastFree;
    private long _futureStart;
    private long _futureFree;
    private long _futureLimit;

    // Survivors below this address have aged enough.
    private long _tenureLimit;
    private long _tenuredScan;

    public Scavenger(ObjectMemory memory)
    {
        _memory = memory;
        _pastStart = memory.EdenStart + memory.Options.EdenBytes + memory.Options.EdenReserveBytes;
        _pastFree = _pastStart;
        _futureStart = _pastStart + memory.Options.SurvivorBytes;
        _forward = Forward;
    }

    public long Count { get; private set; }
    public TimeSpan Time { get; private set; }
    public long TenuredBytes { get; private set; }
    public long TenuredObjects { get; private set; }

    public Oop FirstSurvivor => _pastFree > _pastStart ? ObjectMemory.ObjectAt(_pastStart) : Oop.None;
    public long SurvivorsEnd => _pastFree;

    public void AddRoots(IRoots roots) => _roots.Add(roots);

    /// <summary>Collects new space. Only at a safepoint: young objects move.</summary>
    /// <exception cref="OutOfMemoryException">Old space has no room for survivors. Nothing has moved.</exception>
    public void Scavenge()
    {
        if (!_memory.CanScavenge)
        {
            throw new OutOfMemoryException();
        }
        long begun = System.Diagnostics.Stopwatch.GetTimestamp();
        long tenuredFrom = _memory.OldFree;
        _tenuredScan = tenuredFrom;
        _futureFree = _futureStart;
        _futureLimit = _futureStart + _memory.Options.SurvivorBytes;
        ForwardRoots();
        ScanCopies();
        _memory.Remembered.Filter(HasYoungReferent);
        (_pastStart, _futureStart) = (_futureStart, _pastStart);
        _pastFree = _futureFree;
        // When the survivors fill half their space, the next scavenge tenures those that live on.
        bool crowded = _pastFree - _pastStart > _memory.Options.SurvivorBytes / 2;
        _tenureLimit = crowded ? _pastFree : _pastStart;
        _memory.ResetEden();
        Count++;
        TenuredBytes += _memory.OldFree - tenuredFrom;
        ObjectsMoved(oldOnesToo: false);
        Time += System.Diagnostics.Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Shows every oop that is held outside objects.</summary>
    public void VisitRoots(RootVisitor visitor)
    {
        Oop special = _memory.SpecialObjects;
        visitor(ref special);
        if (special != _memory.SpecialObjects)
        {
            _memory.SpecialObjects = special;
        }
        ClassTable classes = _memory.Classes;
        for (int i = 0; i < classes.Count; i++)
        {
            if (!classes.Entries[i].IsNone)
            {
                visitor(ref classes.Entries[i]);
            }
        }
        foreach (IRoots roots in _roots)
        {
            roots.VisitRoots(visitor);
        }
    }

    /// <summary>Tells all who hold oops that addresses or class indices have changed their meaning.</summary>
    public void ObjectsMoved(bool oldOnesToo)
    {
        foreach (IRoots roots in _roots)
        {
            roots.ObjectsMoved(oldOnesToo);
        }
        _memory.Verifier.AfterCollection(oldOnesToo);
    }

    /// <summary>Whether an object belongs in the remembered set if it is old.</summary>
    public bool HasYoungReferent(Oop oop)
    {
        long count = _memory.PointerSlotCount(oop);
        Oop* slots = ObjectMemory.Slots(oop);
        for (long i = 0; i < count; i++)
        {
            if (_memory.IsYoung(slots[i]))
            {
                return true;
            }
        }
        return false;
    }

    private void ForwardRoots()
    {
        VisitRoots(_forward);
        // Tenuring adds to the set while it is read: the scan of the copies covers those.
        int count = _memory.Remembered.Count;
        for (int i = 0; i < count; i++)
        {
            ForwardSlots(_memory.Remembered[i]);
        }
    }

    private void ScanCopies()
    {
        long scan = _futureStart;
        while (scan < _futureFree || _tenuredScan < _memory.OldFree)
        {
            while (scan < _futureFree)
            {
                Oop oop = ObjectMemory.ObjectAt(scan);
                _ = ForwardSlots(oop);
                scan = ObjectMemory.AddressAfter(oop);
            }
            while (_tenuredScan < _memory.OldFree)
            {
                Oop oop = ObjectMemory.ObjectAt(_tenuredScan);
                if (ForwardSlots(oop))
                {
                    _memory.Remembered.Add(oop);
                }
                _tenuredScan = ObjectMemory.AddressAfter(oop);
            }
        }
    }

    /// <summary>Answers whether a young object is still referred to.</summary>
    private bool ForwardSlots(Oop oop)
    {
        long count = _memory.PointerSlotCount(oop);
        Oop* slots = ObjectMemory.Slots(oop);
        bool young = false;
        for (long i = 0; i < count; i++)
        {
            if (_memory.IsYoung(slots[i]))
            {
                Forward(ref slots[i]);
                young |= _memory.IsYoung(slots[i]);
            }
        }
        return young;
    }

    private void Forward(ref Oop oop)
    {
        if (!_memory.IsYoung(oop) || IsInFuture(oop))
        {
            return;
        }
        ref ulong header = ref ObjectMemory.Header(oop);
        if (ObjectHeader.ClassIndex(header) == ObjectHeader.ForwardedClassIndex)
        {
            oop = ObjectMemory.Slots(oop)[0];
            return;
        }
        Oop copy = Copy(oop);
        header = ObjectHeader.WithClassIndex(header, ObjectHeader.ForwardedClassIndex);
        ObjectMemory.Slots(oop)[0] = copy;
        oop = copy;
    }

    private Oop Copy(Oop oop)
    {
        long slots = ObjectMemory.SlotCount(oop);
        long bytes = ObjectMemory.SizeOf(slots);
        bool aged = oop.Bits >= _pastStart && oop.Bits < _tenureLimit;
        long to = _futureFree;
        if (aged || to + bytes > _futureLimit)
        {
            to = _memory.TakeOld(bytes);
            if (to == 0)
            {
                throw new OutOfMemoryException("no memory to keep surviving objects");
            }
            TenuredObjects++;
        }
        else
        {
            _futureFree = to + bytes;
        }
        long from = oop.Bits + 8 + (8 * Math.Max(slots, 1)) - bytes;
        Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes);
        return ObjectMemory.ObjectAt(to);
    }

    private bool IsInFuture(Oop oop) => oop.Bits >= _futureStart && oop.Bits < _futureLimit;
}
