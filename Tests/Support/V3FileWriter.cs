using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>Writes the headers and tags of V3 images.</summary>
internal sealed class V3FileWriter(ModelImage model, int format, ImageDialect dialect, ImageFileOptions options)
    : ImageFileWriter(model, format, dialect, options)
{
    private const int LargestShortSize = 0xFC;

    protected override byte[] WriteHeap(out long firstSegment)
    {
        firstSegment = 0;
        ulong at = OldBase;
        foreach (ModelObject o in Model.Objects)
        {
            at += (ulong)(ExtraWords(o) * WordSize);
            Addresses[o] = at;
            at += (ulong)Size(o);
        }
        List<byte> heap = [];
        foreach (ModelObject o in Model.Objects)
        {
            WriteObject(heap, o);
        }
        return [.. heap];
    }

    protected override ulong Immediate(object value) => ((ulong)(long)value << 1) | 1;

    private void WriteObject(List<byte> heap, ModelObject o)
    {
        ulong type = ExtraWords(o) switch { 2 => 0, 1 => 1, _ => 3 };
        int unused = (int)(Size(o) - WordSize - BodyBytes(o));
        ulong v3Format = o.Format switch
        {
            ObjectFormat.CompiledMethod => 12ul + (ulong)(unused & 3),
            ObjectFormat.Bytes => 8ul + (ulong)(unused & 3),
            ObjectFormat.Words32 => 6,
            _ => (ulong)o.Format,
        };
        ulong sizeField = Size(o) > LargestShortSize ? 0 : (ulong)Size(o);
        ulong header = type | (v3Format << 8) | ((ulong)CompactIndex(o) << 12) | ((ulong)(o.Hash & 0xFFF) << 17) | sizeField;
        if (WordSize == 8 && unused >= 4)
        {
            header |= 4;
        }
        if (type == 0)
        {
            PutWord(heap, (ulong)Size(o));
        }
        if (type != 3)
        {
            PutWord(heap, ClassWord(o) | type);
        }
        PutWord(heap, header);
        PutBody(heap, o, Size(o) - WordSize);
    }

    private ulong ClassWord(ModelObject o) =>
        Format == ImageFormat.PreRelease && o.IsMethod ? 0 : Addresses[ClassOf(o)];

    private ModelObject ClassOf(ModelObject o) => o.Class ?? Model.ByteString;

    private int CompactIndex(ModelObject o) =>
        Format == ImageFormat.PreRelease && o.IsMethod ? 0 : 1 + Array.IndexOf(Model.CompactClasses.Slots, ClassOf(o));

    private int ExtraWords(ModelObject o) => Size(o) > LargestShortSize ? 2 : CompactIndex(o) > 0 ? 0 : 1;

    private long BodyBytes(ModelObject o) => (o.OopCount * WordSize) + o.TailLength;

    private long Size(ModelObject o) => (WordSize + BodyBytes(o) + WordSize - 1) / WordSize * WordSize;
}
