namespace JitTalk.Core.Image.Checks;

/// <summary>What the interpreters before Spur take for granted: ObjectMemory adjustFieldsAndClassOf:by:, sizeBitsOfSafe:.</summary>
internal sealed class V3FileCheck(byte[] file) : ImageFileCheck(file)
{
    private const int CompactClassesIndex = 28;

    private readonly List<Found> _inOrder = [];
    private readonly HashSet<long> _contexts = [];
    private readonly Dictionary<long, long> _compact = [];

    protected override void Verify()
    {
        for (long at = HeaderBytes; at < File.Length;)
        {
            at = ReadObject(at);
        }
        Found special = Objects[Special];
        Found compact = Objects[Slot(special, CompactClassesIndex)];
        for (int i = 0; i < compact.Bytes / WordSize; i++)
        {
            _compact[i + 1] = Slot(compact, i);
        }
        _contexts.Add(Slot(special, 10));
        _contexts.Add(Slot(special, 11));
        foreach (Found found in _inOrder)
        {
            long behavior = ClassOf(found);
            Require(Objects.TryGetValue(behavior, out Found? its) && its.IsPointers, $"the class of the object at {found.Offset}");
            Require(!_compact.ContainsValue(behavior) || CompactIndex(found) != 0, $"the compact class of the object at {found.Offset}");
            VerifyReferences(found);
        }
    }

    protected override bool IsImmediate(long word) => (word & 1) != 0;

    protected override long LiteralCount(long methodHeader) => (methodHeader >> 9) & 0xFF;

    protected override bool IsContext(Found found) => _contexts.Contains(ClassOf(found));

    protected override bool IsMethod(Found found) => found.Format >= 12;

    private long ReadObject(long at)
    {
        int type = (int)Word(at) & 3;
        Require(type != 2, $"free space at {at}");
        int extra = type == 0 ? 2 : type == 1 ? 1 : 0;
        long offset = at + (extra * WordSize);
        long header = Word(offset);
        for (int i = 0; i < extra; i++)
        {
            Require((Word(at + (i * WordSize)) & 3) == type, $"the header words at {at}");
        }
        Require((header & 3) == type, $"the header at {offset}");
        long sizeMask = WordSize == 8 ? 0xF8 : 0xFC;
        long size = type == 0 ? Word(at) & ~3L : header & sizeMask;
        Require(size >= WordSize && size % WordSize == 0 && offset + size <= File.Length, $"the size of the object at {offset}");
        Require(type == 0 == size > 0xFC, $"the type of the header at {offset}");
        int format = (int)(header >> 8) & 15;
        Require(format is not (5 or 7), $"the format of the object at {offset}");
        long unused = (format >= 8 ? format & 3 : 0) + (WordSize == 8 ? header & 4 : 0);
        long behavior = type == 3 ? 0 : Word(offset - WordSize) & ~3L;
        Found found = new(offset, offset + WordSize, size - WordSize - unused, format, behavior, (int)(header >> 17) & 0xFFF);
        _inOrder.Add(found);
        Objects[Base + offset - HeaderBytes] = found;
        return offset + size;
    }

    private long ClassOf(Found found) => found.Class != 0 ? found.Class : _compact.GetValueOrDefault(CompactIndex(found));

    private long CompactIndex(Found found) => (Word(found.Offset) >> 12) & 31;
}
