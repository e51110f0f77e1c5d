namespace JitTalk.Core.Memory;

/// <summary>
/// What the collectors have to tell the image: which ephemerons' keys, and which weak objects' referents, have died
/// (VMMaker <c>queueMourner:</c>, <c>signalFinalization:</c>).
/// </summary>
internal sealed unsafe class Mourners : IRoots
{
    private readonly Queue<Oop> _queue = new();

    /// <summary>The image wants weak objects in the queue too: header flag 0x40.</summary>
    public Func<bool> QueuesWeakObjects { get; set; } = () => false;

    public int Count => _queue.Count;

    /// <summary>The finalization semaphore is to be signalled at the next poll.</summary>
    public bool IsSignalWanted { get; private set; }

    /// <summary>Those that the image has not fetched, the next one first.</summary>
    public IEnumerable<Oop> Waiting => _queue;

    /// <summary>The ephemeron will not fire again: it becomes an object of named slots.</summary>
    public void Mourn(Oop ephemeron)
    {
        ref ulong header = ref ObjectMemory.Header(ephemeron);
        header = ObjectHeader.WithFormat(header, ObjectFormat.Fixed);
        Enqueue(ephemeron);
    }

    /// <summary>Some of a weak object's referents died and were replaced by nil.</summary>
    public void ReferentsDied(Oop weak)
    {
        if (QueuesWeakObjects())
        {
            Enqueue(weak);
        }
        IsSignalWanted = true;
    }

    /// <summary>Adds one that has lost already; the image is told.</summary>
    public void Enqueue(Oop oop)
    {
        _queue.Enqueue(oop);
        IsSignalWanted = true;
    }

    /// <summary>Takes the first mourner off the queue; false when it is empty.</summary>
    public bool TryTake(out Oop mourner) => _queue.TryDequeue(out mourner);

    /// <summary>Answers whether the semaphore is to be signalled, once.</summary>
    public bool TakeSignal()
    {
        bool wanted = IsSignalWanted;
        IsSignalWanted = false;
        return wanted;
    }

    public void VisitRoots(RootVisitor visitor)
    {
        for (int i = _queue.Count; i > 0; i--)
        {
            Oop oop = _queue.Dequeue();
            visitor(ref oop);
            _queue.Enqueue(oop);
        }
    }

    public void ObjectsMoved(bool oldOnesToo) { }
}
