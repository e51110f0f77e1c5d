using System.Runtime.CompilerServices;
using JitTalk.Core.Image;

namespace JitTalk.Core.Memory;

/// <summary>
/// The objects of one image: 64-bit Spur objects in one reserved range, new space below, old space above.
/// This part knows the spaces and how a slot is read and written.
/// </summary>
/// <remarks>
/// From the start: eden · eden's reserve · two survivor spaces · old space, which grows upward.
/// Nothing moves between two safepoints, so C# code may hold oops until it reaches one.
/// </remarks>
internal sealed unsafe partial class ObjectMemory : IDisposable
{
    // High enough for mmap_min_addr and the executable, low enough for 32-bit operands.
    private const long PreferredAddress = 0x2000_0000;
    private const long StateAddress = 0x1F00_0000;

    private readonly Region _region;
    private readonly Region _stateRegion;

    public ObjectMemory(ImageDialect dialect, MemoryOptions? options = null)
    {
        Dialect = dialect;
        Options = options ?? new MemoryOptions();
        _stateRegion = Region.Reserve(sizeof(VmState), StateAddress);
        long young = Options.EdenBytes + Options.EdenReserveBytes + (2 * Options.SurvivorBytes);
        _region = Region.Reserve(Math.Max(Options.MaximumBytes, young + GrowHeadroom), PreferredAddress);
        if (!_stateRegion.Commit(sizeof(VmState)) || !_region.Commit(young + GrowHeadroom))
        {
            throw new OutOfMemoryException("no memory for the object spaces");
        }
        State = (VmState*)_stateRegion.Start;
        EdenStart = (long)_region.Start;
        OldStart = EdenStart + young;
        OldFree = OldStart;
        _oldLimit = OldStart + GrowHeadroom;
        State->EdenFree = EdenStart;
        State->EdenLimit = EdenStart + Options.EdenBytes;
        Classes = new ClassTable(dialect);
        Remembered = new RememberedSet(this);
        Roots = new Roots(this);
        Mourners = new Mourners();
        Roots.Add(Mourners);
        Scavenger = new Scavenger(this);
        FullCollector = new FullCollector(this, _region.Size - young);
        Verifier = new HeapVerifier(this);
    }

    public ImageDialect Dialect { get; }
    public MemoryOptions Options { get; }
    public VmState* State { get; }
    public ClassTable Classes { get; }
    public RememberedSet Remembered { get; }
    public Roots Roots { get; }
    public Scavenger Scavenger { get; }
    public FullCollector FullCollector { get; }
    public HeapVerifier Verifier { get; }
    public Mourners Mourners { get; }

    public long EdenStart { get; }

    /// <summary>Bytes that objects take in eden.</summary>
    public long EdenUsed => State->EdenFree - EdenStart;

    /// <summary>Young objects lie below, old ones from here on.</summary>
    public long OldStart { get; }

    /// <summary>Where the next old object starts.</summary>
    public long OldFree { get; private set; }

    /// <summary>Called after each collection; a full one begins with a scavenge, which is told too.</summary>
    public Action<Collection>? Collected { get; set; }

    /// <summary>Forwarders may exist: set by <c>become:</c>, cleared by a full collection.</summary>
    public bool HasForwarders
    {
        get => State->HasForwarders != 0;
        set => State->HasForwarders = value ? 1 : 0;
    }

    public Oop Nil { get; private set; }
    public Oop True { get; private set; }
    public Oop False { get; private set; }

    /// <summary>The special objects array. Setting it reads the objects that the VM keeps at hand.</summary>
    public Oop SpecialObjects
    {
        get;
        set
        {
            field = value;
            Nil = Special(SpecialObject.Nil);
            True = Special(SpecialObject.True);
            False = Special(SpecialObject.False);
            ReadKnownClasses();
        }
    }

    public Oop Boolean(bool value) => value ? True : False;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Oop* Slots(Oop oop) => (Oop*)(oop.Bits + ObjectHeader.Bytes);

    public static byte* Bytes(Oop oop) => (byte*)(oop.Bits + ObjectHeader.Bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref ulong Header(Oop oop) => ref *(ulong*)oop.Bits;

    public static bool IsForwarder(Oop oop) => ObjectHeader.ClassIndex(Header(oop)) == ObjectHeader.ForwardedClassIndex;

    /// <summary>The object that a chain of forwarders leads to; any other oop is itself.</summary>
    public static Oop Followed(Oop oop)
    {
        while (oop.IsPointer && IsForwarder(oop))
        {
            oop = Slots(oop)[0];
        }
        return oop;
    }

    /// <summary>Has the slots of an object refer to what forwarders lead to. Answers whether any referred to one.</summary>
    public bool FollowSlots(Oop oop)
    {
        bool followed = false;
        if (HasForwarders)
        {
            long count = PointerSlotCount(oop);
            for (int i = 0; i < count; i++)
            {
                Oop value = Fetch(i, oop);
                Oop target = Followed(value);
                if (target != value)
                {
                    Store(i, oop, target);
                    followed = true;
                }
            }
        }
        return followed;
    }

    public static ObjectFormat FormatOf(Oop oop) => ObjectHeader.Format(Header(oop));

    /// <summary>Reads a slot, counted from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Oop Fetch(int slot, Oop oop) => Slots(oop)[slot];

    /// <summary>Writes a slot through the barrier that remembers old objects with young referents.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int slot, Oop oop, Oop value)
    {
        Slots(oop)[slot] = value;
        if (oop.Bits >= OldStart && IsYoung(value))
        {
            Remembered.Add(oop);
        }
    }

    /// <summary>Writes a slot of an object allocated since the last safepoint, or a value that is surely old.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUnchecked(int slot, Oop oop, Oop value) => Slots(oop)[slot] = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsYoung(Oop oop) => oop.IsPointer && oop.Bits < OldStart;

    /// <summary>The image has written into a compiled method.</summary>
    public event Action<Oop>? CodeChanged;

    /// <summary>To be called by whatever writes a literal, header or bytecode of a method.</summary>
    public void NoteCodeChange(Oop code) => CodeChanged?.Invoke(code);

    /// <summary>Classes, methods, their dictionaries or selectors have become others.</summary>
    public event Action? IdentitiesChanged;

    public void NoteIdentityChange() => IdentitiesChanged?.Invoke();

    /// <summary>Whether an oop points into object memory, so that reading a header there does no harm.</summary>
    public bool IsInside(Oop oop) => oop.IsPointer && oop.Bits >= EdenStart && oop.Bits < OldFree;

    /// <summary>The SmallInteger in a slot; false when something else is there.</summary>
    public bool TryFetchInteger(int slot, Oop oop, out long value)
    {
        Oop stored = Fetch(slot, oop);
        value = stored.Integer;
        return stored.IsInteger;
    }

    /// <summary>Slots of an object of any format, the unused part of the last one included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SlotCount(Oop oop)
    {
        int field = ObjectHeader.SlotField(Header(oop));
        return field == ObjectHeader.OverflowSlots ? ObjectHeader.OverflowCount(*(ulong*)(oop.Bits - 8)) : field;
    }

    /// <summary>Bytes of the elements of an object without pointers, or of a compiled method.</summary>
    public static long ByteLength(Oop oop) => (SlotCount(oop) * 8) - FormatOf(oop).UnusedBytes();

    public Oop Special(SpecialObject which) =>
        (int)which < SlotCount(SpecialObjects) ? Fetch((int)which, SpecialObjects) : Nil;

    /// <summary>Answers false when the image's array is too short to hold it.</summary>
    public bool SetSpecial(SpecialObject which, Oop value)
    {
        if ((int)which >= SlotCount(SpecialObjects))
        {
            return false;
        }
        Store((int)which, SpecialObjects, value);
        return true;
    }

    /// <summary>Asks the interpreter to come to its check point soon. Any thread may call it.</summary>
    public void ForcePoll() => Volatile.Write(ref State->StackLimit, 0);

    public void Dispose()
    {
        FullCollector.Dispose();
        Classes.Dispose();
        _region.Dispose();
        _stateRegion.Dispose();
    }
}
