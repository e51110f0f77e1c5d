using System.Text;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>Writes Spur images: class table, free list, a free chunk, segments with bridges.</summary>
internal sealed class SpurFileWriter(ModelImage model, int format, ImageDialect dialect, ImageFileOptions options)
    : ImageFileWriter(model, format, dialect, options)
{
    private const int FirstClassIndex = 32;
    private const int ArrayPun = 16;
    private const int FreeListPun = 19;
    private const int BridgeBytes = 16;
    private const ulong Gap = 0x4000;

    // nil, false and true, then what the memory manager keeps for itself.
    private const int FirstObjects = 3;

    private readonly Dictionary<ModelObject, int> _indices = [];
    private readonly Dictionary<ModelObject, int> _puns = [];

    private int FloatTag => Format == ImageFormat.FloatTag3 ? 3 : 4;

    protected override byte[] WriteHeap(out long firstSegment)
    {
        NumberClasses();
        List<ModelObject>[] segments = Distribute();
        long[] sizes = Place(segments);
        firstSegment = sizes[0];
        List<byte> heap = [];
        for (int i = 0; i < segments.Length; i++)
        {
            foreach (ModelObject o in segments[i])
            {
                WriteObject(heap, o);
            }
            bool last = i == segments.Length - 1;
            Put(heap, last ? 0 : (255ul << 56) | (Gap / (ulong)WordSize), 8);
            Put(heap, last ? 0 : (ulong)sizes[i + 1], 8);
        }
        return [.. heap];
    }

    protected override ulong Immediate(object value) => value switch
    {
        long integer when WordSize == 4 => (uint)(integer << 1) | 1,
        long integer => ((ulong)integer << 3) | 1,
        Rune character => ((ulong)character.Value << (WordSize == 4 ? 2 : 3)) | 2,
        double number => SmallFloat(number),
        _ => throw new ArgumentException($"no immediate: {value}"),
    };

    /// <summary>The number with its sign last and its exponent moved by 896, as Spur packs it.</summary>
    private ulong SmallFloat(double number)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(number);
        ulong rotated = (bits << 1) | (bits >> 63);
        return ((rotated - (896ul << 53)) << 3) | (uint)FloatTag;
    }

    private void NumberClasses()
    {
        foreach (ModelObject behavior in Model.Classes)
        {
            _indices[behavior] = FirstClassIndex + _indices.Count;
        }
        _indices[Model.SmallInteger] = 1;
        _indices[Model.Character] = 2;
        if (WordSize == 8)
        {
            _indices[Model.SmallFloat64] = FloatTag;
        }
        foreach ((ModelObject behavior, int index) in _indices)
        {
            behavior.Hash = index;
        }
    }

    private List<ModelObject>[] Distribute()
    {
        object?[] entries = new object?[FirstClassIndex + Model.Classes.Count];
        foreach ((ModelObject behavior, int index) in _indices)
        {
            entries[index] = behavior;
        }
        if (WordSize == 4)
        {
            entries[3] = Model.SmallInteger;
        }
        ModelObject page = Internal(ArrayPun, ObjectFormat.Indexable, entries);
        ModelObject roots = Internal(ArrayPun, ObjectFormat.Indexable, [page, null, null, null]);
        ModelObject freeList = Internal(FreeListPun, ObjectFormat.Words32, []);
        ModelObject freeChunk = Internal(0, ObjectFormat.Empty, [new Garbage(), new Garbage()]);
        ModelObject[] objects = [.. Model.Objects];
        ModelObject[] all = [.. objects[..FirstObjects], freeList, roots, page, freeChunk, .. objects[FirstObjects..]];
        return [.. all.Chunk((all.Length / Options.Segments) + 1).Select(c => c.ToList())];
    }

    private ModelObject Internal(int pun, ObjectFormat format, object?[] slots)
    {
        ModelObject o = new(null, format) { Slots = slots };
        _puns[o] = pun;
        return o;
    }

    private long[] Place(List<ModelObject>[] segments)
    {
        ulong at = OldBase;
        long[] sizes = new long[segments.Length];
        for (int i = 0; i < segments.Length; i++)
        {
            ulong start = at;
            foreach (ModelObject o in segments[i])
            {
                at += Slots(o) >= 255 ? 8ul : 0;
                Addresses[o] = at;
                at += 8 + (ulong)BodySize(o);
            }
            at += BridgeBytes;
            sizes[i] = (long)(at - start);
            at += Gap;
        }
        return sizes;
    }

    private void WriteObject(List<byte> heap, ModelObject o)
    {
        long slots = Slots(o);
        if (slots >= 255)
        {
            Put(heap, (255ul << 56) | (ulong)slots, 8);
        }
        int index = _puns.TryGetValue(o, out int pun) ? pun : _indices[o.Class ?? Model.ByteString];
        long unused = (slots * WordSize) - (o.OopCount * WordSize) - o.TailLength;
        int format = (int)o.Format + (int)(unused / o.Format.ElementBytes());
        // Remembered, grey and marked are set, to see them go.
        const ulong collectorBits = (1ul << 29) | (1ul << 31) | (1ul << 55);
        Put(heap, (uint)index | ((ulong)format << 24) | ((ulong)o.Hash << 32) | ((ulong)Math.Min(slots, 255) << 56) | collectorBits, 8);
        PutBody(heap, o, BodySize(o));
    }

    private long Slots(ModelObject o) => o.OopCount + ((o.TailLength + WordSize - 1) / WordSize);

    private long BodySize(ModelObject o) => Math.Max(8, ((Slots(o) * WordSize) + 7) / 8 * 8);
}
