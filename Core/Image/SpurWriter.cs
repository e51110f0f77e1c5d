using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// Writes Spur heaps of 32 and 64 bits as one segment: nil, false, true, the lists of free chunks, the hidden roots, the
/// pages of the class table and of the mourners, then the other objects, then the bridge that ends a segment
/// (VMMaker <c>SpurMemoryManager&gt;&gt;initializeObjectMemory:</c>, <c>SpurSegmentManager&gt;&gt;writeImageSegmentsToFile:</c>).
/// </summary>
/// <remarks>The hidden roots name no other stacks and no remembered set: a VM that finds nil there makes its own.</remarks>
internal class SpurWriter(ObjectMemory memory) : HeapWriter(memory)
{
    public const int OldFloatTag = 3;
    private const int BridgePun = 3;
    private const int Words32Pun = 18;
    private const int Words64Pun = 19;
    private const int BridgeBytes = 16;
    private const int HiddenRootSlots = SpurClassPages.MaximumPages + 8;

    // Cog takes the second page for granted.
    private const int FewestPages = 2;

    private readonly bool _hasOldFloatTag = memory.Dialect.Format == ImageFormat.FloatTag3;
    private readonly int _pages = Math.Max(FewestPages, (memory.Classes.Count + SpurClassPages.PageSize - 1) / SpurClassPages.PageSize);

    // The one at the bottom of the stack first.
    private readonly Oop[] _mourners = [.. memory.Mourners.Waiting.Reverse()];
    private long _firstPage;

    protected override int TrailerBytes => BridgeBytes;

    private int WordsPun => WordSize == 8 ? Words64Pun : Words32Pun;
    private int FreeListCount => 8 * WordSize;
    private ObjectFormat WordFormat => WordSize == 8 ? ObjectFormat.Words64 : ObjectFormat.Words32;
    private long PageBytes => PrefixBytes(SpurClassPages.PageSize) + SizeOf(SpurClassPages.PageSize);
    private long MournPageBytes => PrefixBytes(SpurMournQueue.PageSlots) + SizeOf(SpurMournQueue.PageSlots);
    private int MournPages => (_mourners.Length + SpurMournQueue.MournersInPage - 1) / SpurMournQueue.MournersInPage;

    protected override long PlaceFirst(long at)
    {
        at = base.PlaceFirst(at) + SizeOf(FreeListCount) + PrefixBytes(HiddenRootSlots) + SizeOf(HiddenRootSlots);
        _firstPage = Base + at + PrefixBytes(SpurClassPages.PageSize);
        return at + (_pages * PageBytes) + (MournPages * MournPageBytes);
    }

    protected override void WriteFirst(ImageOutput output)
    {
        base.WriteFirst(output);
        WriteHeader(ObjectHeader.Make(WordsPun, WordFormat, 0), FreeListCount, output);
        output.PutZeros(FreeListCount * WordSize);
        WriteHiddenRoots(output);
        for (int page = 0; page < _pages; page++)
        {
            WritePage(page * SpurClassPages.PageSize, output);
        }
        for (int page = 0; page < MournPages; page++)
        {
            WriteMournPage(page, output);
        }
    }

    /// <summary>A bridge is an object of the segment's memory manager; all zeros behind its header: the last one.</summary>
    protected override void WriteTrailer(ImageOutput output)
    {
        ulong bridge = ObjectHeader.Make(BridgePun, WordFormat, 0);
        output.Put64(ObjectHeader.WithMarked(ObjectHeader.WithPinned(bridge, true), true));
        output.Put64(0);
    }

    protected override ulong Immediate(Oop oop)
    {
        if (WordSize == sizeof(uint))
        {
            return oop.IsInteger ? ((ulong)CheckedInteger(oop) << 1) | 1 : ((ulong)oop.Character << 2) | Oop.CharacterTag;
        }
        return (ulong)(_hasOldFloatTag && oop.IsSmallFloat ? oop.Bits ^ Oop.FloatTag ^ OldFloatTag : oop.Bits);
    }

    protected override int PrefixBytes(Oop oop) => PrefixBytes(SlotCount(oop));

    protected override long SizeInFile(Oop oop) => SizeOf(SlotCount(oop));

    public override void WriteObject(Oop oop, ImageOutput output)
    {
        ulong header = HeaderOf(oop);
        ObjectFormat format = ObjectHeader.Format(header);
        long slots = SlotCount(oop);
        if (!format.IsPointers())
        {
            long unused = (slots * WordSize) - BodyBytes(oop);
            header = ObjectHeader.WithFormat(header, (ObjectFormat)((int)format.Base() + (int)(unused / format.ElementBytes())));
        }
        WriteHeader(header, slots, output);
        WriteBody(oop, SizeOf(slots) - ObjectHeader.Bytes, output);
    }

    /// <summary>The header, whose format and slot count are put right later.</summary>
    protected virtual ulong HeaderOf(Oop oop) => ObjectHeader.WithoutCollectorBits(ObjectMemory.Header(oop));

    private static int PrefixBytes(long slots) => slots >= ObjectHeader.OverflowSlots ? 8 : 0;

    private long SizeOf(long slots) => ObjectHeader.Bytes + Math.Max(8, ((slots * WordSize) + 7) & ~7L);

    private long SlotCount(Oop oop) => (BodyBytes(oop) + WordSize - 1) / WordSize;

    private static void WriteHeader(ulong header, long slots, ImageOutput output)
    {
        if (slots >= ObjectHeader.OverflowSlots)
        {
            output.Put64(ObjectHeader.OverflowWord(slots));
        }
        output.Put64(ObjectHeader.WithSlotField(header, (int)Math.Min(slots, ObjectHeader.OverflowSlots)));
    }

    private void WriteHiddenRoots(ImageOutput output)
    {
        WriteHeader(ObjectHeader.Make(SpurClassPages.ArrayPun, ObjectFormat.Indexable, 0), HiddenRootSlots, output);
        ulong nil = Word(Memory.Nil);
        for (int i = 0; i < HiddenRootSlots; i++)
        {
            ulong word = i < _pages ? (ulong)(_firstPage + (i * PageBytes)) : nil;
            output.PutWord(i == SpurMournQueue.Root && MournPages > 0 ? MournPage(MournPages - 1) : word, WordSize);
        }
    }

    /// <summary>The address of a page of the queue of mourners. That at the bottom of the stack lies first.</summary>
    private ulong MournPage(int page) => (ulong)(_firstPage + (_pages * PageBytes) + (page * MournPageBytes));

    private void WriteMournPage(int page, ImageOutput output)
    {
        ReadOnlySpan<Oop> mourners = _mourners.AsSpan(page * SpurMournQueue.MournersInPage);
        mourners = mourners[..Math.Min(mourners.Length, SpurMournQueue.MournersInPage)];
        Span<ulong> words = stackalloc ulong[SpurMournQueue.FixedSlots];
        words[SpurMournQueue.Count] = (ulong)mourners.Length;
        words[SpurMournQueue.OwnRoot] = SpurMournQueue.Root;
        words[SpurMournQueue.Next] = page > 0 ? MournPage(page - 1) : 0;
        WriteHeader(ObjectHeader.Make(WordsPun, WordFormat, 0), SpurMournQueue.PageSlots, output);
        foreach (ulong word in words)
        {
            output.PutWord(word, WordSize);
        }
        foreach (Oop mourner in mourners)
        {
            output.PutWord(Word(mourner), WordSize);
        }
        output.PutZeros((SpurMournQueue.MournersInPage - mourners.Length) * WordSize);
    }

    private void WritePage(int firstIndex, ImageOutput output)
    {
        WriteHeader(ObjectHeader.Make(SpurClassPages.ArrayPun, ObjectFormat.Indexable, 0), SpurClassPages.PageSize, output);
        for (int i = 0; i < SpurClassPages.PageSize; i++)
        {
            Oop behavior = ClassAt(firstIndex + i);
            output.PutWord(Word(behavior.IsNone ? Memory.Nil : behavior), WordSize);
        }
    }

    /// <summary>
    /// The class that the image's own table has at an index. SmallIntegers of 31 bits have two tags; the memory
    /// manager's arrays look like Arrays to it.
    /// </summary>
    private Oop ClassAt(int index)
    {
        ClassTable classes = Memory.Classes;
        return index switch
        {
            OldFloatTag when _hasOldFloatTag => classes[Oop.FloatTag],
            OldFloatTag when WordSize == sizeof(uint) => classes[Oop.IntegerTag],
            // A kernel without immediate floats has none here: what primitives make is of a class of another index.
            Oop.FloatTag => IsOwn(index) ? classes[index] : Oop.None,
            SpurClassPages.ArrayPun => Memory.Special(SpecialObject.ClassArray),
            _ => index < classes.Count ? classes[index] : Oop.None,
        };
    }

    private bool IsOwn(int index)
    {
        Oop behavior = Memory.Classes[index];
        return !behavior.IsNone && ObjectHeader.Hash(ObjectMemory.Header(behavior)) == index;
    }

    private long CheckedInteger(Oop oop) => Memory.IsSmallInteger(oop.Integer)
        ? oop.Integer
        : throw new ImageFormatException($"the image has the SmallInteger {oop.Integer}, which 31 bits do not hold");
}
