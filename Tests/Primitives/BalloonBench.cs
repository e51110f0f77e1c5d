using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

/// <summary>A Balloon engine that draws into a Form of 32 bits, as the image's does, and what it should have drawn.</summary>
internal sealed class BalloonBench : IDisposable
{
    public const string Module = "B2DPlugin";
    public const int Side = 64;

    private readonly BitBltBench _bitBlt;

    public BalloonBench(int level = 4, ImageDialect? dialect = null, int workWords = 20_000, IHost? host = null)
    {
        _bitBlt = new BitBltBench(dialect, host: host);
        _ = Tester.Image.NewClass("BalloonEngine", "Object", ObjectFormat.Fixed, 12);
        _ = Tester.Image.NewClass("BalloonEdgeData", "Object", ObjectFormat.Fixed, 6);
        _ = Tester.Image.NewClass("BalloonFillData", "Object", ObjectFormat.Fixed, 6);
        _ = Tester.Image.NewClass("Rectangle", "Object", ObjectFormat.Fixed, 2);
        Engine = Memory.Instantiate(Tester.Image.Class("BalloonEngine"));
        EdgeData = Memory.Instantiate(Tester.Image.Class("BalloonEdgeData"));
        FillData = Memory.Instantiate(Tester.Image.Class("BalloonFillData"));
        Destination = _bitBlt.NewForm(Side, Side, 32);
        Span = _bitBlt.NewBitmap(Side + 1);
        Oop source = _bitBlt.NewForm(Side + 1, 1, 32);
        Memory.Store(0, source, Span);
        Oop bitBlt = _bitBlt.NewBitBlt(Destination, source, 34);
        _bitBlt.Set(bitBlt, BitBltBench.HeightSlot, 1);
        Memory.Store(0, Engine, Work(workWords));
        Memory.Store(1, Engine, Span);
        Memory.Store(2, Engine, bitBlt);
        Memory.Store(3, Engine, Memory.NewArray(0));
        _ = Call("primitiveSetAALevel", Int(level));
        _ = Call("primitiveSetClipRect", Rectangle(0, 0, Side, Side));
    }

    public PrimitiveTester Tester => _bitBlt.Tester;
    public ObjectMemory Memory => Tester.Memory;
    public Oop Engine { get; }
    public Oop EdgeData { get; }
    public Oop FillData { get; }
    public Oop Destination { get; }
    public Oop Span { get; }
    public Oop WorkBuffer => Memory.Fetch(0, Engine);

    public void Dispose() => _bitBlt.Dispose();

    public Oop Call(string name, params Oop[] arguments) => Tester.Call(Module, name, [Engine, .. arguments]);

    public PrimitiveError Fails(string name, params Oop[] arguments) => Tester.Fails(Module, name, [Engine, .. arguments]);

    public long Reason => Call("primitiveGetFailureReason").Integer;

    public Oop Point(double x, double y) => Memory.NewPoint(Number(x), Number(y));

    public Oop Color(uint color) => Memory.UnsignedInteger(color);

    public Oop Rectangle(int left, int top, int right, int bottom)
    {
        Oop rectangle = Memory.Instantiate(Tester.Image.Class("Rectangle"));
        Memory.Store(0, rectangle, Point(left, top));
        Memory.Store(1, rectangle, Point(right, bottom));
        return rectangle;
    }

    public Oop Work(int words)
    {
        Oop buffer = _bitBlt.NewBitmap(words);
        return Tester.Call(Module, "primitiveInitializeBuffer", Memory.Nil, buffer);
    }

    public Oop Words(params uint[] words) => _bitBlt.NewBitmap(words);

    public Oop Points(params (double X, double Y)[] points) => Memory.NewArray([.. points.Select(p => Point(p.X, p.Y))]);

    public Oop Floats(params float[] floats) => Words([.. floats.Select(BitConverter.SingleToUInt32Bits)]);

    public Oop Form(int width, int height, int depth, params uint[] words)
    {
        Oop form = _bitBlt.NewForm(width, height, depth);
        words.CopyTo(_bitBlt.Bits(form));
        Memory.Store(3, Engine, Memory.NewArray([form]));
        return form;
    }

    /// <summary>Renders to the end, which must be reached at once, and answers the pixels.</summary>
    public uint[,] Render()
    {
        Assert.That(Call("primitiveRenderImage", EdgeData, FillData).Integer, Is.Zero, "the engine stopped");
        Assert.That(Call("primitiveFinishedProcessing"), Is.EqualTo(Memory.True));
        return Pixels;
    }

    public uint[,] Pixels => _bitBlt.Pixels(Destination);

    /// <summary>Compares with the mean of many points of each pixel.</summary>
    /// <param name="pixels">What was drawn.</param>
    /// <param name="colorAt">The colour at a point, premultiplied.</param>
    /// <param name="most">
    /// The largest difference of a pixel's part, of 255: a line of samples of four, and what is lost with the lower bits.
    /// </param>
    /// <param name="mean">The largest difference on average.</param>
    public static void Compare(uint[,] pixels, Func<double, double, uint> colorAt, int most = 80, double mean = 3)
    {
        const int grid = 8;
        double sum = 0;
        Span<double> parts = stackalloc double[4];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                parts.Clear();
                for (int i = 0; i < grid * grid; i++)
                {
                    uint color = colorAt(x + (((i % grid) + 0.5) / grid), y + (((i / grid) + 0.5) / grid));
                    for (int part = 0; part < 4; part++)
                    {
                        parts[part] += ((color >> (8 * part)) & 255) / (double)(grid * grid);
                    }
                }
                for (int part = 0; part < 4; part++)
                {
                    double difference = Math.Abs(parts[part] - ((pixels[y, x] >> (8 * part)) & 255));
                    sum += difference / (4 * Side * Side);
                    if (difference > most)
                    {
                        Assert.Fail($"at {x}, {y}: {pixels[y, x]:X8}, and part {part} should be {parts[part]:F0}");
                    }
                }
            }
        }
        Assert.That(sum, Is.LessThan(mean), "on average");
    }

    private Oop Number(double value) => value == Math.Floor(value) ? Int((long)value) : Memory.Float(value);
}
