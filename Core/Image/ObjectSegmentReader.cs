using System.Buffers.Binary;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// Loads the objects of an image segment (VMMaker <c>loadImageSegmentFrom:outPointers:</c>). All is checked before anything
/// of the image changes; no word is followed before it is checked.
/// </summary>
internal sealed unsafe class ObjectSegmentReader
{
    private const int HashIsSetBit = 0x1000;

    private readonly ObjectMemory _memory;
    private readonly ImageDialect _dialect;
    private readonly Oop _outPointers;
    private readonly long _outCount;
    private readonly FileWords _words;
    private readonly long _end;
    private readonly bool _hasSwappedFloats;
    private readonly List<FileObject> _found = [];
    private readonly List<Oop> _loaded = [];
    private readonly List<Oop> _classes = [];

    // Offset of an object in the words to its number.
    private readonly Dictionary<long, int> _numbers = [];

    private ObjectSegmentReader(ObjectMemory memory, byte* start, long bytes, Oop outPointers, bool hasSwappedFloats)
    {
        _memory = memory;
        _dialect = memory.Dialect;
        _words = new FileWords(start, _dialect.WordSize, isBigEndian: false);
        _end = bytes;
        _outPointers = outPointers;
        _outCount = ObjectMemory.SlotCount(outPointers);
        _hasSwappedFloats = hasSwappedFloats;
    }

    /// <summary>
    /// Loads a segment. In Spur its words become an Array of all that was loaded; before Spur only their stamp is left.
    /// Objects do not move, but only at a place where all oops in use are shown by <see cref="Roots"/>.
    /// </summary>
    /// <param name="memory">The objects.</param>
    /// <param name="words">An object of 32-bit elements, as it was stored on a machine of either byte order.</param>
    /// <param name="outPointers">The Array of the objects outside.</param>
    /// <param name="roots">The Array of roots, the first object of the segment.</param>
    public static PrimitiveError Load(ObjectMemory memory, Oop words, Oop outPointers, out Oop roots)
    {
        roots = Oop.None;
        byte[] copy = ObjectMemory.ByteSpan(words).ToArray();
        int stampBytes = ObjectSegmentFormat.StampBytes(memory.Dialect);
        if (copy.Length < stampBytes + memory.Dialect.WordSize || !TryReadStamp(copy, memory.Dialect, out ImageDialect its, out bool isForeign))
        {
            return PrimitiveError.BadArgument;
        }
        bool hasSwappedFloats = !memory.Dialect.IsSpur && (!its.HasNativeFloats || isForeign);
        fixed (byte* start = copy)
        {
            ObjectSegmentReader reader = new(memory, start, copy.Length, outPointers, hasSwappedFloats);
            PrimitiveError error = reader.Find(stampBytes);
            if (error != PrimitiveError.None)
            {
                return error;
            }
            if (isForeign)
            {
                reader.SwapByteObjects();
            }
            error = reader.Load(words, out roots);
            if (error != PrimitiveError.None)
            {
                Bury(reader._loaded);
            }
            return error;
        }
    }

    /// <summary>Reverses the words of a segment from a machine of the other byte order.</summary>
    private static bool TryReadStamp(byte[] words, ImageDialect dialect, out ImageDialect its, out bool isForeign)
    {
        uint stamp = BinaryPrimitives.ReadUInt32LittleEndian(words);
        if (!ObjectSegmentFormat.IsReadable(stamp, dialect, out its))
        {
            stamp = BinaryPrimitives.ReverseEndianness(stamp);
            if (dialect.WordSize != sizeof(uint) || !ObjectSegmentFormat.IsReadable(stamp, dialect, out its))
            {
                isForeign = false;
                return false;
            }
            for (int i = 0; i < words.Length; i += sizeof(uint))
            {
                Array.Reverse(words, i, sizeof(uint));
            }
        }
        // The first byte of #doesNotUnderstand: instead of the fourth: big-endian. No Spur ran on such machines.
        isForeign = stamp >> 24 == 'd';
        return stamp >> 24 == 's' || (isForeign && !dialect.IsSpur);
    }

    private PrimitiveError Find(long at)
    {
        while (at < _end)
        {
            FileObject found;
            bool exists = _dialect.IsSpur
                ? SpurObjects.TryFrom(_words, at, _end, out found)
                : V3Objects.TryFrom(_words, at, _end, out found) && !found.IsHidden;
            bool isKnown = exists && (found.Format.IsPointers() || found.Format.IsBits() || found.Format.IsCompiledMethod());
            if (!isKnown || found.Bytes < 0 || found.Bytes > found.Next - found.Body)
            {
                return PrimitiveError.InappropriateOperation;
            }
            _numbers[found.Offset] = _found.Count;
            _found.Add(found);
            at = found.Next;
        }
        return _found.Count > 0 && _found[0].Format == ObjectFormat.Indexable ? PrimitiveError.None : PrimitiveError.BadArgument;
    }

    private void SwapByteObjects()
    {
        foreach (FileObject found in _found)
        {
            long from = found.Format.IsCompiledMethod() ? OopCount(found) * _dialect.WordSize
                : found.Format.IsBytes() ? 0
                : long.MaxValue;
            for (long at = found.Body + Math.Min(from, found.Next - found.Body); at < found.Next; at += sizeof(uint))
            {
                uint* word = (uint*)(_words.Start + at);
                *word = BinaryPrimitives.ReverseEndianness(*word);
            }
        }
    }

    private PrimitiveError Load(Oop words, out Oop roots)
    {
        roots = Oop.None;
        PrimitiveError error = Allocate();
        for (int i = 0; i < _found.Count && error == PrimitiveError.None; i++)
        {
            error = Fill(_found[i], _loaded[i]);
        }
        for (int i = 0; i < _found.Count && error == PrimitiveError.None; i++)
        {
            error = FindClass(_found[i], _loaded[i]);
        }
        if (error != PrimitiveError.None)
        {
            return error;
        }
        Oop rest = NewRest(words);
        Oop from = rest.IsNone ? rest : _memory.NewArray([words]);
        Oop to = from.IsNone ? from : _memory.NewArray([rest]);
        error = to.IsNone ? PrimitiveError.NoMemory : EnterClasses();
        if (error == PrimitiveError.None)
        {
            error = Becomer.Forward(_memory, from, to, copyHash: true);
        }
        if (error != PrimitiveError.None)
        {
            Bury([.. new[] { rest, from, to }.Where(oop => !oop.IsNone)]);
        }
        roots = _loaded[0];
        return error;
    }

    /// <summary>Makes the objects, as Arrays or whatever their format is of nobody's class yet.</summary>
    private PrimitiveError Allocate()
    {
        long bytes = 0;
        foreach (FileObject found in _found)
        {
            if (found.Format.IsCompiledMethod() && !HasSoundHeader(found))
            {
                return PrimitiveError.InappropriateOperation;
            }
            bytes += ObjectMemory.SizeOf(SlotCount(found));
        }
        if (bytes > _memory.BytesLeft)
        {
            return PrimitiveError.NoMemory;
        }
        foreach (FileObject found in _found)
        {
            long slots = SlotCount(found);
            long tail = found.Bytes - (OopCount(found) * _dialect.WordSize);
            ObjectFormat format = found.Format.IsPointers() ? found.Format : found.Format.ForByteLength(tail);
            // Its class is that of Arrays until all is known to be well; a method is none, to a collector, before its header is there.
            Oop oop = found.IsPinned
                ? _memory.AllocateOld(_memory.Known.Array, format, slots)
                : _memory.AllocateRaw(_memory.Known.Array, format, slots);
            if (oop.IsNone)
            {
                return PrimitiveError.NoMemory;
            }
            ObjectMemory.Fill(ObjectMemory.Slots(oop), slots, found.Format.IsBits() ? default : Oop.FromInteger(0));
            if (found.IsPinned && !found.Format.IsBits())
            {
                _memory.Remembered.Add(oop);
            }
            _loaded.Add(oop);
        }
        return PrimitiveError.None;
    }

    private bool HasSoundHeader(in FileObject found) =>
        found.Bytes >= _dialect.WordSize && TryImmediate(_words.Word(found.Body), out Oop header) && header.IsInteger
        && found.Bytes >= _dialect.WordSize * (1L + CompiledCode.LiteralCount(header.Integer, _dialect));

    private long OopCount(in FileObject found)
    {
        if (found.Format.IsPointers())
        {
            return found.Bytes / _dialect.WordSize;
        }
        if (!found.Format.IsCompiledMethod())
        {
            return 0;
        }
        _ = TryImmediate(_words.Word(found.Body), out Oop header);
        return 1 + CompiledCode.LiteralCount(header.Integer, _dialect);
    }

    private long SlotCount(in FileObject found)
    {
        long oops = OopCount(found);
        return found.Format.IsPointers() ? oops : oops + ((found.Bytes - (oops * _dialect.WordSize) + 7) / 8);
    }

    private PrimitiveError Fill(in FileObject found, Oop oop)
    {
        long oops = OopCount(found);
        for (long i = 0; i < oops; i++)
        {
            PrimitiveError error = Resolve(_words.Word(found.Body + (i * _dialect.WordSize)), out Oop value);
            if (error != PrimitiveError.None)
            {
                return error;
            }
            _memory.Store((int)i, oop, value);
        }
        long tail = found.Format.IsPointers() ? 0 : found.Bytes - (oops * _dialect.WordSize);
        byte* source = _words.Start + found.Body + (oops * _dialect.WordSize);
        Buffer.MemoryCopy(source, ObjectMemory.Slots(oop) + oops, tail, tail);
        return PrimitiveError.None;
    }

    private PrimitiveError Resolve(ulong word, out Oop oop)
    {
        if (TryImmediate(word, out oop))
        {
            return oop.IsNone ? PrimitiveError.InappropriateOperation : PrimitiveError.None;
        }
        ulong outside = ObjectSegmentFormat.OutPointerBit(_dialect);
        if ((word & outside) != 0)
        {
            long index = (long)((word & ~outside) / (uint)_dialect.WordSize) - ObjectSegmentFormat.FirstOutPointer(_dialect);
            return Outside(index, out oop);
        }
        long offset = (long)word - ObjectSegmentFormat.Origin(_dialect) + ObjectSegmentFormat.StampBytes(_dialect);
        if (offset < 0 || offset >= _end)
        {
            return PrimitiveError.BadIndex;
        }
        oop = _numbers.TryGetValue(offset, out int number) ? _loaded[number] : Oop.None;
        return oop.IsNone ? PrimitiveError.InappropriateOperation : PrimitiveError.None;
    }

    private PrimitiveError Outside(long index, out Oop oop)
    {
        bool exists = index >= 0 && index < _outCount;
        oop = exists ? ObjectMemory.Followed(ObjectMemory.Slots(_outPointers)[index]) : Oop.None;
        return exists ? PrimitiveError.None : PrimitiveError.BadIndex;
    }

    /// <summary>Answers false for a pointer, and <see cref="Oop.None"/> for an immediate of no known kind.</summary>
    private bool TryImmediate(ulong word, out Oop oop)
    {
        if (!_dialect.IsSpur)
        {
            long value = _dialect.WordSize == 8 ? (long)word >> 1 : (int)word >> 1;
            oop = _memory.IsSmallInteger(value) ? Oop.FromInteger(value) : Oop.None;
            return (word & 1) != 0;
        }
        if (_dialect.WordSize == sizeof(uint))
        {
            oop = (word & 1) != 0 ? Oop.FromInteger((int)word >> 1) : Oop.FromCharacter((int)(word >> 2));
            return (word & 3) != 0;
        }
        oop = new Oop((long)word);
        if (_dialect.Format == ImageFormat.FloatTag3 && oop.Tag == SpurWriter.OldFloatTag)
        {
            oop = new Oop(oop.Bits ^ SpurWriter.OldFloatTag ^ Oop.FloatTag);
        }
        if (oop.IsImmediate && !oop.IsInteger && !oop.IsCharacter && !oop.IsSmallFloat)
        {
            oop = Oop.None;
        }
        return (word & Oop.TagMask) != 0;
    }

    /// <summary>Finds the class of an object, whose slots are there, and whether the two fit.</summary>
    private PrimitiveError FindClass(in FileObject found, Oop oop)
    {
        PrimitiveError error = ResolveClass(found, out Oop behavior);
        if (error != PrimitiveError.None)
        {
            return error;
        }
        bool isAlike = _memory.TryShape(behavior, out ClassShape shape)
            && (shape.Format == found.Format || (shape.Format.IsBits() && found.Format.IsBits()));
        if (!isAlike || _memory.IsImmediateClass(behavior) || ObjectMemory.SlotCount(oop) < shape.FixedSlots
            || (_memory.Classes.IndexOf(behavior) is var index && _memory.Known.IsContext(index) && !IsContextLike(oop)))
        {
            return PrimitiveError.InappropriateOperation;
        }
        _classes.Add(behavior);
        return PrimitiveError.None;
    }

    private PrimitiveError ResolveClass(in FileObject found, out Oop behavior)
    {
        if (!_dialect.IsSpur)
        {
            if (found.Class != 0)
            {
                return Resolve(found.Class, out behavior);
            }
            Oop compact = ObjectMemory.Followed(_memory.Special(SpecialObject.CompactClasses));
            bool exists = found.CompactIndex > 0 && found.CompactIndex <= ObjectMemory.SlotCount(compact);
            behavior = exists ? ObjectMemory.Followed(_memory.Fetch(found.CompactIndex - 1, compact)) : Oop.None;
            return exists ? PrimitiveError.None : PrimitiveError.BadIndex;
        }
        int reference = (int)found.Class;
        return (reference & ObjectSegmentFormat.OutClassBit) != 0
            ? Outside(reference & ~ObjectSegmentFormat.OutClassBit, out behavior)
            : Resolve((ulong)(reference - ObjectSegmentFormat.FirstClassIndex) * ObjectHeader.Bytes, out behavior);
    }

    private bool IsContextLike(Oop oop) =>
        ObjectMemory.SlotCount(oop) >= Layouts.Context.FirstTemp && !_memory.Fetch(Layouts.Context.Sender, oop).IsInteger;

    /// <summary>Turns what was made before something failed into free space, which no walk shows.</summary>
    private static void Bury(List<Oop> objects)
    {
        foreach (Oop oop in objects)
        {
            ref ulong header = ref ObjectMemory.Header(oop);
            header = ObjectHeader.WithFormat(ObjectHeader.WithClassIndex(header, 0), ObjectFormat.Words64);
        }
    }

    /// <summary>What the words become.</summary>
    private Oop NewRest(Oop words)
    {
        if (_dialect.IsSpur)
        {
            Oop all = _memory.NewArray(_loaded.Count);
            for (int i = 0; i < _loaded.Count && !all.IsNone; i++)
            {
                _memory.Store(i, all, _loaded[i]);
            }
            return all;
        }
        Oop rest = _memory.Allocate(ObjectMemory.ClassIndexOf(words), ObjectFormat.Words32.ForByteLength(_dialect.WordSize), 1);
        if (!rest.IsNone)
        {
            ObjectMemory.ByteSpan(words)[.._dialect.WordSize].CopyTo(ObjectMemory.ByteSpan(rest));
        }
        return rest;
    }

    /// <summary>Gives each object its class, and each class its index; takes that back where the table is full.</summary>
    private PrimitiveError EnterClasses()
    {
        List<(Oop Behavior, ulong Header)> entered = [];
        for (int i = 0; i < _loaded.Count; i++)
        {
            // A class that comes with the segment may have no instance in it.
            bool isClass = _dialect.IsSpur && ObjectHeader.IsRemembered(*(ulong*)(_words.Start + _found[i].Offset));
            if (!Enter(_classes[i], entered) || (isClass && !Enter(_loaded[i], entered)))
            {
                foreach ((Oop behavior, ulong header) in entered)
                {
                    _memory.Classes.Remove(_memory.Classes.IndexOf(behavior));
                    ObjectMemory.Header(behavior) = header;
                }
                return PrimitiveError.LimitExceeded;
            }
        }
        for (int i = 0; i < _loaded.Count; i++)
        {
            Finish(_found[i], _loaded[i], _memory.Classes.IndexOf(_classes[i]));
        }
        return PrimitiveError.None;
    }

    private bool Enter(Oop behavior, List<(Oop Behavior, ulong Header)> entered)
    {
        if (_memory.Classes.IndexOf(behavior) != 0)
        {
            return true;
        }
        ulong header = ObjectMemory.Header(behavior);
        if (_memory.EnsureClassIndex(behavior) == 0)
        {
            return false;
        }
        entered.Add((behavior, header));
        return true;
    }

    private void Finish(in FileObject found, Oop oop, int classIndex)
    {
        ref ulong header = ref ObjectMemory.Header(oop);
        header = ObjectHeader.WithPinned(ObjectHeader.WithReadOnly(ObjectHeader.WithClassIndex(header, classIndex), found.IsReadOnly), found.IsPinned);
        if (_memory.Classes.IndexOf(oop) == 0)
        {
            header = ObjectHeader.WithHash(header, _dialect.IsSpur ? found.Hash : found.Hash | HashIsSetBit);
        }
        if (_hasSwappedFloats && classIndex == _memory.Known.Float && found.Bytes == sizeof(double))
        {
            ref ulong bits = ref *(ulong*)ObjectMemory.Slots(oop);
            bits = (bits >> 32) | (bits << 32);
        }
    }
}
