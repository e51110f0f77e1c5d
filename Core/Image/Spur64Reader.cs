using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// Reads a 64-bit Spur image straight into old space, then turns its addresses into those of this run
/// (VMMaker <c>SpurMemoryManager&gt;&gt;initializeObjectMemory:</c>). No word is followed before it is checked.
/// </summary>
internal sealed unsafe class Spur64Reader(Stream file, ImageHeader header, ObjectMemory memory)
{
    // In format 68019 a SmallFloat64 has tag 3; its bits are the same.
    private const int OldFloatTag = 3;

    private readonly bool _hasOldFloatTag = header.Format.Dialect.Format == ImageFormat.FloatTag3;
    private readonly List<Oop> _hidden = [];
    private ImageSegments _segments = null!;
    private ObjectStarts _starts = null!;
    private int _contextIndex;
    private Oop _nil;

    /// <summary>Answers the special objects array.</summary>
    public Oop Read()
    {
        _segments = ImageSegments.Read(file, header, memory.TakeOld);
        FindObjects();
        Oop special = Relocated(header.SpecialObjects, "the header");
        FindNilAndContextClass(special);
        Oop roots = HiddenRoots();
        ReadClassTable(roots);
        ReadMourners(roots);
        EnterFloatClass(special);
        HideInternalObjects();
        RelocateObjects();
        return Relocated(header.SpecialObjects, "the header");
    }

    private void FindObjects()
    {
        _starts = new ObjectStarts(_segments.Length);
        long at = (long)_segments.Start;
        long end = at + _segments.Length;
        while (at < end)
        {
            long left = end - at;
            ulong word = *(ulong*)at;
            bool overflows = ObjectHeader.IsOverflowWord(word);
            long slots = overflows ? ObjectHeader.OverflowCount(word) : ObjectHeader.SlotField(word);
            long oop = overflows ? at + 8 : at;
            if (left < 16 || slots > left / 8 || SizeOf(slots, overflows) > left
                || (overflows && ObjectHeader.SlotField(*(ulong*)oop) != ObjectHeader.OverflowSlots))
            {
                throw Broken(at, "does not fit into the image");
            }
            ref ulong objectHeader = ref *(ulong*)oop;
            objectHeader = ObjectHeader.WithoutCollectorBits(objectHeader);
            _starts.Add(oop - (long)_segments.Start);
            if (!ObjectMemory.IsVisible(new Oop(oop)))
            {
                _hidden.Add(new Oop(oop));
            }
            at += SizeOf(slots, overflows);
        }
    }

    private void FindNilAndContextClass(Oop special)
    {
        if (!ObjectMemory.FormatOf(special).IsPointers()
            || ObjectMemory.SlotCount(special) <= (int)SpecialObject.ClassContext)
        {
            throw Broken(special.Bits, "is no array of special objects");
        }
        Oop* slots = ObjectMemory.Slots(special);
        _nil = Relocated((ulong)slots[(int)SpecialObject.Nil].Bits, "the special objects array");
        Oop context = Relocated((ulong)slots[(int)SpecialObject.ClassContext].Bits, "the special objects array");
        _contextIndex = ObjectHeader.Hash(ObjectMemory.Header(context));
    }

    private Oop HiddenRoots()
    {
        Oop roots = _hidden.Find(o => ObjectMemory.ClassIndexOf(o) == SpurClassPages.ArrayPun);
        return !roots.IsNone ? roots : throw new ImageFormatException("the image has no class table");
    }

    private void ReadClassTable(Oop roots)
    {
        long pages = Math.Min(ObjectMemory.SlotCount(roots), SpurClassPages.MaximumPages);
        for (long page = 0; page < pages; page++)
        {
            Oop entries = Relocated((ulong)ObjectMemory.Slots(roots)[page].Bits, "the class table");
            if (entries == _nil)
            {
                continue;
            }
            long count = Math.Min(ObjectMemory.SlotCount(entries), SpurClassPages.PageSize);
            for (long i = 0; i < count; i++)
            {
                Oop behavior = Relocated((ulong)ObjectMemory.Slots(entries)[i].Bits, "the class table");
                if (behavior != _nil)
                {
                    if (!IsClassLike(behavior))
                    {
                        throw Broken(entries.Bits, $"has something else than a class at {i}");
                    }
                    SpurClassPages.Enter(memory, (int)((page * SpurClassPages.PageSize) + i), behavior);
                }
            }
        }
    }

    private void ReadMourners(Oop roots)
    {
        if (ObjectMemory.SlotCount(roots) <= SpurMournQueue.Root)
        {
            return;
        }
        foreach (ulong word in SpurMournQueue.Read((ulong)ObjectMemory.Slots(roots)[SpurMournQueue.Root].Bits, PageAt))
        {
            Oop mourner = Relocated(word, SpurMournQueue.Name);
            memory.Mourners.Enqueue(ObjectMemory.IsVisible(mourner) ? mourner : throw Broken(mourner.Bits, "cannot mourn"));
        }

        Func<int, ulong>? PageAt(ulong word) =>
            TryRelocate(word, out Oop page) && !ObjectMemory.IsVisible(page) && ObjectMemory.SlotCount(page) == SpurMournQueue.PageSlots
                ? i => (ulong)ObjectMemory.Slots(page)[i].Bits
                : null;
    }

    private void EnterFloatClass(Oop special)
    {
        if (_hasOldFloatTag)
        {
            memory.Classes[Oop.FloatTag] = memory.Classes[OldFloatTag];
        }
        if (memory.Classes[Oop.FloatTag].IsNone)
        {
            // A kernel without floats of its own: primitives make them all the same.
            ulong word = (ulong)memory.Fetch((int)SpecialObject.ClassFloat, special).Bits;
            memory.Classes[Oop.FloatTag] = Relocated(word, "the special objects array");
        }
    }

    /// <summary>What the image's memory manager kept for itself is free space here, and nothing may refer to it.</summary>
    private void HideInternalObjects()
    {
        foreach (Oop oop in _hidden)
        {
            ref ulong objectHeader = ref ObjectMemory.Header(oop);
            objectHeader = ObjectHeader.WithFormat(ObjectHeader.WithClassIndex(objectHeader, 0), ObjectFormat.Words64);
            _starts.Remove(oop.Bits - (long)_segments.Start);
        }
    }

    private void RelocateObjects()
    {
        Oop* classes = memory.Classes.Entries;
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            int index = ObjectMemory.ClassIndexOf(oop);
            if (index == 0)
            {
                continue;
            }
            if (classes[index].IsNone)
            {
                throw Broken(oop.Bits, $"has the class index {index}, which no class has");
            }
            ObjectFormat format = ObjectMemory.FormatOf(oop);
            long slots = ObjectMemory.SlotCount(oop);
            if (format.IsPointers())
            {
                RelocatePointers(oop, index, slots);
            }
            else if (format.IsCompiledMethod())
            {
                RelocateMethod(oop);
            }
            else if (format < ObjectFormat.Words64 || format.UnusedBytes() > 8 * slots)
            {
                throw Broken(oop.Bits, $"has the format {(int)format} and {slots} slots");
            }
        }
    }

    private void RelocatePointers(Oop oop, int index, long slots)
    {
        Oop* first = ObjectMemory.Slots(oop);
        if (index == _contextIndex)
        {
            if (slots < Layouts.Context.FirstTemp)
            {
                throw Broken(oop.Bits, $"is a context of {slots} slots");
            }
            long used = ObjectMemory.UsedContextSlots(first[Layouts.Context.StackPointer], slots);
            ObjectMemory.Fill(first + used, slots - used, _nil);
            slots = used;
        }
        Relocate(oop, slots);
    }

    private void RelocateMethod(Oop oop)
    {
        long bytes = ObjectMemory.ByteLength(oop);
        if (bytes < 8 || !memory.Fetch(0, oop).IsInteger
            || bytes < CompiledCode.FirstBytecode(oop, memory.Dialect))
        {
            throw Broken(oop.Bits, "is a compiled method with a broken header");
        }
        Relocate(oop, 1 + CompiledCode.LiteralCount(oop, memory.Dialect));
    }

    private void Relocate(Oop oop, long count)
    {
        Oop* slots = ObjectMemory.Slots(oop);
        for (long i = 0; i < count; i++)
        {
            Oop value = slots[i];
            if (value.IsPointer)
            {
                slots[i] = TryRelocate((ulong)value.Bits, out Oop moved) ? moved : throw Dangling(oop, value);
            }
            else if (!IsImmediateTag(value.Tag))
            {
                slots[i] = _hasOldFloatTag && value.Tag == OldFloatTag
                    ? new Oop(value.Bits ^ OldFloatTag ^ Oop.FloatTag)
                    : throw Dangling(oop, value);
            }
        }
    }

    private bool IsImmediateTag(int tag) =>
        tag is Oop.IntegerTag or Oop.CharacterTag || (tag == Oop.FloatTag && !_hasOldFloatTag);

    private static bool IsClassLike(Oop oop) =>
        ObjectMemory.IsVisible(oop) && ObjectMemory.FormatOf(oop).IsPointers()
        && ObjectMemory.SlotCount(oop) > Layouts.Class.Format;

    private static long SizeOf(long slots, bool overflows) => (8 * Math.Max(slots, 1)) + (overflows ? 16 : 8);

    private Oop Relocated(ulong word, string where) =>
        TryRelocate(word, out Oop oop) ? oop : throw new ImageFormatException($"{where} refers to 0x{word:x}, where no object is");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRelocate(ulong word, out Oop oop)
    {
        long offset = _segments.OffsetOf(word);
        oop = new((long)_segments.Start + offset);
        return offset >= 0 && _starts.Contains(offset);
    }

    private ImageFormatException Dangling(Oop oop, Oop value) =>
        Broken(oop.Bits, $"refers to 0x{value.Bits:x}, where no object is");

    private ImageFormatException Broken(long at, string what) =>
        new($"the object at byte {header.HeapOffset + at - (long)_segments.Start} of the image {what}");
}
