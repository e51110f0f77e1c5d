namespace JitTalk.Core.Image.Checks;

/// <summary>
/// What Spur asserts of a file it loads: SpurMemoryManager initializeObjectMemory:, setHiddenRootsObj:,
/// validClassTableRootPages, isValidObjStackPage:myIndex:, initializeFreeSpacePostLoad:.
/// </summary>
internal sealed class SpurFileCheck(byte[] file) : ImageFileCheck(file)
{
    private const int ArrayPun = 16;
    private const int LastPun = 31;
    private const int RootSlots = 4096;
    private const int HiddenSlots = 8;
    private const int StackRoots = 3;
    private const int StackPageSlots = 4092;
    private const int PageSlots = 1024;
    private const int BridgeBytes = 16;

    // Remembered, grey and marked: no collector is at work in a file.
    private const long CollectorBits = (1L << 29) | (1L << 31) | (1L << 55);

    private readonly List<Found> _inOrder = [];
    private readonly Dictionary<int, long> _classes = [];
    private readonly HashSet<int> _contextIndices = [];

    private int WordPun => WordSize == 8 ? 19 : 18;
    private int WordFormat => WordSize == 8 ? 9 : 10;

    protected override void Verify()
    {
        ReadSegments();
        VerifyFirstObjects();
        ReadClassTable(_inOrder[4]);
        Found special = Objects[Special];
        _contextIndices.Add(Objects[Slot(special, 10)].Hash);
        foreach ((int index, long oop) in _classes.Where(c => c.Key > LastPun))
        {
            // becomeForward: leaves a class at two indices, of which it keeps one.
            Require(_classes.GetValueOrDefault(Objects[oop].Hash) == oop, $"the hash of the class {index}");
        }
        foreach (Found found in _inOrder.Where(o => o.Class > LastPun))
        {
            Require(_classes.ContainsKey((int)found.Class), $"the class index {found.Class} of the object at {found.Offset}");
            VerifyReferences(found);
        }
    }

    protected override bool IsImmediate(long word) =>
        WordSize == 8 ? (word & 7) is 1 or 2 or 3 or 4 : (word & 3) != 0;

    protected override long Integer(long word) => WordSize == 8 ? word >> 3 : base.Integer(word);

    protected override long LiteralCount(long methodHeader) => methodHeader & 0x7FFF;

    protected override bool IsContext(Found found) => _contextIndices.Contains((int)found.Class);

    protected override bool IsMethod(Found found) => found.Format >= 24;

    private void ReadSegments()
    {
        long size = Word(8 + (6 * WordSize) + 16);
        long address = Base;
        long offset = HeaderBytes;
        while (true)
        {
            Require(size >= BridgeBytes && offset + size <= File.Length, "the size of a segment");
            long end = offset + size - BridgeBytes;
            ReadObjects(offset, end, address - offset);
            long bridge = Long(end);
            long next = Long(end + 8);
            if (next == 0)
            {
                Require((int)bridge % (1 << 22) == 3, "the last bridge");
                Require(end + BridgeBytes == File.Length, "what follows the last bridge");
                return;
            }
            address += size + ((bridge & 0xFF_FFFF_FFFF_FFFF) * WordSize);
            offset += size;
            size = next;
        }
    }

    private void ReadObjects(long from, long end, long shift)
    {
        for (long at = from; at < end;)
        {
            long word = Long(at);
            bool overflows = (ulong)word >> 56 == 255;
            long slots = overflows ? word & 0xFF_FFFF_FFFF_FFFF : (long)((ulong)word >> 56);
            long offset = overflows ? at + 8 : at;
            long header = Long(offset);
            Require(((ulong)header >> 56) == (ulong)Math.Min(slots, 255), $"the slots of the object at {offset}");
            Require(overflows == slots >= 255, $"the count before the object at {offset}");
            int format = (int)(header >> 24) & 31;
            int unused = format switch
            {
                >= 16 => format & 7,
                >= 12 => 2 * (format & 3),
                10 or 11 => 4 * (format & 1),
                _ => 0,
            };
            Require(unused < WordSize && unused <= slots * WordSize, $"the format {format} of the object at {offset}");
            Found found = new(offset, offset + 8, (slots * WordSize) - unused, format, header & 0x3F_FFFF, (int)(header >> 32) & 0x3F_FFFF);
            at = offset + 8 + Math.Max(8, ((slots * WordSize) + 7) / 8 * 8);
            Require(at <= end, $"the end of the object at {offset}");
            _inOrder.Add(found);
            if (found.Class > 0)
            {
                Require((header & CollectorBits) == 0, $"the collector's bits of the object at {offset}");
                Objects[offset + shift] = found;
            }
        }
    }

    private void VerifyFirstObjects()
    {
        Found special = Objects[Special];
        for (int i = 0; i < 3; i++)
        {
            Require(Objects[Slot(special, i)] == _inOrder[i], "nil, false and true are not in front");
        }
        Require(Slot(special, 0) == Base, "nil is not the first object");
        Found lists = _inOrder[3];
        Require(lists.Bytes == 8 * WordSize * WordSize && lists.Format == WordFormat && lists.Class == WordPun, "the lists of free chunks");
        Found roots = _inOrder[4];
        Require(roots.Bytes == (RootSlots + HiddenSlots) * WordSize && roots.Format == 2 && roots.Class == ArrayPun, "the hidden roots");
        for (int i = RootSlots; i < RootSlots + StackRoots; i++)
        {
            long stack = Slot(roots, i);
            Require(stack == Base || IsStackPage(Objects[stack], i), "an object stack");
        }
        VerifyMourners(Slot(roots, RootSlots + StackRoots - 1));
    }

    /// <summary>SpurMemoryManager swizzleObjStackAt:, objStack:from:do:.</summary>
    private void VerifyMourners(long first)
    {
        for (long at = first == Base ? 0 : first; at != 0; at = Slot(Objects[at], 3))
        {
            Found page = Objects[at];
            long count = Slot(page, 0);
            Require(IsStackPage(page, RootSlots + StackRoots - 1), "a page of mourners");
            Require(at == first ? count <= StackPageSlots - 4 : count == StackPageSlots - 4, "how full a page of mourners is");
            for (int i = 0; i < count; i++)
            {
                Require(Objects[Slot(page, 4 + i)].Class > LastPun, "a mourner");
            }
        }
    }

    private bool IsStackPage(Found page, int index) =>
        page.Class == WordPun && page.Format == WordFormat && page.Bytes == StackPageSlots * WordSize && Slot(page, 1) == index;

    private void ReadClassTable(Found roots)
    {
        int pages = 0;
        while (pages < RootSlots && Slot(roots, pages) != Base)
        {
            pages++;
        }
        Require(pages > 1, "there are not two pages of classes");
        for (int i = pages; i < RootSlots; i++)
        {
            Require(Slot(roots, i) == Base, "there is a gap in the class table");
        }
        for (int i = 0; i < pages; i++)
        {
            ReadPage(Objects[Slot(roots, i)], i * PageSlots);
        }
    }

    private void ReadPage(Found page, int firstIndex)
    {
        Require(page.Bytes == PageSlots * WordSize && page.Class == ArrayPun && page.Format == 2, "a page of classes");
        for (int i = 0; i < PageSlots; i++)
        {
            long oop = Slot(page, i);
            int index = firstIndex + i;
            if (oop == Base)
            {
                continue;
            }
            Found behavior = Objects[oop];
            Require(behavior.IsPointers && behavior.Bytes >= 3 * WordSize, $"the class {index}");
            Require(index <= 4 || index > LastPun || index == ArrayPun, $"a class of the index {index}");
            _classes[index] = oop;
        }
        if (firstIndex == 0)
        {
            Require(_classes.ContainsKey(1) && _classes.ContainsKey(2), "no classes of immediates");
            Require(_classes[ArrayPun] == Slot(Objects[Special], 7), "the class of the arrays of the memory manager");
        }
    }
}
