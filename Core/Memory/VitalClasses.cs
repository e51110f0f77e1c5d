namespace JitTalk.Core.Memory;

/// <summary>
/// Tells the objects whose slots the VM reads without a look at their headers: it must never meet a forwarder in their
/// place. They are the special objects, and what inherits from the classes of processes, lists, contexts, closures,
/// methods, method dictionaries, selectors, associations and classes.
/// </summary>
internal readonly ref struct VitalClasses
{
    private readonly ObjectMemory _memory;
    private readonly List<Oop> _classes = [];

    public VitalClasses(ObjectMemory memory)
    {
        _memory = memory;
        ReadOnlySpan<SpecialObject> special =
        [
            SpecialObject.ClassContext, SpecialObject.ClassBlockContext, SpecialObject.ClassSemaphore,
            SpecialObject.ClassProcess, SpecialObject.ClassMutex, SpecialObject.ClassBlockClosure,
            SpecialObject.ClassFullBlockClosure,
        ];
        foreach (SpecialObject which in special)
        {
            Add(memory.Special(which));
        }
        Oop behavior = memory.Special(SpecialObject.ClassArray);
        AddClassOf(memory.Fetch(Layouts.Class.MethodDictionary, behavior));
        AddClassOf(memory.Special(SpecialObject.SelectorDoesNotUnderstand));
        // A class is an instance of a metaclass, and a metaclass of Metaclass: both inherit from the class of classes.
        Oop metaclass = memory.ClassOf(memory.ClassOf(behavior));
        Add(metaclass);
        AddUnlessRoot(Above(metaclass));
        Oop association = memory.Special(SpecialObject.SchedulerAssociation);
        if (association != memory.Nil)
        {
            Oop associations = memory.ClassOf(association);
            Add(associations);
            // LookupKey, whose other heirs are bindings too.
            AddUnlessRoot(Above(associations));
            Oop processor = memory.Fetch(Layouts.Association.Value, association);
            AddClassOf(processor);
            Oop lists = memory.Fetch(Layouts.Scheduler.ProcessLists, processor);
            AddClassOf(memory.Fetch(0, lists));
        }
    }

    /// <summary>Whether one of the objects is vital.</summary>
    public bool Have(ReadOnlySpan<Oop> objects)
    {
        foreach (Oop oop in objects)
        {
            if (Has(oop))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether one of the objects is immediate, nil or a Boolean.</summary>
    public bool HaveValues(ReadOnlySpan<Oop> objects)
    {
        foreach (Oop oop in objects)
        {
            if (oop.IsImmediate || oop == _memory.Nil || oop == _memory.True || oop == _memory.False)
            {
                return true;
            }
        }
        return false;
    }

    private bool Has(Oop oop)
    {
        if (ObjectMemory.FormatOf(oop).IsCompiledMethod() || oop == _memory.SpecialObjects
            || _memory.Classes.IndexOf(oop) != 0 || IsSpecial(oop))
        {
            return true;
        }
        for (Oop behavior = _memory.ClassOf(oop); behavior.IsPointer && behavior != _memory.Nil; behavior = Above(behavior))
        {
            if (_classes.Contains(behavior))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The lists of the scheduler and what the special objects array holds.</summary>
    private unsafe bool IsSpecial(Oop oop)
    {
        Oop special = _memory.SpecialObjects;
        Oop association = _memory.Special(SpecialObject.SchedulerAssociation);
        return new ReadOnlySpan<Oop>(ObjectMemory.Slots(special), (int)ObjectMemory.SlotCount(special)).Contains(oop)
            || (association != _memory.Nil
                && oop == _memory.Fetch(Layouts.Scheduler.ProcessLists, _memory.Fetch(Layouts.Association.Value, association)));
    }

    private Oop Above(Oop behavior) => _memory.Fetch(Layouts.Class.Superclass, behavior);

    private void AddClassOf(Oop oop)
    {
        if (oop.IsPointer && oop != _memory.Nil)
        {
            Add(_memory.ClassOf(oop));
        }
    }

    /// <summary>An image without the class in question has Object there, which all inherit from.</summary>
    private void AddUnlessRoot(Oop behavior)
    {
        if (behavior != _memory.Nil && Above(behavior) != _memory.Nil)
        {
            Add(behavior);
        }
    }

    private void Add(Oop behavior)
    {
        if (behavior != _memory.Nil)
        {
            _classes.Add(behavior);
        }
    }
}
