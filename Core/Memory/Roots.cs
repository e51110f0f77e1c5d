namespace JitTalk.Core.Memory;

/// <summary>Every oop that is held outside objects.</summary>
internal sealed unsafe class Roots(ObjectMemory memory)
{
    private readonly List<IRoots> _holders = [];
    private readonly List<IWeakRoots> _weakHolders = [];

    public void Add(IRoots holder) => _holders.Add(holder);

    public void AddWeak(IWeakRoots holder) => _weakHolders.Add(holder);

    /// <summary>Shows what keeps objects alive: all but the class table and the weak holders'.</summary>
    public void Visit(RootVisitor visitor)
    {
        Oop special = memory.SpecialObjects;
        visitor(ref special);
        if (special != memory.SpecialObjects)
        {
            memory.SpecialObjects = special;
        }
        foreach (IRoots holder in _holders)
        {
            holder.VisitRoots(visitor);
        }
    }

    public void VisitClassTable(RootVisitor visitor)
    {
        ClassTable classes = memory.Classes;
        for (int i = 0; i < classes.Count; i++)
        {
            if (!classes.Entries[i].IsNone)
            {
                visitor(ref classes.Entries[i]);
            }
        }
    }

    /// <summary>Shows all. The class table comes first: the special objects are found through it.</summary>
    public void VisitAll(RootVisitor visitor)
    {
        VisitClassTable(visitor);
        Visit(visitor);
        VisitWeak(visitor);
    }

    public void VisitWeak(RootVisitor visitor)
    {
        foreach (IWeakRoots holder in _weakHolders)
        {
            holder.VisitRoots(visitor);
        }
    }

    /// <summary>Tells the weak holders which young objects are alive.</summary>
    public void PruneYoung(Func<Oop, bool> isLive)
    {
        foreach (IWeakRoots holder in _weakHolders)
        {
            holder.PruneYoung(isLive);
        }
    }

    /// <summary>Tells the weak holders what is alive.</summary>
    public void Prune(Func<Oop, bool> isLive)
    {
        foreach (IWeakRoots holder in _weakHolders)
        {
            holder.Prune(isLive);
        }
    }

    /// <summary>Tells all holders that addresses or class indices have changed their meaning.</summary>
    public void ObjectsMoved(bool oldOnesToo)
    {
        foreach (IRoots holder in _holders)
        {
            holder.ObjectsMoved(oldOnesToo);
        }
        foreach (IWeakRoots holder in _weakHolders)
        {
            holder.ObjectsMoved(oldOnesToo);
        }
        memory.Verifier.AfterCollection(oldOnesToo);
    }
}
