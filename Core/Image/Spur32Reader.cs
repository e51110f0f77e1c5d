using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// Reads 32-bit Spur images: the header is the memory's own, slots are half as wide, SmallIntegers have 31 bits
/// (VMMaker <c>Spur32BitMemoryManager</c>).
/// </summary>
internal sealed class Spur32Reader(Stream file, ImageHeader header, ObjectMemory memory)
    : WideningReader(file, header, memory)
{
    private const int TagMask = 3;

    // SmallIntegers end in one 1 bit, so they have two tags and their class two places in the table.
    private const int SecondIntegerTag = 3;

    private int _contextIndex;

    protected override int Alignment => 8;

    protected override FileObject ObjectFrom(long at) =>
        SpurObjects.TryFrom(Words, at, Segments.Length, out FileObject found) ? found : throw Broken(at, "does not fit into the image");

    protected override FileObject ObjectAtOop(long offset) => SpurObjects.At(Words, offset);

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
        ReadMourners(roots);
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

    private void ReadMourners(in FileObject roots)
    {
        if (roots.Bytes / WordSize <= SpurMournQueue.Root)
        {
            return;
        }
        foreach (ulong word in SpurMournQueue.Read(Word(roots.Body + (SpurMournQueue.Root * WordSize)), PageAt))
        {
            Memory.Mourners.Enqueue(Widened(Pointer(word, SpurMournQueue.Name)));
        }

        Func<int, ulong>? PageAt(ulong word) =>
            Hidden.TryGetValue(Segments.OffsetOf(word), out FileObject page) && page.Bytes == SpurMournQueue.PageSlots * WordSize
                ? i => Word(page.Body + (i * WordSize))
                : null;
    }

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
