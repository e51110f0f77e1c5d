using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// Reads 32-bit Spur images: the header is the memory's own, slots are half as wide, SmallIntegers have 31 bits
/// (VMMaker <c>Spur32BitMemoryManager</c>).
/// </summary>
internal sealed unsafe class Spur32Reader(Stream file, ImageHeader header, ObjectMemory memory)
    : WideningReader(file, header, memory)
{
    private const int TagMask = 3;
    private const int CharacterTag = 2;

    // SmallIntegers end in one 1 bit, so they have two tags and their class two places in the table.
    private const int SecondIntegerTag = 3;

    private int _contextIndex;

    protected override int Alignment => 8;

    protected override FileObject ObjectFrom(long at)
    {
        if (Segments.Length - at < 16)
        {
            throw Broken(at, "does not fit into the image");
        }
        ulong word = *(ulong*)(Segments.Start + at);
        bool overflows = ObjectHeader.IsOverflowWord(word);
        if (overflows && !ObjectHeader.IsOverflowWord(*(ulong*)(Segments.Start + at + 8)))
        {
            throw Broken(at, "has two slot counts");
        }
        return ObjectAtOop(overflows ? at + 8 : at);
    }

    protected override FileObject ObjectAtOop(long offset)
    {
        ulong word = *(ulong*)(Segments.Start + offset);
        long slots = ObjectHeader.IsOverflowWord(word)
            ? ObjectHeader.OverflowCount(*(ulong*)(Segments.Start + offset - 8))
            : ObjectHeader.SlotField(word);
        ObjectFormat format = ObjectHeader.Format(word);
        long body = offset + ObjectHeader.Bytes;
        return new FileObject
        {
            Offset = offset,
            Body = body,
            Bytes = (slots * WordSize) - format.UnusedBytes(),
            Next = body + Math.Max(8, ((slots * WordSize) + 7) & ~7L),
            Format = format.Base(),
            Hash = ObjectHeader.Hash(word),
            Class = (ulong)ObjectHeader.ClassIndex(word),
            IsHidden = ObjectHeader.ClassIndex(word) <= ObjectHeader.LastPunClassIndex,
            IsReadOnly = ObjectHeader.IsReadOnly(word),
            IsPinned = ObjectHeader.IsPinned(word),
        };
    }

    protected override void ReadClasses(in FileObject specialObjects)
    {
        FileObject roots = Hidden.Values.FirstOrDefault(o => o.Class == SpurClassPages.ArrayPun);
        if (roots.Next == 0)
        {
            throw new ImageFormatException("the image has no class table");
        }
        long pages = Math.Min(roots.Bytes / WordSize, SpurClassPages.MaximumPages);
        for (long page = 0; page < pages; page++)
        {
            ulong word = Word(roots.Body + (page * WordSize));
            if (Hidden.TryGetValue(Segments.OffsetOf(word), out FileObject entries))
            {
                ReadPage((int)page, entries);
            }
            else if (Widened(word) != Nil)
            {
                throw Broken(roots, "names a page of classes that is none");
            }
        }
        Memory.Classes[SecondIntegerTag] = Oop.None;
        _contextIndex = ObjectAt(Pointer(SpecialWord(specialObjects, SpecialObject.ClassContext), "class of contexts")).Hash;
    }

    protected override (int ClassIndex, int Hash) Identity(in FileObject found)
    {
        int index = (int)found.Class;
        return !Memory.Classes[index].IsNone
            ? (index, found.Hash)
            : throw Broken(found, $"has the class index {index}, which no class has");
    }

    protected override bool TryImmediate(ulong word, out Oop oop)
    {
        oop = (word & 1) != 0 ? Oop.FromInteger((int)word >> 1) : Oop.FromCharacter((int)(word >> 2));
        return (word & TagMask) != 0;
    }

    protected override bool IsContext(int classIndex) => classIndex == _contextIndex;

    private void ReadPage(int page, in FileObject entries)
    {
        long count = Math.Min(entries.Bytes / WordSize, SpurClassPages.PageSize);
        for (long i = 0; i < count; i++)
        {
            ulong word = Word(entries.Body + (i * WordSize));
            if (Widened(word) is var behavior && behavior != Nil)
            {
                if (behavior.IsImmediate || !IsClassLike(ObjectAt(word)))
                {
                    throw Broken(entries, $"has something else than a class at {i}");
                }
                SpurClassPages.Enter(Memory, (page * SpurClassPages.PageSize) + (int)i, behavior);
            }
        }
    }
}
