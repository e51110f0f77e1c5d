using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>How the interpreter runs a method that a lookup has found.</summary>
internal enum MethodKind : int
{
    /// <summary>No primitive: make a frame.</summary>
    Plain,
    /// <summary>A primitive function, then a frame if it fails.</summary>
    Primitive,
    /// <summary>Primitive 256: answer the receiver.</summary>
    AnswerSelf,
    /// <summary>Primitives 257 to 263: answer a constant.</summary>
    AnswerConstant,
    /// <summary>Primitives 264 to 519: answer a named slot.</summary>
    AnswerSlot,
    /// <summary>The same for a receiver that may be a married context.</summary>
    AnswerContextSlot,
    /// <summary>Primitive 198: the frame of an ensure block, whose activation is no point to switch processes at.</summary>
    UnwindMarker,
    /// <summary>60, 61, 62, 63, 64: subscripts, inline for the common formats.</summary>
    At,
    AtPut,
    Size,
    StringAt,
    StringAtPut,
    /// <summary>70, 71.</summary>
    New,
    NewWithSize,
    /// <summary>201–205, 221, 222: value of a closure.</summary>
    ClosureValue,
    /// <summary>207, 209: value of a full block.</summary>
    FullClosureValue,
    /// <summary>81: value of a BlockContext.</summary>
    BlockContextValue,
    /// <summary>A primitive number that nothing implements.</summary>
    Missing,
    /// <summary>A method that someone watches: ask, then make a frame.</summary>
    Intercepted,
    /// <summary>Not a CompiledMethod: send #run:with:in:.</summary>
    ObjectAsMethod,
}

/// <summary>What a send needs to know about a method, found once per selector and class.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct MethodCacheEntry
{
    public Oop Selector;
    public Oop Method;
    public int ClassIndex;
    public MethodKind Kind;
    /// <summary>A primitive's place among <see cref="MethodCache.Functions"/>; a constant's or slot's number.</summary>
    public int Index;
    public int ArgumentCount;
    /// <summary>Temps beside the arguments.</summary>
    public int TempCount;
    /// <summary>Byte offset of the first bytecode to run, from slot 0: past a callPrimitive.</summary>
    public int FirstBytecode;
    public ushort* Decode;
    /// <summary>The receiver is a context of an image whose methods read its slots by short bytecodes.</summary>
    public bool FlushesFrames;
    /// <summary>Activations that the interpreter has counted.</summary>
    public int Counter;
    /// <summary>Machine code, see <see cref="CallCell.Code"/>; 0 for none.</summary>
    public nint Code;
}

/// <summary>The global method cache (Blue Book p. 605), off the heap, with what activation needs decoded in it.</summary>
internal sealed unsafe class MethodCache : IDisposable
{
    public const uint ClassFactor = 0x9E37_79B1;
    public const int ClassShift = 12;

    private readonly int _size;
    private readonly Dictionary<PrimitiveEntry, int> _indices = [];
    private PrimitiveEntry[] _entries = [];

    public MethodCache(int size)
    {
        _size = size;
        Mask = (uint)size - 1;
        Entries = (MethodCacheEntry*)NativeMemory.AlignedAlloc((nuint)(size * sizeof(MethodCacheEntry)), 64);
        Clear();
    }

    public MethodCacheEntry* Entries { get; private set; }

    public uint Mask { get; }

    /// <summary>Some entry names a young method or selector, and must go when objects move.</summary>
    public bool HasYoungEntries { get; set; }

    /// <summary>The primitives that cached methods call, by <see cref="MethodCacheEntry.Index"/>.</summary>
    public PrimitiveFunction[] Functions { get; private set; } = [];

    public int IndexOf(PrimitiveEntry primitive)
    {
        if (!_indices.TryGetValue(primitive, out int index))
        {
            _indices[primitive] = index = Functions.Length;
            Functions = [.. Functions, primitive.Function];
            _entries = [.. _entries, primitive];
        }
        return index;
    }

    /// <summary>The primitive of an index; null for none that is known.</summary>
    public PrimitiveEntry? EntryAt(int index)
    {
        PrimitiveEntry[] entries = _entries;
        return index < entries.Length ? entries[index] : null;
    }

    public MethodCacheEntry* At(Oop selector, int classIndex) => Entries + Probe(selector, classIndex, Mask);

    /// <summary>Where the entry of a selector and a class is, if it is; compiled code does the same.</summary>
    public static uint Probe(Oop selector, int classIndex, uint mask) =>
        ((uint)(selector.Bits >> Oop.TagBits) ^ ((uint)classIndex * ClassFactor >> ClassShift)) & mask;

    public void Clear()
    {
        NativeMemory.Clear(Entries, (nuint)(_size * sizeof(MethodCacheEntry)));
        HasYoungEntries = false;
    }

    public void FlushSelector(Oop selector)
    {
        for (int i = 0; i < _size; i++)
        {
            if (Entries[i].Selector == selector)
            {
                Entries[i] = default;
            }
        }
    }

    public void FlushMethod(Oop method)
    {
        for (int i = 0; i < _size; i++)
        {
            if (Entries[i].Method == method)
            {
                Entries[i] = default;
            }
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Entries);
        Entries = null;
    }
}
