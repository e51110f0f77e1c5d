using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Tests.Primitives;

/// <summary>Every rule, for many pairs of depths, against a reference that knows only single pixels.</summary>
internal sealed class BitBltRuleTests
{
    private const int Width = 45;
    private const int Height = 5;

    private BitBltBench _bench = null!;

    private static IEnumerable<int> Depths => [1, 2, 4, 8, 16, 32, -1, -4, -8, -16, -32];

    private static IEnumerable<int> DeepAndPixelRules => BitBltReference.PixelRules.Concat(BitBltReference.DeepRules);

    [SetUp]
    public void SetUp() => _bench = new BitBltBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [TestCaseSource(typeof(BitBltReference), nameof(BitBltReference.PixelRules))]
    public void A_rule_combines_pixels_of_any_two_depths(int rule)
    {
        Random random = new(100 + rule);
        foreach (int destDepth in Depths)
        {
            foreach (int sourceDepth in Depths)
            {
                CheckCopy(random, rule, sourceDepth, destDepth, withHalftone: false);
            }
        }
    }

    [TestCaseSource(typeof(BitBltReference), nameof(BitBltReference.PixelRules))]
    public void A_rule_sees_the_source_through_the_halftone(int rule)
    {
        Random random = new(200 + rule);
        foreach (int destDepth in Depths)
        {
            CheckCopy(random, rule, destDepth, destDepth, withHalftone: true);
            CheckCopy(random, rule, 8, destDepth, withHalftone: true);
        }
    }

    [TestCaseSource(typeof(BitBltReference), nameof(BitBltReference.PixelRules))]
    public void Without_a_source_the_halftone_is_drawn(int rule)
    {
        Random random = new(300 + rule);
        foreach (int depth in Depths)
        {
            Oop destination = _bench.RandomForm(random, Width, Height, depth);
            Oop bitBlt = _bench.NewBitBlt(destination, _bench.Memory.Nil, rule);
            uint[] halftone = [BitBltBench.RandomWord(random), BitBltBench.RandomWord(random)];
            _bench.Memory.Store(BitBltBench.HalftoneSlot, bitBlt, _bench.NewBitmap(halftone));
            _bench.Set(bitBlt, BitBltBench.DestXSlot, 3, 1, 39, 3);
            Check(bitBlt, destination, Math.Abs(depth), rule, 77, new(3, 1, 39, 3),
                (x, y) => BitBltReference.HalftonePixel(halftone[y % 2], x, depth));
        }
    }

    [TestCaseSource(nameof(DeepAndPixelRules))]
    public void A_rule_combines_deep_pixels(int rule)
    {
        Random random = new(400 + rule);
        for (int i = 0; i < 20; i++)
        {
            CheckCopy(random, rule, 32, 32, withHalftone: false);
            // Pixels of 16 bits have no opacity, but rule 34 does not take them for transparent.
            CheckCopy(random, rule, rule == 34 ? -32 : 16, 32, withHalftone: false);
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(8)]
    [TestCase(16)]
    public void Rule_38_reverses_the_pixels_of_each_word(int depth)
    {
        Oop destination = _bench.RandomForm(new Random(1), 64, 2, depth);
        uint[,] before = _bench.Pixels(destination);
        _bench.CopyBits(_bench.NewBitBlt(destination, _bench.RandomForm(new Random(2), 64, 2, depth), 38));
        uint[,] after = _bench.Pixels(destination);
        int perWord = 32 / depth;
        for (int x = 0; x < 64; x++)
        {
            Assert.That(after[1, x], Is.EqualTo(before[1, (x / perWord * perWord) + perWord - 1 - (x % perWord)]), $"pixel {x}");
        }
    }

    [TestCase(1, ExpectedResult = 2)]
    [TestCase(8, ExpectedResult = 2)]
    [TestCase(16, ExpectedResult = 31 + 1 + 2 + 3)]
    [TestCase(32, ExpectedResult = 31 + 0x4 + 0x43)]
    public long Rule_32_counts_differences_inside_the_rectangle(int depth)
    {
        Oop destination = _bench.NewForm(40, 1, depth);
        Oop source = _bench.NewForm(40, 1, depth);
        Put(source, 2, depth < 16 ? 1u : 31u);
        Put(source, 3, depth < 16 ? 1u : (1 << 10) | (2 << 5) | 3);
        Put(source, 35, 1);
        Oop bitBlt = _bench.NewBitBlt(destination, source, 32);
        _bench.Set(bitBlt, BitBltBench.DestXSlot, 2, 0, 3, 1, 2, 0);
        return _bench.CopyBits(bitBlt).Integer;
    }

    [Test]
    public void Rule_33_counts_colours_inside_the_rectangle()
    {
        Oop form = _bench.NewForm(20, 1, 8);
        Put(form, 4, 7);
        Put(form, 5, 7);
        Put(form, 6, 200);
        Put(form, 9, 7);
        Oop map = _bench.NewBitmap(256);
        Oop bitBlt = _bench.NewBitBlt(form, form, 33);
        _bench.Memory.Store(BitBltBench.ColorMapSlot, bitBlt, map);
        _bench.Set(bitBlt, BitBltBench.DestXSlot, 3, 0, 5, 1, 3, 0);
        _bench.CopyBits(bitBlt);
        uint[] counts = BitBltBench.Words(map).ToArray();
        Assert.That((counts[0], counts[7], counts[200], counts.Sum(c => c)), Is.EqualTo((2u, 2u, 1u, 5L)));
    }

    [Test]
    public void Rule_33_counts_deep_colours_by_their_high_bits()
    {
        Oop form = _bench.NewForm(3, 1, 32);
        Put(form, 0, 0xFFFF_10E0);
        Put(form, 1, 0x01_01_01);
        Oop map = _bench.NewBitmap(512);
        Oop bitBlt = _bench.NewBitBlt(form, form, 33);
        _bench.Memory.Store(BitBltBench.ColorMapSlot, bitBlt, map);
        _bench.CopyBits(bitBlt);
        uint[] counts = BitBltBench.Words(map).ToArray();
        Assert.That((counts[0b111_000_111], counts[1], counts[0]), Is.EqualTo((1u, 1u, 1u)));
    }

    [Test]
    public void Rule_41_paints_a_colour_through_opacities()
    {
        Oop destination = _bench.NewForm(3, 1, 32);
        Oop source = _bench.NewForm(3, 1, 32);
        _bench.Bits(destination).Fill(0xFF00_00FF);
        Put(source, 0, 0xFFFF_FFFF);
        Put(source, 1, 0x80FF_0000);
        _bench.CopyBits(_bench.NewBitBlt(destination, source, 41), Oop.FromInteger(0xC0_8040));
        // d·(255 − a)/256 + s·a/256, for each component.
        Assert.That(_bench.Bits(destination).ToArray(), Is.EqualTo(new uint[] { 0xFFBF_7F3F, 0xFEBF_00FE, 0xFF00_00FF }));
    }

    [Test]
    public void Rule_34_dithers_into_16_bits()
    {
        Oop destination = _bench.NewForm(4, 4, 16);
        Oop source = _bench.NewForm(4, 4, 32);
        // Between two steps of five bits: half of the pixels are rounded up.
        _bench.Bits(source).Fill(0xFF0C_0000);
        _bench.CopyBits(_bench.NewBitBlt(destination, source, 34));
        uint[] reds = [.. _bench.Pixels(destination).Cast<uint>().Select(p => p >> 10)];
        Assert.That((reds.Count(r => r == 0), reds.Count(r => r == 1)), Is.EqualTo((8, 8)));
    }

    [Test]
    public void Rule_34_maps_into_8_bits_and_leaves_transparent_pixels()
    {
        Oop destination = _bench.NewForm(5, 1, 8);
        _bench.Bits(destination).Fill(0x02020202);
        Oop source = _bench.NewForm(5, 1, 32);
        Put(source, 1, 0xFFFF_FFFF);
        Put(source, 2, 0xFF00_0000);
        Oop map = _bench.NewBitmap(512);
        BitBltBench.Words(map)[511] = 77;
        BitBltBench.Words(map)[1] = 88;
        BitBltBench.Words(map)[0] = 88;
        Oop bitBlt = _bench.NewBitBlt(destination, source, 34);
        _bench.Memory.Store(BitBltBench.ColorMapSlot, bitBlt, map);
        _bench.CopyBits(bitBlt);
        Assert.That(_bench.Pixels(destination).Cast<uint>(), Is.EqualTo(new uint[] { 2, 77, 88, 2, 2 }));
    }

    [TestCase(0, 0u)]
    [TestCase(1, 0xFF00_0001)]
    [TestCase(2, 0xFFFF_FFFF)]
    [TestCase(8, 0xFFFF_FF00)]
    [TestCase(10, 0xFF20_2020)]
    [TestCase(15, 0xFFDF_DFDF)]
    [TestCase(28, 0xFF87_8787)]
    [TestCase(39, 0xFFF7_F7F7)]
    [TestCase(40, 0xFF00_0001)]
    [TestCase(41, 0xFF00_3300)]
    [TestCase(46, 0xFF00_0033)]
    [TestCase(76, 0xFF33_0000)]
    [TestCase(255, 0xFFFF_FFFF)]
    public void Indices_have_the_colours_of_the_image(int index, uint color) =>
        Assert.That(IndexedColors.Rgb((byte)index), Is.EqualTo(color));

    private void CheckCopy(Random random, int rule, int sourceDepth, int destDepth, bool withHalftone)
    {
        Oop destination = _bench.RandomForm(random, Width, Height, destDepth);
        Oop source = _bench.RandomForm(random, Width, Height, sourceDepth);
        Oop bitBlt = _bench.NewBitBlt(destination, source, rule);
        uint[] halftone = [uint.MaxValue];
        if (withHalftone)
        {
            halftone = [BitBltBench.RandomWord(random), BitBltBench.RandomWord(random), BitBltBench.RandomWord(random)];
            _bench.Memory.Store(BitBltBench.HalftoneSlot, bitBlt, _bench.NewBitmap(halftone));
        }
        int width = random.Next(1, Width + 1);
        int height = random.Next(1, Height + 1);
        Rectangle area = new(random.Next(Width - width + 1), random.Next(Height - height + 1), width, height);
        int sourceX = random.Next(Width - width + 1);
        int sourceY = random.Next(Height - height + 1);
        _bench.Set(bitBlt, BitBltBench.DestXSlot, area.X, area.Y, width, height, sourceX, sourceY);
        uint[,] sources = _bench.Pixels(source);
        int from = Math.Abs(sourceDepth);
        int to = Math.Abs(destDepth);
        Check(bitBlt, destination, to, rule, (uint)random.Next(256), area, (x, y) =>
            BitBltReference.Converted(sources[y - area.Y + sourceY, x - area.X + sourceX], from, to)
            & BitBltReference.HalftonePixel(halftone[y % halftone.Length], x, destDepth));
    }

    private void Check(Oop bitBlt, Oop destination, int depth, int rule, uint alpha, Rectangle area, Func<int, int, uint> source)
    {
        uint[,] expected = _bench.Pixels(destination);
        for (int y = area.Y; y < area.Y + area.Height; y++)
        {
            for (int x = area.X; x < area.X + area.Width; x++)
            {
                expected[y, x] = BitBltReference.Combine(rule, depth, source(x, y), expected[y, x], alpha);
            }
        }
        _bench.CopyBits(bitBlt, rule is 30 or 31 ? [Oop.FromInteger(alpha)] : []);
        Assert.That(_bench.Pixels(destination), Is.EqualTo(expected), $"rule {rule}, depth {depth}, {area}");
    }

    private void Put(Oop form, int x, uint pixel)
    {
        int depth = (int)_bench.Memory.Fetch(3, form).Integer;
        int perWord = 32 / depth;
        _bench.Bits(form)[x / perWord] |= pixel << ((perWord - 1 - (x % perWord)) * depth);
    }

    private readonly record struct Rectangle(int X, int Y, int Width, int Height);
}
