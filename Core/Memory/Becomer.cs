using JitTalk.Core.Contracts;

namespace JitTalk.Core.Memory;

/// <summary>
/// <c>become:</c>: makes references to some objects refer to others, by visiting every reference there is
/// (VMMaker <c>SpurMemoryManager&gt;&gt;become:with:twoWay:copyHash:</c>). Objects stay where they are.
/// </summary>
/// <remarks>
/// The pairs of one call take effect one after the other, as if each were a call of its own.
/// Class indices are references too: the table and the instances' headers are kept so that the hash field of a class
/// is its index. Only at a place where all oops in use are shown by <see cref="Roots.VisitAll"/>.
/// </remarks>
internal sealed unsafe class Becomer
{
    private readonly ObjectMemory _memory;

    // Where references to an object with the marked bit go.
    private readonly Dictionary<Oop, Oop> _targets = [];

    // Class indices that two entries of one class leave over, and the index that stays.
    private readonly Dictionary<int, int> _indices = [];

    private Becomer(ObjectMemory memory) => _memory = memory;

    /// <summary>Exchanges the identities of the elements of two Arrays; hashes stay with the references.</summary>
    public static PrimitiveError Exchange(ObjectMemory memory, Oop left, Oop right)
    {
        PrimitiveError error = CheckArrays(memory, left, right);
        if (error != PrimitiveError.None)
        {
            return error;
        }
        ReadOnlySpan<Oop> lefts = Elements(left);
        ReadOnlySpan<Oop> rights = Elements(right);
        for (int i = 0; i < lefts.Length; i++)
        {
            error = CheckExchange(memory, lefts[i], rights[i]);
            if (error != PrimitiveError.None)
            {
                return error;
            }
        }
        new Becomer(memory).Exchange(lefts, rights);
        return PrimitiveError.None;
    }

    /// <summary>Makes references to the elements of one Array refer to those of another.</summary>
    /// <param name="memory">The objects.</param>
    /// <param name="from">The Array of the objects that vanish.</param>
    /// <param name="to">The Array of those that take their place.</param>
    /// <param name="copyHash">Whether they take over the identity hashes too.</param>
    public static PrimitiveError Forward(ObjectMemory memory, Oop from, Oop to, bool copyHash)
    {
        PrimitiveError error = CheckArrays(memory, from, to);
        if (error != PrimitiveError.None)
        {
            return error;
        }
        ReadOnlySpan<Oop> sources = Elements(from);
        ReadOnlySpan<Oop> targets = Elements(to);
        for (int i = 0; i < sources.Length; i++)
        {
            error = CheckForward(memory, sources[i], targets[i], copyHash);
            if (error != PrimitiveError.None)
            {
                return error;
            }
        }
        new Becomer(memory).Forward(sources, targets, copyHash);
        return PrimitiveError.None;
    }

    /// <summary>Moves a young object to old space, where it stays.</summary>
    /// <returns>The object at its new place; <see cref="Oop.None"/> when memory is exhausted.</returns>
    public static Oop Tenure(ObjectMemory memory, Oop oop)
    {
        long slots = ObjectMemory.SlotCount(oop);
        Oop copy = memory.AllocateOld(ObjectMemory.ClassIndexOf(oop), ObjectMemory.FormatOf(oop), slots);
        if (copy.IsNone)
        {
            return copy;
        }
        ulong header = ObjectMemory.Header(oop);
        Buffer.MemoryCopy(ObjectMemory.Slots(oop), ObjectMemory.Slots(copy), 8 * slots, 8 * slots);
        ObjectMemory.Header(copy) = ObjectHeader.WithReadOnly(ObjectMemory.Header(copy), ObjectHeader.IsReadOnly(header));
        if (memory.Scavenger.HasYoungReferent(copy))
        {
            memory.Remembered.Add(copy);
        }
        new Becomer(memory).Forward(new ReadOnlySpan<Oop>(in oop), new ReadOnlySpan<Oop>(in copy), copyHash: true);
        return copy;
    }

    private static PrimitiveError CheckArrays(ObjectMemory memory, Oop left, Oop right)
    {
        if (!IsArray(left))
        {
            return PrimitiveError.BadReceiver;
        }
        return IsArray(right) && ObjectMemory.SlotCount(left) == ObjectMemory.SlotCount(right)
            ? PrimitiveError.None
            : PrimitiveError.BadArgument;
    }

    private static bool IsArray(Oop oop) => oop.IsPointer && ObjectMemory.FormatOf(oop) == ObjectFormat.Indexable;

    private static PrimitiveError CheckExchange(ObjectMemory memory, Oop left, Oop right)
    {
        PrimitiveError error = CheckMovable(left);
        if (error == PrimitiveError.None)
        {
            error = CheckMovable(right);
        }
        return error == PrimitiveError.None && !(CanReplace(memory, left, right) && CanReplace(memory, right, left))
            ? PrimitiveError.InappropriateOperation
            : error;
    }

    private static PrimitiveError CheckForward(ObjectMemory memory, Oop from, Oop to, bool copyHash)
    {
        PrimitiveError error = CheckMovable(from);
        if (error != PrimitiveError.None)
        {
            return error;
        }
        bool cannotTakeHash = to.IsImmediate || ObjectHeader.IsReadOnly(ObjectMemory.Header(to));
        return (copyHash && cannotTakeHash) || !CanReplace(memory, from, to)
            ? PrimitiveError.InappropriateOperation
            : PrimitiveError.None;
    }

    private static PrimitiveError CheckMovable(Oop oop)
    {
        if (oop.IsImmediate)
        {
            return PrimitiveError.InappropriateOperation;
        }
        ulong header = ObjectMemory.Header(oop);
        if (ObjectHeader.IsPinned(header))
        {
            return PrimitiveError.ObjectIsPinned;
        }
        return ObjectHeader.IsReadOnly(header) ? PrimitiveError.NoModification : PrimitiveError.None;
    }

    /// <summary>What the VM itself relies on is replaced by its like only.</summary>
    private static bool CanReplace(ObjectMemory memory, Oop from, Oop to)
    {
        if (from == memory.SpecialObjects)
        {
            return IsArray(to) && ObjectMemory.SlotCount(to) >= ObjectMemory.SlotCount(from);
        }
        return TableIndex(memory, from) == 0 || CouldBeClass(to);
    }

    private static bool CouldBeClass(Oop oop) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > Layouts.Class.Format;

    private static int TableIndex(ObjectMemory memory, Oop oop)
    {
        int hash = ObjectHeader.Hash(ObjectMemory.Header(oop));
        return hash != 0 && memory.Classes.Entries[hash] == oop ? hash : 0;
    }

    private static ReadOnlySpan<Oop> Elements(Oop array) =>
        new(ObjectMemory.Slots(array), (int)ObjectMemory.SlotCount(array));

    private void Exchange(ReadOnlySpan<Oop> lefts, ReadOnlySpan<Oop> rights)
    {
        // At every step the map is a permutation, so only one reference each stands for the two objects exchanged.
        for (int i = 0; i < lefts.Length; i++)
        {
            Oop left = _targets.GetValueOrDefault(lefts[i], lefts[i]);
            Oop right = _targets.GetValueOrDefault(rights[i], rights[i]);
            _targets[lefts[i]] = right;
            _targets[rights[i]] = left;
        }
        Dictionary<Oop, int> hashes = _targets.ToDictionary(p => p.Value, p => ObjectHeader.Hash(ObjectMemory.Header(p.Key)));
        Sweep();
        foreach ((Oop oop, int hash) in hashes)
        {
            SetHash(oop, hash);
        }
        Finish();
    }

    private void Forward(ReadOnlySpan<Oop> sources, ReadOnlySpan<Oop> targets, bool copyHash)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            Oop from = Current(sources[i]);
            Oop to = Current(targets[i]);
            if (from != to)
            {
                PassIdentity(from, to, copyHash);
                _targets[from] = to;
            }
        }
        foreach (Oop from in _targets.Keys.ToArray())
        {
            _targets[from] = Current(from);
        }
        Sweep();
        foreach (Oop from in _targets.Keys)
        {
            Bury(from);
        }
        Finish();
    }

    /// <summary>Where forwarding ends, which is never at an object that is forwarded itself.</summary>
    private Oop Current(Oop oop)
    {
        while (_targets.TryGetValue(oop, out Oop target))
        {
            oop = target;
        }
        return oop;
    }

    /// <summary>Hands over the hash, which for a class in the table is its index.</summary>
    private void PassIdentity(Oop from, Oop to, bool copyHash)
    {
        if (to.IsImmediate)
        {
            return;
        }
        int left = TableIndex(_memory, from);
        int own = TableIndex(_memory, to);
        int hash = ObjectHeader.Hash(ObjectMemory.Header(from));
        if (left != 0 && own != 0)
        {
            MergeIndices(left, own, to, keepsLeft: copyHash);
        }
        else if (left != 0)
        {
            SetHash(to, left);
            _memory.Classes[left] = to;
        }
        else if (own == 0 && copyHash && hash != 0)
        {
            SetHash(to, hash);
        }
    }

    /// <summary>Instances of two classes become one class's, under one index.</summary>
    private void MergeIndices(int left, int own, Oop behavior, bool keepsLeft)
    {
        // The index of immediates is their tag, which is in no header: it stays beside the other.
        bool takesLeft = own <= ObjectHeader.LastPunClassIndex || (keepsLeft && left > ObjectHeader.LastPunClassIndex);
        (int kept, int dropped) = takesLeft ? (left, own) : (own, left);
        _memory.Classes[kept] = behavior;
        _memory.Classes[dropped] = dropped <= ObjectHeader.LastPunClassIndex ? behavior : Oop.None;
        _indices[dropped] = kept;
        SetHash(behavior, kept);
    }

    private void Sweep()
    {
        foreach (Oop oop in _targets.Keys)
        {
            SetMarked(oop, true);
        }
        _memory.Roots.VisitAll(Redirect);
        for (Oop oop = _memory.FirstObject; !oop.IsNone; oop = _memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop))
            {
                RedirectSlots(oop);
            }
        }
        foreach (Oop oop in _targets.Keys)
        {
            SetMarked(oop, false);
        }
    }

    private void RedirectSlots(Oop oop)
    {
        // The count comes first: that of a context depends on its class index.
        long count = _memory.PointerSlotCount(oop);
        ref ulong header = ref ObjectMemory.Header(oop);
        while (_indices.TryGetValue(ObjectHeader.ClassIndex(header), out int index))
        {
            header = ObjectHeader.WithClassIndex(header, index);
        }
        Oop* slots = ObjectMemory.Slots(oop);
        bool young = false;
        for (long i = 0; i < count; i++)
        {
            if (IsMarked(slots[i]))
            {
                slots[i] = _targets[slots[i]];
                young |= _memory.IsYoung(slots[i]);
            }
        }
        if (young)
        {
            _memory.Remembered.Add(oop);
        }
    }

    private void Redirect(ref Oop oop)
    {
        if (IsMarked(oop))
        {
            oop = _targets[oop];
        }
    }

    /// <summary>Nothing refers to the object any more: it becomes free space, which no walk shows.</summary>
    private static void Bury(Oop oop)
    {
        ref ulong header = ref ObjectMemory.Header(oop);
        header = ObjectHeader.WithHash(ObjectHeader.WithClassIndex(header, 0), 0);
        header = ObjectHeader.WithFormat(header, ObjectFormat.Words64);
    }

    private void Finish()
    {
        _memory.SpecialObjects = _memory.SpecialObjects;
        _memory.Roots.ObjectsMoved(oldOnesToo: true);
    }

    private static bool IsMarked(Oop oop) =>
        oop.IsPointer && !oop.IsNone && ObjectHeader.IsMarked(ObjectMemory.Header(oop));

    private static void SetMarked(Oop oop, bool on) =>
        ObjectMemory.Header(oop) = ObjectHeader.WithMarked(ObjectMemory.Header(oop), on);

    private static void SetHash(Oop oop, int hash) =>
        ObjectMemory.Header(oop) = ObjectHeader.WithHash(ObjectMemory.Header(oop), hash);
}
