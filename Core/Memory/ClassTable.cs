using JitTalk.Core.Image;

namespace JitTalk.Core.Memory;

/// <summary>
/// Class index → class, one flat array off the heap (VMMaker keeps pages of 1024 in the heap; the image reader and
/// writer translate). A class's identity hash is its index.
/// </summary>
/// <remarks>
/// V3 images know hashes of 12 bits. There the index is <c>k &lt;&lt; 12 | hash</c> with k ≥ 1, so that the image goes
/// on seeing the hash it saved, in the low bits, while no two classes share an index.
/// </remarks>
internal sealed unsafe class ClassTable : IDisposable
{
    private const int FirstFree = ObjectHeader.LastPunClassIndex + 1;
    private const int V3HashBits = 12;

    private readonly Region _region;
    private readonly ImageDialect _dialect;
    private int _next = FirstFree;

    public ClassTable(ImageDialect dialect)
    {
        _dialect = dialect;
        _region = Region.Reserve((long)Capacity * sizeof(Oop));
        if (!_region.Commit(_region.Size))
        {
            throw new OutOfMemoryException("no memory for the class table");
        }
        Entries = (Oop*)_region.Start;
    }

    public static int Capacity => ObjectHeader.ClassIndexMask + 1;

    /// <summary>The table itself; <see cref="Oop.None"/> where no class is.</summary>
    public Oop* Entries { get; }

    /// <summary>One more than the highest index in use.</summary>
    public int Count { get; private set; }

    public Oop this[int index]
    {
        get => Entries[index];
        set
        {
            Entries[index] = value;
            Count = Math.Max(Count, index + 1);
        }
    }

    /// <summary>
    /// Finds a free index for a class whose hash field is <paramref name="hash"/> (0: none yet) and puts it in.
    /// </summary>
    /// <returns>The index, which is to become the hash field; 0 when the table is full.</returns>
    public int Enter(Oop behavior, int hash)
    {
        int index = _dialect.IsSpur ? FindFree(hash) : FindFreeV3(hash);
        if (index != 0)
        {
            this[index] = behavior;
        }
        return index;
    }

    /// <summary>The index of a class; 0 for an object that is not in the table.</summary>
    public int IndexOf(Oop oop)
    {
        int hash = ObjectHeader.Hash(ObjectMemory.Header(oop));
        return hash != 0 && Entries[hash] == oop ? hash : 0;
    }

    /// <summary>Frees the index of a class that is gone.</summary>
    public void Remove(int index)
    {
        Entries[index] = Oop.None;
        _next = Math.Min(_next, Math.Max(index, FirstFree));
    }

    public void Dispose() => _region.Dispose();

    private int FindFree(int hash)
    {
        // A class whose hash was asked for before its first instance keeps that hash if it can.
        if (hash >= FirstFree && Entries[hash].IsNone)
        {
            return hash;
        }
        while (_next < Capacity && !Entries[_next].IsNone)
        {
            _next++;
        }
        return _next < Capacity ? _next : 0;
    }

    private int FindFreeV3(int hash)
    {
        int visible = hash & ((1 << V3HashBits) - 1);
        for (int index = (1 << V3HashBits) | visible; index < Capacity; index += 1 << V3HashBits)
        {
            if (Entries[index].IsNone)
            {
                return index;
            }
        }
        return 0;
    }
}
