using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

/// <summary>Where copyBits draws: clipping, overlap, halftones, colour maps; and what it refuses.</summary>
internal sealed class BitBltClippingTests
{
    private BitBltBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new BitBltBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Nothing_is_drawn_outside_the_clip_rectangle_the_source_and_the_destination(
        [Values(1, 4, 8, 16, 32, -2, -8)] int depth)
    {
        Random random = new(depth);
        for (int i = 0; i < 200; i++)
        {
            Oop destination = _bench.RandomForm(random, 30, 20, depth);
            Oop source = _bench.RandomForm(random, 25, 22, depth);
            Oop bitBlt = _bench.NewBitBlt(destination, source, 3);
            long[] v = [.. Enumerable.Range(0, 10).Select(_ => (long)random.Next(-8, 40))];
            _bench.Set(bitBlt, BitBltBench.DestXSlot, v);
            uint[,] expected = _bench.Pixels(destination);
            uint[,] sources = _bench.Pixels(source);
            for (int y = 0; y < 20; y++)
            {
                for (int x = 0; x < 30; x++)
                {
                    bool isDrawn = x >= v[0] && x < v[0] + v[2] && y >= v[1] && y < v[1] + v[3]
                        && x >= v[6] && x < v[6] + v[8] && y >= v[7] && y < v[7] + v[9];
                    long fromX = x - v[0] + v[4];
                    long fromY = y - v[1] + v[5];
                    if (isDrawn && fromX is >= 0 and < 25 && fromY is >= 0 and < 22)
                    {
                        expected[y, x] = sources[fromY, fromX];
                    }
                }
            }
            _bench.CopyBits(bitBlt);
            Assert.That(_bench.Pixels(destination), Is.EqualTo(expected), string.Join(" ", v));
        }
    }

    [Test]
    public void Missing_numbers_stand_for_the_whole_destination()
    {
        Oop destination = _bench.NewForm(10, 4, 8);
        Oop bitBlt = _bench.NewBitBlt(destination, _bench.Memory.Nil, 3);
        for (int slot = BitBltBench.DestXSlot; slot < BitBltBench.ColorMapSlot; slot++)
        {
            _bench.Memory.Store(slot, bitBlt, _bench.Memory.Nil);
        }
        _bench.CopyBits(bitBlt);
        Assert.That(_bench.Pixels(destination).Cast<uint>(), Is.All.EqualTo(255u));
    }

    [Test]
    public void Floats_are_truncated()
    {
        Oop destination = _bench.NewForm(4, 1, 32);
        Oop bitBlt = _bench.NewBitBlt(destination, _bench.Memory.Nil, 12);
        _bench.Memory.Store(BitBltBench.HalftoneSlot, bitBlt, _bench.NewBitmap(0u));
        _bench.Memory.Store(BitBltBench.DestXSlot, bitBlt, _bench.Memory.Float(1.9));
        _bench.Memory.Store(BitBltBench.WidthSlot, bitBlt, _bench.Memory.Float(2.7));
        _bench.CopyBits(bitBlt);
        Assert.That(_bench.Bits(destination).ToArray(), Is.EqualTo(new uint[] { 0, ~0u, ~0u, 0 }));
    }

    [Test]
    public void A_bitmap_maps_pixels_to_colours([Values(1, 2, 4, 8, -8)] int sourceDepth, [Values(8, 32, 16)] int destDepth)
    {
        Random random = new(sourceDepth);
        Oop source = _bench.RandomForm(random, 33, 3, sourceDepth);
        Oop destination = _bench.NewForm(33, 3, destDepth);
        uint[] colors = [.. Enumerable.Range(0, 1 << Math.Abs(sourceDepth)).Select(_ => (uint)random.NextInt64(1L << destDepth))];
        Oop bitBlt = _bench.NewBitBlt(destination, source, 3);
        _bench.Memory.Store(BitBltBench.ColorMapSlot, bitBlt, _bench.NewBitmap(colors));
        _bench.CopyBits(bitBlt);
        Assert.That(_bench.Pixels(destination).Cast<uint>(), Is.EqualTo(_bench.Pixels(source).Cast<uint>().Select(p => colors[p])));
    }

    [Test]
    public void A_table_of_colours_is_indexed_by_high_bits_of_components()
    {
        Oop source = _bench.NewForm(2, 1, 32);
        _bench.Bits(source)[0] = 0x00FF_8040;
        _bench.Bits(source)[1] = 0x0001_0101;
        Oop destination = _bench.NewForm(2, 1, 8);
        Oop map = _bench.NewBitmap(4096);
        BitBltBench.Words(map)[0xF84] = 9;
        BitBltBench.Words(map)[1] = 5;
        Oop bitBlt = _bench.NewBitBlt(destination, source, 3);
        _bench.Memory.Store(BitBltBench.ColorMapSlot, bitBlt, map);
        _bench.CopyBits(bitBlt);
        Assert.That(_bench.Pixels(destination).Cast<uint>(), Is.EqualTo(new uint[] { 9, 5 }), "no colour becomes transparent");
    }

    [Test]
    public void A_colour_map_object_moves_components()
    {
        Oop source = _bench.NewForm(1, 1, 32);
        _bench.Bits(source)[0] = 0x1122_3344;
        Oop destination = _bench.NewForm(1, 1, 32);
        Oop map = _bench.Memory.NewArray([
            _bench.NewBitmap(unchecked((uint)-16), 0, 16, 0),
            _bench.NewBitmap(0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000),
            _bench.Memory.Nil]);
        Oop bitBlt = _bench.NewBitBlt(destination, source, 3);
        _bench.Memory.Store(BitBltBench.ColorMapSlot, bitBlt, map);
        _bench.CopyBits(bitBlt);
        Assert.That(_bench.Bits(destination)[0], Is.EqualTo(0x1144_3322u), "red and blue exchanged");
    }

    [Test]
    public void A_halftone_form_repeats_from_the_top_of_the_destination()
    {
        Oop halftone = _bench.NewForm(32, 2, 1);
        _bench.Bits(halftone)[1] = 0xF0F0_F0F0;
        Oop destination = _bench.NewForm(32, 5, 1);
        Oop bitBlt = _bench.NewBitBlt(destination, _bench.Memory.Nil, 3);
        _bench.Memory.Store(BitBltBench.HalftoneSlot, bitBlt, halftone);
        _bench.Set(bitBlt, BitBltBench.DestYSlot, 1);
        _bench.CopyBits(bitBlt);
        Assert.That(_bench.Bits(destination).ToArray(), Is.EqualTo(new uint[] { 0, 0xF0F0_F0F0, 0, 0xF0F0_F0F0, 0 }));
    }

    [Test]
    public void Pixels_may_lie_in_a_byte_array()
    {
        Oop form = _bench.NewForm(3, 2, 32);
        Oop bytes = _bench.Memory.AllocateBytes(_bench.Memory.Known.ByteArray, 24);
        _bench.Memory.Store(0, form, bytes);
        Oop bitBlt = _bench.NewBitBlt(form, _bench.Memory.Nil, 12);
        _bench.Memory.Store(BitBltBench.HalftoneSlot, bitBlt, _bench.NewBitmap(~0x0403_0201u));
        _bench.Set(bitBlt, BitBltBench.DestXSlot, 2, 1);
        _bench.CopyBits(bitBlt);
        Assert.That(ObjectMemory.ByteSpan(bytes)[20..].ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        Assert.That(ObjectMemory.ByteSpan(bytes)[..20].ToArray(), Is.All.Zero);
    }

    [Test]
    public void Images_of_block_contexts_draw_by_number()
    {
        using BitBltBench old = new(MiniImage.V3);
        Oop form = old.NewForm(5, 1, 32);
        Oop bitBlt = old.NewBitBlt(form, old.Memory.Nil, 3);
        Assert.That(old.Tester.Call(96, bitBlt), Is.EqualTo(bitBlt));
        Assert.That(old.Bits(form).ToArray(), Is.All.EqualTo(~0u));
        int[] numbers = [96, 104, 147];
        Assert.That(numbers.Select(n => old.Tester.Vm.Primitives.Find(n)), Is.All.Not.Null);
        Assert.That(numbers.Select(n => _bench.Tester.Vm.Primitives.Find(n)), Is.All.Null);
    }

    [Test]
    public void Surfaces_of_the_operating_system_fail()
    {
        Oop form = _bench.NewForm(3, 2, 32);
        _bench.Set(form, 0, 1);
        Assert.That(
            _bench.Tester.Fails(BitBltBench.Module, "primitiveCopyBits", _bench.NewBitBlt(form, _bench.Memory.Nil, 3)),
            Is.EqualTo(PrimitiveError.BadReceiver));
    }

    [TestCase(16)]
    [TestCase(17)]
    [TestCase(42)]
    [TestCase(-1)]
    public void Unknown_rules_fail(int rule) => FailsWith((form, bitBlt) => _bench.Set(bitBlt, BitBltBench.RuleSlot, rule));

    [Test]
    public void Bits_that_are_too_short_fail() => FailsWith((form, _) => _bench.Set(form, 1, 41));

    [Test]
    public void Depths_that_do_not_exist_fail([Values(0, 3, 64, 24, -5)] int depth) =>
        FailsWith((form, _) => _bench.Set(form, 3, depth));

    [Test]
    public void Sizes_that_overflow_fail([Values(1, 2)] int slot) => FailsWith((form, _) => _bench.Set(form, slot, 1L << 59));

    [Test]
    public void Negative_sizes_fail([Values(1, 2)] int slot) => FailsWith((form, _) => _bench.Set(form, slot, -1));

    [Test]
    public void A_missing_destination_fails() =>
        FailsWith((_, bitBlt) => _bench.Memory.Store(BitBltBench.DestinationSlot, bitBlt, _bench.Memory.Nil));

    [Test]
    public void A_source_that_is_no_form_fails() =>
        FailsWith((_, bitBlt) => _bench.Memory.Store(BitBltBench.SourceSlot, bitBlt, _bench.NewBitmap(4)));

    [Test]
    public void A_colour_map_that_is_no_power_of_two_long_fails() =>
        FailsWith((_, bitBlt) => _bench.Memory.Store(BitBltBench.ColorMapSlot, bitBlt, _bench.NewBitmap(255)));

    [Test]
    public void A_halftone_higher_than_its_bits_fails() => FailsWith((_, bitBlt) =>
    {
        Oop halftone = _bench.NewForm(32, 2, 1);
        _bench.Set(halftone, 2, 3);
        _bench.Memory.Store(BitBltBench.HalftoneSlot, bitBlt, halftone);
    });

    [Test]
    public void A_number_that_is_none_fails([Range(BitBltBench.DestXSlot, BitBltBench.ColorMapSlot - 1)] int slot) =>
        FailsWith((_, bitBlt) => _bench.Memory.Store(slot, bitBlt, _bench.Memory.True));

    [Test]
    public void Rules_30_and_31_want_an_opacity_of_a_byte([Values(30, 31)] int rule)
    {
        Oop form = _bench.RandomForm(new Random(1), 5, 5, 32);
        Oop bitBlt = _bench.NewBitBlt(form, _bench.RandomForm(new Random(2), 5, 5, 32), rule);
        Assert.That(_bench.FailsToCopy(bitBlt, form), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
        Assert.That(_bench.FailsToCopy(bitBlt, form, Oop.FromInteger(256)), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [TestCase(1, 32)]
    [TestCase(4, 32)]
    [TestCase(8, 16)]
    public void Rule_41_fails_where_there_are_no_colours_to_mix(int depth, int sourceDepth)
    {
        Oop form = _bench.RandomForm(new Random(1), 5, 5, depth);
        Oop bitBlt = _bench.NewBitBlt(form, _bench.RandomForm(new Random(2), 5, 5, sourceDepth), 41);
        Assert.That(
            _bench.FailsToCopy(bitBlt, form, Oop.FromInteger(0), Oop.FromInteger(255)), Is.EqualTo(PrimitiveError.UnsupportedOperation));
    }

    [Test]
    public void Gamma_tables_that_are_too_short_fail()
    {
        Oop form = _bench.RandomForm(new Random(1), 5, 5, 32);
        Oop bitBlt = _bench.NewBitBlt(form, _bench.RandomForm(new Random(2), 5, 5, 32), 41);
        Oop table = _bench.Tester.Text("short");
        Assert.That(
            _bench.FailsToCopy(bitBlt, form, Oop.FromInteger(0), Oop.FromInteger(255), table, table),
            Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void Read_only_pixels_are_not_drawn_on()
    {
        Oop form = _bench.RandomForm(new Random(1), 5, 5, 32);
        ref ulong header = ref ObjectMemory.Header(_bench.Memory.Fetch(0, form));
        header = ObjectHeader.WithReadOnly(header, true);
        Oop bitBlt = _bench.NewBitBlt(form, _bench.Memory.Nil, 0);
        Assert.That(_bench.FailsToCopy(bitBlt, form), Is.EqualTo(PrimitiveError.NoModification));
    }

    [Test]
    public void Rows_of_too_many_pixels_are_not_mapped()
    {
        Oop form = _bench.NewForm((1 << 24) + 32, 1, 1);
        Oop source = _bench.NewForm(5, 1, 1);
        Oop bitBlt = _bench.NewBitBlt(form, source, 12, isWarp: true);
        _bench.CopyBits(bitBlt);
        Assert.That(_bench.Bits(form)[0], Is.EqualTo(0b11111u << 27), "it is copied as it is");
        Assert.That(_bench.Tester.Fails(BitBltBench.Module, "primitiveWarpBits", bitBlt), Is.EqualTo(PrimitiveError.LimitExceeded));
        _bench.Memory.Store(BitBltBench.ColorMapSlot, bitBlt, _bench.NewBitmap(0u, 1u));
        Assert.That(_bench.FailsToCopy(bitBlt, form), Is.EqualTo(PrimitiveError.LimitExceeded));
    }

    [Test]
    public void Huge_coordinates_draw_nothing()
    {
        long huge = _bench.Memory.Dialect.MaxInteger;
        Oop form = _bench.NewForm(5, 5, 8);
        Oop source = _bench.NewForm(5, 5, 8);
        _bench.Bits(source).Fill(~0u);
        Oop bitBlt = _bench.NewBitBlt(form, source, 3);
        foreach (long x in new[] { huge, -huge })
        {
            _bench.Set(bitBlt, BitBltBench.DestXSlot, x, 0, huge, huge, -x, 0, -huge, -huge, huge, huge);
            _bench.CopyBits(bitBlt);
            _bench.Set(bitBlt, BitBltBench.DestXSlot, 0, 0, huge, huge, x, x, -huge, -huge, huge, huge);
            _bench.CopyBits(bitBlt);
        }
        Assert.That(_bench.Bits(form).ToArray(), Is.All.Zero);
    }

    private void FailsWith(Action<Oop, Oop> breakIt)
    {
        Oop form = _bench.RandomForm(new Random(1), 40, 5, 32);
        Oop source = _bench.RandomForm(new Random(2), 40, 5, 32);
        Oop bitBlt = _bench.NewBitBlt(form, source, 3);
        breakIt(form, bitBlt);
        _ = _bench.FailsToCopy(bitBlt, form);
    }
}
