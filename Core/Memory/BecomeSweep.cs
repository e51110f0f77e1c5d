namespace JitTalk.Core.Memory;

/// <summary>
/// <c>become:</c> at once: visits every reference there is. For what the VM itself relies on, classes, methods,
/// contexts, processes and the like, so that the VM never meets a forwarder there. Objects stay where they are.
/// </summary>
/// <remarks>
/// Class indices are references too: the table and the instances' headers are kept so that the hash field of a class
/// is its index. Forwarders that exist are done away with on the way.
/// </remarks>
internal sealed unsafe class BecomeSweep(ObjectMemory memory)
{
    private readonly ObjectMemory _memory = memory;

    // Where references to an object with the marked bit go.
    private readonly Dictionary<Oop, Oop> _targets = [];

    // Class indices that two entries of one class leave over, and the index that stays.
    private readonly Dictionary<int, int> _indices = [];

    private readonly List<Oop> _forwarders = [];
    private bool _changesLookups;

    /// <summary>Exchanges identities; the hashes stay with the references.</summary>
    public void Exchange(ReadOnlySpan<Oop> lefts, ReadOnlySpan<Oop> rights)
    {
        // At every step the map is a permutation, so only one reference each stands for the two objects exchanged.
        for (int i = 0; i < lefts.Length; i++)
        {
            Oop left = _targets.GetValueOrDefault(lefts[i], lefts[i]);
            Oop right = _targets.GetValueOrDefault(rights[i], rights[i]);
            _targets[lefts[i]] = right;
            _targets[rights[i]] = left;
        }
        NoteLookups();
        Dictionary<Oop, int> hashes = _targets.ToDictionary(p => p.Value, p => ObjectHeader.Hash(ObjectMemory.Header(p.Key)));
        Sweep();
        foreach ((Oop oop, int hash) in hashes)
        {
            SetHash(oop, hash);
        }
        Finish();
    }

    /// <summary>Makes references to the sources refer to the targets.</summary>
    public void Forward(ReadOnlySpan<Oop> sources, ReadOnlySpan<Oop> targets, bool copyHash)
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
        NoteLookups();
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
        int left = _memory.Classes.IndexOf(from);
        int own = _memory.Classes.IndexOf(to);
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
            else if (ObjectMemory.IsForwarder(oop))
            {
                _forwarders.Add(oop);
            }
        }
        _forwarders.ForEach(Bury);
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
            if (slots[i].IsPointer)
            {
                Redirect(ref slots[i]);
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
        if (oop.IsImmediate || oop.IsNone)
        {
            return;
        }
        ulong header = ObjectMemory.Header(oop);
        if (ObjectHeader.ClassIndex(header) == ObjectHeader.ForwardedClassIndex)
        {
            oop = ObjectMemory.Followed(oop);
            header = oop.IsImmediate ? 0 : ObjectMemory.Header(oop);
        }
        if (ObjectHeader.IsMarked(header))
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
        _memory.HasForwarders = false;
        _memory.SpecialObjects = _memory.SpecialObjects;
        _memory.Roots.ObjectsMoved(oldOnesToo: true);
        if (_changesLookups)
        {
            _memory.NoteIdentityChange();
        }
    }

    /// <summary>What a send finds may depend on classes, methods, their dictionaries, selectors.</summary>
    private void NoteLookups()
    {
        Oop dictionaries = _memory.ClassOf(_memory.Fetch(Layouts.Class.MethodDictionary, _memory.Special(SpecialObject.ClassArray)));
        Oop selectors = _memory.ClassOf(_memory.Special(SpecialObject.SelectorDoesNotUnderstand));
        Oop metaclasses = _memory.ClassOf(_memory.ClassOf(_memory.Special(SpecialObject.ClassArray)));
        foreach (Oop oop in _targets.Keys)
        {
            Oop behavior = _memory.ClassOf(oop);
            // A class that never had an instance passes its methods on all the same.
            _changesLookups |= ObjectMemory.FormatOf(oop).IsCompiledMethod() || behavior == dictionaries || behavior == selectors
                || behavior == metaclasses || _memory.ClassOf(behavior) == metaclasses;
        }
    }

    private static void SetMarked(Oop oop, bool on) =>
        ObjectMemory.Header(oop) = ObjectHeader.WithMarked(ObjectMemory.Header(oop), on);

    private static void SetHash(Oop oop, int hash) =>
        ObjectMemory.Header(oop) = ObjectHeader.WithHash(ObjectMemory.Header(oop), hash);
}
