namespace JitTalk.Core.Memory;

/// <summary>The old objects that may refer to young ones: roots of a scavenge.</summary>
internal sealed class RememberedSet(ObjectMemory memory)
{
    private Oop[] _objects = new Oop[1024];

    public int Count { get; private set; }

    public Oop this[int index] => _objects[index];

    /// <summary>Adds an old object unless its header says that it is here.</summary>
    public void Add(Oop oop)
    {
        ref ulong header = ref ObjectMemory.Header(oop);
        if (ObjectHeader.IsRemembered(header) || memory.IsYoung(oop))
        {
            return;
        }
        header = ObjectHeader.WithRemembered(header, true);
        if (Count == _objects.Length)
        {
            Array.Resize(ref _objects, 2 * Count);
        }
        _objects[Count++] = oop;
    }

    /// <summary>Forgets all: nothing young is left.</summary>
    public void Clear() => Filter(_ => false);

    /// <summary>Keeps the objects for which <paramref name="isKept"/> holds; the others forget that they were here.</summary>
    public void Filter(Func<Oop, bool> isKept)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            Oop oop = _objects[i];
            if (isKept(oop))
            {
                _objects[kept++] = oop;
            }
            else
            {
                ref ulong header = ref ObjectMemory.Header(oop);
                header = ObjectHeader.WithRemembered(header, false);
            }
        }
        Count = kept;
    }
}
