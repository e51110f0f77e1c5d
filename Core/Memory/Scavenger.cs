namespace JitTalk.Core.Memory;

/// <summary>
/// The copying collector of new space (Ungar's generation scavenging; VMMaker <c>SpurGenerationScavenger</c>).
/// Survivors age in two spaces that swap; what is old enough, or does not fit, is tenured. References to forwarders,
/// which <c>become:</c> leaves too, go to their targets.
/// </summary>
internal sealed unsafe class Scavenger
{
    private readonly ObjectMemory _memory;
    private readonly RootVisitor _forward;
    private readonly List<Oop> _weaklings = [];
    private readonly Ephemerons _ephemerons;
    private long _pastStart;
    private long _pastFree;
    private long _futureStart;
    private long _futureFree;
    private long _futureLimit;

    // Survivors below this address have aged enough.
    private long _tenureLimit;
    private long _tenuredScan;
    private long _scan;
    private bool _tenuresAll;
    private bool _isRunning;

    public Scavenger(ObjectMemory memory)
    {
        _memory = memory;
        _pastStart = memory.EdenStart + memory.Options.EdenBytes + memory.Options.EdenReserveBytes;
        _pastFree = _pastStart;
        _futureStart = _pastStart + memory.Options.SurvivorBytes;
        _forward = Forward;
        _ephemerons = new Ephemerons(memory.Mourners, IsAlive, ForwardEphemeron);
    }

    /// <summary>Any thread may ask.</summary>
    public bool IsRunning => Volatile.Read(ref _isRunning);

    public long Count { get; private set; }
    public TimeSpan Time { get; private set; }

    /// <summary>Bytes copied, within new space or out of it.</summary>
    public long SurvivedBytes { get; private set; }
    public long TenuredBytes { get; private set; }
    public long TenuredObjects { get; private set; }

    public Oop FirstSurvivor => _pastFree > _pastStart ? ObjectMemory.ObjectAt(_pastStart) : Oop.None;
    public long SurvivorsEnd => _pastFree;

    /// <summary>Collects new space. Only at a safepoint: young objects move.</summary>
    /// <param name="tenuresAll">Whether new space is to be empty afterwards.</param>
    /// <exception cref="OutOfMemoryException">Old space has no room for survivors. Nothing has moved.</exception>
    public void Scavenge(bool tenuresAll = false)
    {
        // At worst all of it survives, and is tenured.
        if (!_memory.ReserveOld(_memory.EdenUsed + _pastFree - _pastStart))
        {
            throw new OutOfMemoryException("no memory to keep surviving objects");
        }
        Volatile.Write(ref _isRunning, true);
        long begun = System.Diagnostics.Stopwatch.GetTimestamp();
        long tenuredFrom = _memory.OldFree;
        _tenuredScan = tenuredFrom;
        _futureFree = _futureStart;
        _futureLimit = _futureStart + _memory.Options.SurvivorBytes;
        _tenuresAll = tenuresAll;
        ForwardRoots();
        ScanCopies();
        _ephemerons.Settle(ScanCopies);
        _memory.Roots.PruneYoung(oop => !_memory.IsYoung(oop) || IsAlive(oop));
        _memory.Roots.VisitWeak(_forward);
        ScanCopies();
        ForwardWeakReferences();
        _memory.Remembered.Filter(HasYoungReferent);
        (_pastStart, _futureStart) = (_futureStart, _pastStart);
        _pastFree = _futureFree;
        long survived = _pastFree - _pastStart + _memory.OldFree - tenuredFrom;
        SurvivedBytes += survived;
        // When the survivors fill half their space, the next scavenge tenures those that live on.
        bool crowded = _pastFree - _pastStart > _memory.Options.SurvivorBytes / 2;
        _tenureLimit = crowded ? _pastFree : _pastStart;
        _memory.ResetEden();
        Count++;
        TenuredBytes += _memory.OldFree - tenuredFrom;
        _memory.Roots.ObjectsMoved(oldOnesToo: false);
        TimeSpan time = System.Diagnostics.Stopwatch.GetElapsedTime(begun);
        Time += time;
        Volatile.Write(ref _isRunning, false);
        _memory.Collected?.Invoke(new Collection(false, time, survived, _memory.OldFree - _memory.OldStart));
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
        _scan = _futureStart;
        _memory.Roots.VisitClassTable(_forward);
        _memory.Roots.Visit(_forward);
        // Tenuring adds to the set while it is read: the scan of the copies covers those.
        int count = _memory.Remembered.Count;
        for (int i = 0; i < count; i++)
        {
            ForwardSlots(_memory.Remembered[i]);
        }
    }

    private void ScanCopies()
    {
        while (_scan < _futureFree || _tenuredScan < _memory.OldFree)
        {
            while (_scan < _futureFree)
            {
                Oop oop = ObjectMemory.ObjectAt(_scan);
                _ = ForwardSlots(oop);
                _scan = ObjectMemory.AddressAfter(oop);
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

    /// <summary>Answers whether a young object is still referred to, as far as that is known yet.</summary>
    private bool ForwardSlots(Oop oop)
    {
        long count = _memory.PointerSlotCount(oop);
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        if (format is ObjectFormat.Weak or ObjectFormat.Ephemeron)
        {
            if (format == ObjectFormat.Ephemeron && _ephemerons.TryAdd(oop))
            {
                return false;
            }
            if (format == ObjectFormat.Weak)
            {
                _weaklings.Add(oop);
                count = _memory.FixedSlotsOf(oop);
            }
        }
        else if (format == ObjectFormat.FixedAndIndexable)
        {
            _memory.ClearStaleSlots(oop, count);
        }
        return ForwardSlots(oop, count);
    }

    private bool ForwardSlots(Oop oop, long count)
    {
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

    private bool IsAlive(Oop oop)
    {
        Oop target = ObjectMemory.Followed(oop);
        return !_memory.IsYoung(target) || IsInFuture(target);
    }

    private void ForwardEphemeron(Oop ephemeron)
    {
        if (ForwardSlots(ephemeron, ObjectMemory.SlotCount(ephemeron)))
        {
            _memory.Remembered.Add(ephemeron);
        }
    }

    private void ForwardWeakReferences()
    {
        foreach (Oop weakling in _weaklings)
        {
            long end = ObjectMemory.SlotCount(weakling);
            Oop* slots = ObjectMemory.Slots(weakling);
            bool lost = false;
            bool young = false;
            for (long i = _memory.FixedSlotsOf(weakling); i < end; i++)
            {
                if (!_memory.IsYoung(slots[i]))
                {
                    continue;
                }
                bool alive = IsAlive(slots[i]);
                slots[i] = alive ? ObjectMemory.Followed(slots[i]) : _memory.Nil;
                lost |= !alive;
                young |= _memory.IsYoung(slots[i]);
            }
            if (young)
            {
                _memory.Remembered.Add(weakling);
            }
            if (lost)
            {
                _memory.Mourners.ReferentsDied(weakling);
            }
        }
        _weaklings.Clear();
    }

    private void Forward(ref Oop oop)
    {
        while (_memory.IsYoung(oop) && !IsInFuture(oop))
        {
            ref ulong header = ref ObjectMemory.Header(oop);
            if (ObjectHeader.ClassIndex(header) != ObjectHeader.ForwardedClassIndex)
            {
                Oop copy = Copy(oop);
                header = ObjectHeader.WithClassIndex(header, ObjectHeader.ForwardedClassIndex);
                ObjectMemory.Slots(oop)[0] = copy;
            }
            oop = ObjectMemory.Slots(oop)[0];
        }
    }

    private Oop Copy(Oop oop)
    {
        long slots = ObjectMemory.SlotCount(oop);
        long bytes = ObjectMemory.SizeOf(slots);
        bool aged = _tenuresAll || (oop.Bits >= _pastStart && oop.Bits < _tenureLimit);
        long to = _futureFree;
        if (aged || to + bytes > _futureLimit)
        {
            to = _memory.TakeOld(bytes);
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
