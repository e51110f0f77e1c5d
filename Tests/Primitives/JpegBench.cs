using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

/// <summary>Calls the JPEG plugin as the image does, on Forms of a <see cref="BitBltBench"/>.</summary>
internal sealed class JpegBench(ImageDialect? dialect = null) : IDisposable
{
    public const string Module = "JPEGReadWriter2Plugin";
    public const string ReadHeaderName = "primJPEGReadHeaderfromByteArrayerrorMgr";
    public const string ReadImageName = "primJPEGReadImagefromByteArrayonFormdoDitheringerrorMgr";
    public const string WriteImageName = "primJPEGWriteImageonByteArrayformqualityprogressiveJPEGerrorMgr";

    private const int DefaultQuality = -1;

    public BitBltBench Forms { get; } = new(dialect);
    public PrimitiveTester Tester => Forms.Tester;
    public Oop Nil => Tester.Memory.Nil;

    public void Dispose() => Forms.Dispose();

    public Oop Struct(string sizePrimitive) =>
        Tester.Bytes(new byte[Tester.Call(Module, sizePrimitive, Nil).Integer]);

    public Oop DecompressStruct() => Struct("primJPEGDecompressStructSize");

    public Oop ErrorStruct() => Struct("primJPEGErrorMgr2StructSize");

    public Oop HeaderOf(Oop jpeg)
    {
        Oop header = DecompressStruct();
        Assert.That(Tester.Call(Module, ReadHeaderName, Nil, header, jpeg, ErrorStruct()), Is.EqualTo(Nil));
        return header;
    }

    public long[] NumbersIn(Oop header) =>
        [.. new[] { "primImageWidth", "primImageHeight", "primImageNumComponents" }.Select(name => Tester.Call(Module, name, Nil, header).Integer)];

    public Oop[] ReadArguments(Oop header, Oop jpeg, Oop form, bool isDithered = false) =>
        [Nil, header, jpeg, form, Tester.Memory.Boolean(isDithered), ErrorStruct()];

    /// <summary>Reads a JPEG onto a new Form of its size.</summary>
    public Oop Read(Oop jpeg, int depth, bool isDithered = false)
    {
        Oop header = HeaderOf(jpeg);
        long[] numbers = NumbersIn(header);
        Oop form = Forms.NewForm((int)numbers[0], (int)numbers[1], depth);
        _ = Tester.Call(Module, ReadImageName, ReadArguments(header, jpeg, form, isDithered));
        return form;
    }

    public Oop[] WriteArguments(Oop destination, Oop form, int quality = DefaultQuality, bool isProgressive = false) =>
        [Nil, Struct("primJPEGCompressStructSize"), destination, form, Int(quality), Tester.Memory.Boolean(isProgressive), ErrorStruct()];

    public Oop Write(Oop form, int quality = DefaultQuality, bool isProgressive = false)
    {
        Oop destination = Tester.Bytes(new byte[20_000]);
        long length = Tester.Call(Module, WriteImageName, WriteArguments(destination, form, quality, isProgressive)).Integer;
        Assert.That(length, Is.GreaterThan(0));
        return Tester.Bytes(ObjectMemory.ByteSpan(destination)[..(int)length].ToArray());
    }

    /// <summary>Checks that reading onto a Form fails and leaves it alone.</summary>
    public PrimitiveError FailsToRead(Oop header, Oop jpeg, Oop form)
    {
        uint[] before = Forms.Bits(form).ToArray();
        PrimitiveError error = Tester.Fails(Module, ReadImageName, ReadArguments(header, jpeg, form));
        Assert.That(Forms.Bits(form).ToArray(), Is.EqualTo(before), "a failing primitive has drawn");
        return error;
    }

    /// <summary>A Form whose colours change slowly: what JPEG is for.</summary>
    public Oop Gradient(int width, int height, int depth)
    {
        Oop form = Forms.NewForm(width, height, depth);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int red, int green, int blue) = GradientAt(x, y);
                uint pixel = Math.Abs(depth) switch
                {
                    8 => (uint)green,
                    16 => (uint)(((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3)),
                    _ => (uint)((red << 16) | (green << 8) | blue),
                };
                Put(form, x, y, pixel, depth, width);
            }
        }
        return form;
    }

    public static (int Red, int Green, int Blue) GradientAt(int x, int y) => (3 * x, 4 * y, 255 - x - (2 * y));

    private void Put(Oop form, int x, int y, uint pixel, int depth, int width)
    {
        int bits = Math.Abs(depth);
        int perWord = 32 / bits;
        int fromLeft = x % perWord;
        int shift = depth > 0 ? (perWord - 1 - fromLeft) * bits : fromLeft * bits;
        Forms.Bits(form)[(y * ((width + perWord - 1) / perWord)) + (x / perWord)] |= pixel << shift;
    }
}
