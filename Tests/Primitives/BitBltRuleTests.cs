using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Tests.Primitives;

/// <summary>Rules that count, dither or go beyond a pixel, on examples done by hand.</summary>
internal sealed class BitBltRuleTests
{
    private BitBltBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new BitBltBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

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

    private void Put(Oop form, int x, uint pixel)
    {
        int depth = (int)_bench.Memory.Fetch(3, form).Integer;
        int perWord = 32 / depth;
        _bench.Bits(form)[x / perWord] |= pixel << ((perWord - 1 - (x % perWord)) * depth);
    }
}
