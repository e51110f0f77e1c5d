using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>Writes heaps from before Spur, of 32 and 64 bits; see <see cref="V3Reader"/> for the headers.</summary>
internal unsafe class V3Writer : HeapWriter
{
    private const int SizeAndClassType = 0;
    private const int ClassType = 1;
    private const int ShortType = 3;
    private const int LargestShortSize = 0xFC;
    private const int HalfWordUnusedBit = 4;
    private const int FormatShift = 8;
    private const int CompactIndexShift = 12;
    private const int HashShift = 17;
    private const int WordFormat = 6;
    private const int ByteFormat = 8;
    private const int MethodFormat = 12;
    private const int LargestCompactIndex = 31;

    // Class index to compact class index.
    private readonly Dictionary<int, int> _compactIndices = [];
    private readonly bool _swapsFloats;

    public V3Writer(ObjectMemory memory)
        : base(memory)
    {
        _swapsFloats = !memory.Dialect.HasNativeFloats;
        Oop compact = ObjectMemory.Followed(memory.Special(SpecialObject.CompactClasses));
        long count = Math.Min(ObjectMemory.SlotCount(compact), LargestCompactIndex);
        for (int i = 0; i < count; i++)
        {
            Oop behavior = ObjectMemory.Followed(memory.Fetch(i, compact));
            if (behavior != memory.Nil && behavior.IsPointer)
            {
                _compactIndices[memory.EnsureClassIndex(behavior)] = i + 1;
            }
        }
    }

    protected override ulong Immediate(Oop oop) => oop.IsInteger && Memory.IsSmallInteger(oop.Integer)
        ? ((ulong)oop.Integer << 1) | 1
        : throw new ImageFormatException($"the image has the immediate {oop}, for which its format has no word");

    protected override int PrefixBytes(Oop oop) => TypeOf(oop) switch
    {
        SizeAndClassType => 2 * WordSize,
        ClassType => WordSize,
        _ => 0,
    };

    protected override long SizeInFile(Oop oop) => WordSize + ((BodyBytes(oop) + WordSize - 1) & -WordSize);

    public override void WriteObject(Oop oop, ImageOutput output)
    {
        int type = TypeOf(oop);
        long size = SizeInFile(oop);
        int unused = (int)(size - WordSize - BodyBytes(oop));
        int classIndex = ObjectMemory.ClassIndexOf(oop);
        if (type == SizeAndClassType)
        {
            output.PutWord((ulong)size, WordSize);
        }
        if (type != ShortType)
        {
            output.PutWord(Word(Memory.Classes[classIndex]) | (uint)type, WordSize);
        }
        uint header = (uint)type
            | (type == SizeAndClassType ? 0 : (uint)size)
            | ((uint)FormatOf(oop, unused) << FormatShift)
            | ((uint)_compactIndices.GetValueOrDefault(classIndex) << CompactIndexShift)
            | ((uint)Memory.IdentityHash(oop) << HashShift)
            | (uint)(unused & HalfWordUnusedBit);
        output.PutWord(header, WordSize);
        if (_swapsFloats && classIndex == Memory.Known.Float && BodyBytes(oop) == sizeof(double))
        {
            ulong bits = *(ulong*)ObjectMemory.Slots(oop);
            output.Put64((bits >> 32) | (bits << 32));
            return;
        }
        WriteBody(oop, size - WordSize, output);
    }

    private int TypeOf(Oop oop) =>
        SizeInFile(oop) > LargestShortSize ? SizeAndClassType
        : _compactIndices.ContainsKey(ObjectMemory.ClassIndexOf(oop)) ? ShortType
        : ClassType;

    /// <summary>The four bits of V3; the low two count unused bytes where elements are bytes.</summary>
    private static int FormatOf(Oop oop, int unused)
    {
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        return format.IsPointers() ? (int)format
            : format.IsCompiledMethod() ? MethodFormat + (unused & 3)
            : format.IsBytes() ? ByteFormat + (unused & 3)
            : WordFormat;
    }
}
