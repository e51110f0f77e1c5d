using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// What goes into an image segment: the Array of roots, the roots, and all that is reachable through them only
/// (VMMaker <c>objectsReachableFromRoots:</c>). Weak references do not reach, but those of objects in the segment.
/// </summary>
internal sealed unsafe class ObjectSegmentGraph
{
    private readonly ObjectMemory _memory;
    private readonly Stack<Oop> _pending = [];

    // Outside, weak; and their slots that refer to what lives through the roots only.
    private readonly List<Oop> _weaklings = [];
    private readonly List<(Oop Weakling, int Slot)> _lost = [];

    public ObjectSegmentGraph(ObjectMemory memory, Oop roots)
    {
        _memory = memory;
        List<Oop> objects = Collect(roots);
        List<Oop> classes = objects.FindAll(oop => memory.Classes.IndexOf(oop) != 0);
        HashSet<Oop> areClasses = [.. classes];
        Objects = [roots, .. classes, .. objects.Skip(1).Where(oop => !areClasses.Contains(oop))];
    }

    /// <summary>The Array of roots first, then classes, then the other objects.</summary>
    public List<Oop> Objects { get; }

    /// <summary>
    /// Replaces weak references from outside by nil, but those to the roots: what is stored is lost to the image
    /// (VMMaker <c>nilUnmarkedWeaklingSlots</c>, called for the segment by <c>markObjects:</c>).
    /// </summary>
    public void DropWeakReferences()
    {
        foreach ((Oop weakling, int slot) in _lost)
        {
            _memory.StoreUnchecked(slot, weakling, _memory.Nil);
        }
        foreach (Oop weakling in _lost.Select(lost => lost.Weakling).Distinct())
        {
            _memory.Mourners.ReferentsDied(weakling);
        }
    }

    private List<Oop> Collect(Oop roots)
    {
        Oop[] barrier = [roots, .. Elements(roots)];
        SetMarks(barrier, true);
        for (int tag = 0; tag <= ObjectHeader.LastPunClassIndex; tag++)
        {
            Reach(_memory.Classes[tag]);
        }
        _memory.Roots.Visit((ref Oop oop) => Reach(oop));
        while (_pending.TryPop(out Oop oop))
        {
            bool isWeak = ObjectMemory.FormatOf(oop) == ObjectFormat.Weak;
            if (isWeak)
            {
                _weaklings.Add(oop);
            }
            ReachFrom(oop, skipsWeak: isWeak);
        }
        FindLostReferences();
        SetMarks(barrier, false);
        List<Oop> objects = [];
        Reach(roots);
        while (_pending.TryPop(out Oop oop))
        {
            objects.Add(oop);
            ReachFrom(oop, skipsWeak: false);
        }
        for (Oop oop = _memory.FirstObject; !oop.IsNone; oop = _memory.NextObject(oop))
        {
            SetMark(oop, false);
        }
        return objects;
    }

    private void FindLostReferences()
    {
        foreach (Oop weakling in _weaklings)
        {
            for (int i = _memory.FixedSlotsOf(weakling); i < ObjectMemory.SlotCount(weakling); i++)
            {
                Oop referent = ElementAt(weakling, i);
                if (referent.IsPointer && !ObjectHeader.IsMarked(ObjectMemory.Header(referent)))
                {
                    _lost.Add((weakling, i));
                }
            }
        }
    }

    private void ReachFrom(Oop oop, bool skipsWeak)
    {
        Reach(_memory.ClassOf(oop));
        long count = skipsWeak ? _memory.FixedSlotsOf(oop) : _memory.PointerSlotCount(oop);
        Oop* slots = ObjectMemory.Slots(oop);
        for (long i = 0; i < count; i++)
        {
            Reach(slots[i]);
        }
    }

    private void Reach(Oop oop)
    {
        if (oop.IsNone || oop.IsImmediate)
        {
            return;
        }
        oop = ObjectMemory.Followed(oop);
        if (oop.IsPointer && !ObjectHeader.IsMarked(ObjectMemory.Header(oop)))
        {
            SetMark(oop, true);
            _pending.Push(oop);
        }
    }

    private static IEnumerable<Oop> Elements(Oop array)
    {
        long count = ObjectMemory.SlotCount(array);
        for (long i = 0; i < count; i++)
        {
            Oop element = ElementAt(array, i);
            if (element.IsPointer)
            {
                yield return element;
            }
        }
    }

    private static Oop ElementAt(Oop array, long index) => ObjectMemory.Followed(ObjectMemory.Slots(array)[index]);

    private static void SetMarks(Oop[] objects, bool on)
    {
        foreach (Oop oop in objects)
        {
            SetMark(oop, on);
        }
    }

    private static void SetMark(Oop oop, bool on) =>
        ObjectMemory.Header(oop) = ObjectHeader.WithMarked(ObjectMemory.Header(oop), on);
}
