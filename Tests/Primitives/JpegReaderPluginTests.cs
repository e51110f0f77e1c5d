using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class JpegReaderPluginTests
{
    private const string Module = "JPEGReaderPlugin";

    [Test]
    public void Blocks_are_the_inverse_cosine_transform()
    {
        using PrimitiveTester tester = new();
        Random random = new(5);
        for (int round = 0; round < 50; round++)
        {
            int[] coefficients = new int[64];
            int[] factors = [.. Enumerable.Range(0, 64).Select(_ => random.Next(1, 20))];
            coefficients[0] = random.Next(-60, 60);
            for (int i = random.Next(8); i > 0; i--)
            {
                coefficients[random.Next(64)] = random.Next(-10, 10);
            }
            // The image scales columns without waves by the first factor of all: here, they are all the same.
            factors.AsSpan(0, 8).Fill(factors[0]);
            Oop block = Block(tester, coefficients);
            _ = tester.Call(Module, "primitiveIdctInt", tester.Memory.Nil, block, Block(tester, factors));
            for (int y = 0; y < 8; y++)
            {
                for (int x = 0; x < 8; x++)
                {
                    Assert.That(Numbers(block)[(8 * y) + x], Is.EqualTo(Expected(coefficients, factors, x, y)).Within(2), $"{x}, {y}");
                }
            }
        }
    }

    [Test]
    public void Coefficients_come_in_zigzag_and_the_constant_part_adds_up()
    {
        using PrimitiveTester tester = new();
        // Two bits for each code: 0 no bits, 1 three bits, 2 one zero and two bits, 3 the end.
        Oop constants = Block(tester, [2 << 24, 0, 3, 0, 0]);
        Oop waves = Block(tester, [2 << 24, 0xF0, 0x03, 0x12, 0x00]);
        // Constant 01 101, that is 5; wave 01 010, that is -5 at 1; wave 10 11, that is 3 at 3; 11 the end; then 255, which has a zero behind it.
        Oop stream = Stream(tester, [0b0110_1010, 0b1010_1111, 0xFF, 0x00, 0b0000_0000]);
        Oop component = Component(tester, 1, 1, 1, 1, []);
        tester.Memory.Store(10, component, Int(100));
        Oop block = Block(tester, new int[64]);
        _ = tester.Call(Module, "primitiveDecodeMCU", tester.Memory.Nil, block, component, constants, waves, stream);
        int[] expected = new int[64];
        (expected[0], expected[1], expected[16]) = (105, -5, 3);
        Assert.That(Numbers(block).ToArray(), Is.EqualTo(expected));
        Assert.That(tester.Memory.Fetch(10, component).Integer, Is.EqualTo(105));
        Assert.That(tester.Memory.Fetch(1, stream).Integer, Is.EqualTo(2));
        Assert.That(tester.Memory.Fetch(4, stream).Integer, Is.EqualTo(0));
    }

    [Test]
    public void Colours_are_converted()
    {
        using PrimitiveTester tester = new();
        Random random = new(8);
        int[] y = Samples(random);
        int[] cb = Samples(random);
        int[] cr = Samples(random);
        // Brightness of 16 by 16 in four blocks, colours of 8 by 8, twice as large.
        Oop brightness = Component(tester, 1, 1, 2, 2, [y, y, y, y]);
        Oop components = tester.Memory.NewArray([brightness, Component(tester, 2, 2, 1, 2, [cb]), Component(tester, 2, 2, 1, 2, [cr])]);
        Oop bits = tester.Memory.Instantiate(tester.Image.Class("Bitmap"), 256);
        _ = tester.Call(Module, "primitiveColorConvertMCU", tester.Memory.Nil, components, bits, Block(tester, [0, 0, 0]), Int(0));
        for (int i = 0; i < 256; i++)
        {
            (int column, int row) = (i % 16, i / 16);
            int light = y[(row % 8 * 8) + (column % 8)];
            int color = (row / 2 * 8) + (column / 2);
            (double blue, double red) = (cb[color] - 127, cr[color] - 127);
            uint pixel = BitBltBench.Words(bits)[i];
            Assert.That((pixel >> 16) & 255, Is.EqualTo(Math.Clamp(light + (1.402 * red), 1, 255)).Within(1.5));
            Assert.That((pixel >> 8) & 255, Is.EqualTo(Math.Clamp(light - (0.34414 * blue) - (0.71414 * red), 1, 255)).Within(2.5));
            Assert.That(pixel & 255, Is.EqualTo(Math.Clamp(light + (1.772 * blue), 1, 255)).Within(1.5));
            Assert.That(pixel >> 24, Is.EqualTo(255));
        }
    }

    [Test]
    public void Gray_is_dithered_into_the_next_pixel()
    {
        using PrimitiveTester tester = new();
        Oop component = Component(tester, 1, 1, 1, 1, [[.. Enumerable.Repeat(100, 64)]]);
        Oop bits = tester.Memory.Instantiate(tester.Image.Class("Bitmap"), 64);
        Oop residuals = Block(tester, [0, 0, 0]);
        _ = tester.Call(Module, "primitiveColorConvertGrayscaleMCU", tester.Memory.Nil, component, bits, residuals, Int(7));
        Assert.That(BitBltBench.Words(bits)[..3].ToArray(), Is.EqualTo(new uint[] { 0xFF60_6060, 0xFF68_6868, 0xFF60_6060 }));
        Assert.That(BitBltBench.Words(bits).ToArray().Sum(p => p & 255) + BitBltBench.Words(residuals)[1], Is.EqualTo(6400));
    }

    [Test]
    public void What_makes_no_sense_fails()
    {
        using PrimitiveTester tester = new();
        Oop nil = tester.Memory.Nil;
        Oop block = Block(tester, new int[64]);
        Oop table = Block(tester, [2 << 24, 0, 3, 0, 0]);
        Oop component = Component(tester, 1, 1, 1, 1, [new int[64]]);
        Oop endless = Block(tester, [0, 0x0100_0002]);
        Oop bits = tester.Memory.Instantiate(tester.Image.Class("Bitmap"), 65);
        Assert.Multiple(() =>
        {
            Fails("primitiveIdctInt", block, Block(tester, new int[63]));
            Fails("primitiveDecodeMCU", block, component, table, table, Stream(tester, [0xFF, 0xD9]));
            Fails("primitiveDecodeMCU", block, component, endless, table, Stream(tester, [0, 0, 0, 0]));
            Fails("primitiveDecodeMCU", block, component, Block(tester, []), table, Stream(tester, [0, 0, 0, 0]));
            Fails("primitiveDecodeMCU", block, nil, table, table, Stream(tester, [0, 0, 0, 0]));
            Fails("primitiveColorConvertGrayscaleMCU", component, bits, Block(tester, [0, 0, 0]), Int(0));
            Fails("primitiveColorConvertGrayscaleMCU", Component(tester, 0, 1, 1, 1, [new int[64]]), block, Block(tester, [0, 0, 0]), Int(0));
            Fails("primitiveColorConvertGrayscaleMCU", component, block, Block(tester, [0, 0]), Int(0));
            Fails("primitiveColorConvertMCU", tester.Memory.NewArray([component, component]), block, Block(tester, [0, 0, 0]), Int(0));
        });

        void Fails(string name, params Oop[] arguments) => Assert.That(
            tester.Fails(Module, name, [nil, .. arguments]), Is.EqualTo(PrimitiveError.BadArgument).Or.EqualTo(PrimitiveError.OperationFailed));
    }

    private static double Expected(int[] coefficients, int[] factors, int x, int y)
    {
        double sum = 0;
        for (int v = 0; v < 8; v++)
        {
            for (int u = 0; u < 8; u++)
            {
                sum += coefficients[(8 * v) + u] * factors[(8 * v) + u] * Weight(u) * Weight(v)
                    * Math.Cos(((2 * x) + 1) * u * Math.PI / 16) * Math.Cos(((2 * y) + 1) * v * Math.PI / 16);
            }
        }
        return Math.Clamp((sum / 4) + 127, 0, 255);

        static double Weight(int n) => n == 0 ? Math.Sqrt(0.5) : 1;
    }

    private static int[] Samples(Random random) => [.. Enumerable.Range(0, 64).Select(_ => random.Next(256))];

    private static Oop Component(PrimitiveTester tester, int across, int down, int blockWidth, int mcuWidth, int[][] blocks)
    {
        Oop[] slots = [.. Enumerable.Repeat(Int(0), 11)];
        (slots[2], slots[3], slots[5], slots[8]) = (Int(across), Int(down), Int(blockWidth), Int(mcuWidth));
        slots[4] = tester.Memory.NewArray([.. blocks.Select(b => Block(tester, b))]);
        return tester.Memory.NewArray(slots);
    }

    private static Oop Stream(PrimitiveTester tester, byte[] bytes) => tester.Memory.NewArray(
        [tester.Memory.NewBytes(tester.Memory.Known.ByteArray, bytes), Int(0), Int(bytes.Length), Int(0), Int(0)]);

    private static Oop Block(PrimitiveTester tester, int[] numbers)
    {
        Oop block = tester.Memory.Instantiate(tester.Image.Class("Bitmap"), numbers.Length);
        numbers.CopyTo(Numbers(block));
        return block;
    }

    private static Span<int> Numbers(Oop block) => System.Runtime.InteropServices.MemoryMarshal.Cast<uint, int>(BitBltBench.Words(block));
}
