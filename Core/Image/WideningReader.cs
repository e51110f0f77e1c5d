using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// Reads an image whose objects are not 64-bit Spur: finds them, gives each a place in old space, then writes it there
/// with slots of 8 bytes. Subclasses know headers and tags. No word is followed before it is checked.
/// </summary>
internal abstract unsafe class WideningReader : IDisposable
{
    private readonly Stream _file;
    private Region? _region;

    // By the offset of an object in the file: its place in the new block, in units of 8 bytes, plus 1.
    private uint[] _places = [];
    private long _newStart;

    protected WideningReader(Stream file, ImageHeader header, ObjectMemory memory)
    {
        _file = file;
        Header = header;
        Memory = memory;
        WordSize = header.Format.Dialect.WordSize;
    }

    protected ImageHeader Header { get; }
    protected ObjectMemory Memory { get; }
    protected int WordSize { get; }
    protected ImageSegments Segments { get; private set; } = null!;
    protected FileWords Words => new(Segments.Start, WordSize, Header.IsBigEndian);
    protected Oop Nil { get; private set; }

    /// <summary>The objects of the image's memory manager, by offset, in their order.</summary>
    protected OrderedDictionary<long, FileObject> Hidden { get; } = [];

    /// <summary>Oops in the file are multiples of this.</summary>
    protected abstract int Alignment { get; }

    /// <summary>Answers the special objects array.</summary>
    public Oop Read()
    {
        ReadSegments();
        PlaceObjects();
        Oop special = Widened(Header.SpecialObjects);
        if (special.IsImmediate)
        {
            throw new ImageFormatException("the header refers to no special objects array");
        }
        FileObject array = ObjectAt(Header.SpecialObjects);
        if (!array.Format.IsPointers() || array.Bytes / WordSize <= (int)SpecialObject.CompactClasses)
        {
            throw Broken(array, "is no array of special objects");
        }
        Nil = Widened(SpecialWord(array, SpecialObject.Nil));
        if (Nil.IsImmediate)
        {
            throw Broken(array, "has no nil");
        }
        ReadClasses(array);
        for (long at = 0; at < Segments.Length;)
        {
            FileObject found = Next(at);
            if (!found.IsHidden)
            {
                Write(found);
            }
            at = found.Next;
        }
        return special;
    }

    public void Dispose() => _region?.Dispose();

    /// <summary>The object, or free space, whose first word, maybe not the one that oops name, is at an offset.</summary>
    protected abstract FileObject ObjectFrom(long at);

    /// <summary>The object whose oop, one of an object that was found, is at an offset.</summary>
    protected abstract FileObject ObjectAtOop(long offset);

    /// <summary>Makes the class table.</summary>
    protected abstract void ReadClasses(in FileObject specialObjects);

    /// <summary>The class index and the hash of an object.</summary>
    protected abstract (int ClassIndex, int Hash) Identity(in FileObject found);

    /// <summary>The value of an immediate word; false when it is a pointer.</summary>
    protected abstract bool TryImmediate(ulong word, out Oop oop);

    /// <summary>Whether a class index is that of contexts.</summary>
    protected abstract bool IsContext(int classIndex);

    /// <summary>Whether the objects of a class are Floats whose words stand in big-endian order.</summary>
    protected virtual bool HasSwappedWords(int classIndex) => false;

    protected FileObject ObjectAt(ulong word) => ObjectAtOop(Segments.OffsetOf(word));

    protected ulong SpecialWord(in FileObject specialObjects, SpecialObject which) =>
        Word(specialObjects.Body + ((int)which * WordSize));

    /// <summary>Answers <paramref name="word"/>, which must refer to an object.</summary>
    protected ulong Pointer(ulong word, string what) =>
        !TryImmediate(word, out _) && !Moved(Segments.OffsetOf(word)).IsNone
            ? word
            : throw new ImageFormatException($"the image has no {what}: 0x{word:x} stands for it");

    /// <summary>A word of the file.</summary>
    protected ulong Word(long offset) => Words.Word(offset);

    /// <summary>Half a 64-bit word, or a whole one of 32 bits.</summary>
    protected uint Half(long offset) => Words.Half(offset);

    /// <summary>The oop in this memory of a word of the file.</summary>
    protected Oop Widened(ulong word)
    {
        if (TryImmediate(word, out Oop oop))
        {
            return oop;
        }
        oop = Moved(Segments.OffsetOf(word));
        return !oop.IsNone ? oop : throw new ImageFormatException($"the image refers to 0x{word:x}, where no object is");
    }

    /// <summary>Whether an object has the slots of a class.</summary>
    protected bool IsClassLike(in FileObject found) =>
        found.Format.IsPointers() && found.Bytes / WordSize > Layouts.Class.Format;

    protected Oop Moved(in FileObject found) => Moved(found.Offset);

    protected ImageFormatException Broken(in FileObject found, string what) => Broken(found.Offset, what);

    protected ImageFormatException Broken(long offset, string what) =>
        new($"the object at byte {Header.HeapOffset + offset} of the image {what}");

    private Oop Moved(long offset)
    {
        if (offset < 0 || offset % Alignment != 0 || _places[offset / Alignment] == 0)
        {
            return Oop.None;
        }
        return new(_newStart + (8L * (_places[offset / Alignment] - 1)));
    }

    private void ReadSegments()
    {
        _region = Region.Reserve((long)Header.HeapBytes + 8);
        long used = 0;
        Segments = ImageSegments.Read(_file, Header, bytes =>
        {
            long at = (long)_region.Start + used;
            used += bytes;
            return _region.Commit(used) ? at : 0;
        });
    }

    private void PlaceObjects()
    {
        if (Segments.Length / Alignment >= Array.MaxLength)
        {
            throw new ImageFormatException($"the image is too large: {Segments.Length >> 20} MB of objects");
        }
        _places = new uint[(Segments.Length / Alignment) + 1];
        long size = 0;
        for (long at = 0; at < Segments.Length;)
        {
            FileObject found = Next(at);
            at = found.Next;
            if (found.IsHidden)
            {
                Hidden[found.Offset] = found;
                continue;
            }
            long slots = NewSlots(found);
            long bytes = ObjectMemory.SizeOf(slots);
            long oop = size + (slots >= ObjectHeader.OverflowSlots ? 8 : 0);
            _places[found.Offset / Alignment] = (uint)((oop / 8) + 1);
            size += bytes;
        }
        _newStart = Memory.TakeOld(size);
        if (_newStart == 0)
        {
            throw new ImageFormatException($"not enough memory for the {size >> 20} MB of the image");
        }
    }

    private FileObject Next(long at)
    {
        FileObject found = ObjectFrom(at);
        if (found.Next <= at || found.Next > Segments.Length || found.Body > found.Next)
        {
            throw Broken(at, "does not fit into the image");
        }
        if (!found.IsHidden)
        {
            CheckFormat(found);
        }
        return found;
    }

    private void CheckFormat(in FileObject found)
    {
        bool isKnown = found.Format.IsPointers() || found.Format.IsCompiledMethod() || found.Format.IsBits();
        if (!isKnown || found.Bytes < 0 || found.Bytes > found.Next - found.Body)
        {
            throw Broken(found, $"has the format {(int)found.Format} and {found.Bytes} bytes");
        }
        if (found.Format.IsCompiledMethod()
            && (found.Bytes < WordSize
                || !TryImmediate(Word(found.Body), out Oop header) || !header.IsInteger
                || found.Bytes < WordSize * (1L + CompiledCode.LiteralCount(header.Integer, Memory.Dialect))))
        {
            throw Broken(found, "is a compiled method with a broken header");
        }
    }

    /// <summary>The words at the start of an object that are oops.</summary>
    private long OopCount(in FileObject found)
    {
        if (found.Format.IsPointers())
        {
            return found.Bytes / WordSize;
        }
        if (!found.Format.IsCompiledMethod())
        {
            return 0;
        }
        _ = TryImmediate(Word(found.Body), out Oop header);
        return 1 + CompiledCode.LiteralCount(header.Integer, Memory.Dialect);
    }

    private long NewSlots(in FileObject found)
    {
        long oops = OopCount(found);
        return found.Format.IsPointers() ? oops : oops + ((found.Bytes - (oops * WordSize) + 7) / 8);
    }

    private void Write(in FileObject found)
    {
        (int classIndex, int hash) = Identity(found);
        Oop oop = Moved(found);
        long slots = NewSlots(found);
        long oops = OopCount(found);
        long tail = found.Format.IsPointers() ? 0 : found.Bytes - (oops * WordSize);
        ObjectFormat format = found.Format.IsPointers() ? found.Format : found.Format.ForByteLength(tail);
        int field = ObjectHeader.OverflowSlots;
        if (slots < ObjectHeader.OverflowSlots)
        {
            field = (int)slots;
        }
        else
        {
            *(ulong*)(oop.Bits - 8) = ObjectHeader.OverflowWord(slots);
        }
        ulong header = ObjectHeader.WithHash(ObjectHeader.Make(classIndex, format, field), hash);
        header = ObjectHeader.WithReadOnly(header, found.IsReadOnly);
        ObjectMemory.Header(oop) = ObjectHeader.WithPinned(header, found.IsPinned);
        Oop* to = ObjectMemory.Slots(oop);
        if (IsContext(classIndex))
        {
            WriteContext(found, to, slots);
        }
        else if (found.Format.IsBits() && HasSwappedWords(classIndex) && found.Bytes == sizeof(double))
        {
            *(ulong*)to = ((ulong)Half(found.Body) << 32) | Half(found.Body + sizeof(uint));
        }
        else
        {
            WriteOops(found, to, oops);
            WriteBits(found, (byte*)(to + oops), oops * WordSize, tail);
        }
    }

    private void WriteContext(in FileObject found, Oop* to, long slots)
    {
        if (!found.Format.IsPointers() || slots < Layouts.Context.FirstTemp)
        {
            throw Broken(found, $"is a context of {slots} slots");
        }
        _ = TryImmediate(Word(found.Body + (Layouts.Context.StackPointer * WordSize)), out Oop stackPointer);
        long used = ObjectMemory.UsedContextSlots(stackPointer, slots);
        WriteOops(found, to, used);
        // Above its stack pointer an interpreter leaves what was there.
        ObjectMemory.Fill(to + used, slots - used, Nil);
    }

    private void WriteOops(in FileObject found, Oop* to, long count)
    {
        for (long i = 0; i < count; i++)
        {
            ulong word = Word(found.Body + (i * WordSize));
            if (!TryImmediate(word, out Oop oop))
            {
                oop = Moved(Segments.OffsetOf(word));
                if (oop.IsNone)
                {
                    throw Broken(found, $"refers to 0x{word:x}, where no object is");
                }
            }
            to[i] = oop;
        }
    }

    private void WriteBits(in FileObject found, byte* to, long from, long bytes)
    {
        byte* source = Segments.Start + found.Body + from;
        if (!Header.IsBigEndian || found.Format.ElementBytes() == 1)
        {
            Buffer.MemoryCopy(source, to, bytes, bytes);
            return;
        }
        for (long i = 0; i < bytes; i += sizeof(uint))
        {
            *(uint*)(to + i) = Half(found.Body + from + i);
        }
    }
}
