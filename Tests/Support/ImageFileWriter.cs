using System.Buffers.Binary;
using System.Text;
using JitTalk.Core.Image;

namespace JitTalk.Tests.Support;

/// <summary>How a test wants an image file written.</summary>
internal sealed record ImageFileOptions
{
    public bool BigEndian { get; init; }

    /// <summary>0 or 512.</summary>
    public int Offset { get; init; }

    /// <summary>Spur: into how many segments the objects go.</summary>
    public int Segments { get; init; } = 1;
}

/// <summary>Writes a <see cref="ModelImage"/> as a file of some format. It shares nothing with the reader.</summary>
internal abstract class ImageFileWriter(ModelImage model, int format, ImageDialect dialect, ImageFileOptions options)
{
    public const ulong OldBase = 0x10_0000;
    public const uint LastHash = 0x1234567;
    public const uint WindowSize = (800 << 16) | 600;
    public const ushort UnknownShort = 0xBEEF;

    /// <summary>Where an object lies in the saved memory.</summary>
    protected Dictionary<ModelObject, ulong> Addresses { get; } = [];

    protected ModelImage Model { get; } = model;
    protected int Format { get; } = format;
    protected ImageDialect Dialect { get; } = dialect;
    protected ImageFileOptions Options { get; } = options;
    protected int WordSize { get; } = dialect.WordSize;

    public static byte[] Write(int format, ImageFileOptions? options = null)
    {
        ImageDialect dialect = ImageFormat.Find((uint)format)!.Dialect;
        ModelImage model = new(dialect);
        ImageFileWriter writer = dialect.IsSpur
            ? new SpurFileWriter(model, format, dialect, options ?? new ImageFileOptions())
            : new V3FileWriter(model, format, dialect, options ?? new ImageFileOptions());
        return writer.Write();
    }

    protected abstract byte[] WriteHeap(out long firstSegment);

    protected abstract ulong Immediate(object value);

    protected ulong Word(object? value) => value switch
    {
        null => Addresses[Model.Nil],
        ModelObject o => Addresses[o],
        Garbage => 0xDEAD_BEE8,
        _ => Immediate(value),
    };

    protected void PutWord(List<byte> to, ulong value) => Put(to, value, WordSize);

    protected void Put(List<byte> to, ulong value, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (Options.BigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
            to.AddRange(bytes[(8 - size)..]);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            to.AddRange(bytes[..size]);
        }
    }

    /// <summary>Slots or literals, then the rest, filled up to <paramref name="bodyBytes"/>.</summary>
    protected void PutBody(List<byte> to, ModelObject o, long bodyBytes)
    {
        int start = to.Count;
        if (o.IsMethod)
        {
            PutWord(to, Immediate((long)o.MethodHeader));
        }
        foreach (object? slot in o.Slots)
        {
            PutWord(to, Word(slot));
        }
        to.AddRange(o.Bytes);
        foreach (ushort word in o.Words16)
        {
            Put(to, word, 2);
        }
        foreach (uint word in o.Words32)
        {
            Put(to, word, 4);
        }
        if (o.Float is { } value)
        {
            PutFloat(to, BitConverter.DoubleToUInt64Bits(value));
        }
        while (to.Count < start + bodyBytes)
        {
            to.Add(0);
        }
    }

    private void PutFloat(List<byte> to, ulong bits)
    {
        bool highFirst = !Dialect.HasNativeFloats || Options.BigEndian;
        Put(to, highFirst ? bits >> 32 : (uint)bits, 4);
        Put(to, highFirst ? (uint)bits : bits >> 32, 4);
    }

    private byte[] Write()
    {
        byte[] heap = WriteHeap(out long firstSegment);
        List<byte> file = [.. Encoding.ASCII.GetBytes("#!squeak".PadRight(Options.Offset)[..Options.Offset])];
        int headerBytes = WordSize == 8 ? 128 : 64;
        Put(file, (ulong)Format, 4);
        Put(file, (ulong)headerBytes, 4);
        PutWord(file, (ulong)heap.Length);
        PutWord(file, OldBase);
        PutWord(file, Addresses[Model.Special]);
        PutWord(file, LastHash);
        PutWord(file, WindowSize);
        PutWord(file, 0x12);
        Put(file, 1000, 4);
        Put(file, 50, 2);
        Put(file, 7, 2);
        Put(file, 1 << 20, 4);
        Put(file, 256, 2);
        Put(file, UnknownShort, 2);
        PutWord(file, (ulong)firstSegment);
        PutWord(file, 0);
        file.AddRange(new byte[Options.Offset + headerBytes - file.Count]);
        file.AddRange(heap);
        return [.. file];
    }
}
