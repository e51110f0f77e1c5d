using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Primitives;

internal sealed class WarpBltTests
{
    private const int One = 1 << 14;

    private BitBltBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new BitBltBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void A_square_of_the_same_size_is_a_copy([Values(1, 8, 16, 32, -8)] int depth)
    {
        Oop source = _bench.RandomForm(new Random(depth), 9, 7, depth);
        Oop destination = _bench.NewForm(9, 7, depth);
        Warp(NewWarp(destination, source, 0, 0, 9, 7));
        Assert.That(_bench.Pixels(destination), Is.EqualTo(_bench.Pixels(source)));
    }

    [Test]
    public void Pixels_grow([Values(8, 32)] int depth)
    {
        Oop source = _bench.RandomForm(new Random(depth), 4, 4, depth);
        Oop destination = _bench.NewForm(12, 12, depth);
        Warp(NewWarp(destination, source, 0, 0, 4, 4));
        uint[,] sources = _bench.Pixels(source);
        uint[,] pixels = _bench.Pixels(destination);
        foreach ((int x, int y) in new[] { (0, 0), (1, 1), (4, 1), (7, 7), (10, 10), (1, 10) })
        {
            Assert.That(pixels[y, x], Is.EqualTo(sources[y / 3, x / 3]), $"{x},{y}");
        }
    }

    [Test]
    public void Corners_the_other_way_round_mirror()
    {
        Oop source = _bench.RandomForm(new Random(3), 8, 5, 32);
        Oop destination = _bench.NewForm(8, 5, 32);
        Oop warp = NewWarp(destination, source, 0, 0, 8, 5);
        // Top left, bottom left, bottom right, top right.
        SetCorners(warp, (7, 0), (7, 4), (0, 4), (0, 0));
        Warp(warp);
        uint[,] sources = _bench.Pixels(source);
        uint[,] pixels = _bench.Pixels(destination);
        for (int x = 0; x < 8; x++)
        {
            Assert.That(pixels[2, x], Is.EqualTo(sources[2, 7 - x]), $"column {x}");
        }
    }

    [Test]
    public void Clipping_does_not_move_the_picture([Values(1, 8, 32)] int depth)
    {
        Random random = new(depth);
        Oop source = _bench.RandomForm(random, 20, 20, depth);
        Oop whole = _bench.NewForm(40, 30, depth);
        Warp(NewWarp(whole, source, 1, 2, 15, 13));
        Oop part = _bench.NewForm(40, 30, depth);
        Oop warp = NewWarp(part, source, 1, 2, 15, 13);
        _bench.Set(warp, BitBltBench.ClipXSlot, 7, 5, 17, 11);
        Warp(warp);
        uint[,] expected = _bench.Pixels(whole);
        for (int y = 0; y < 30; y++)
        {
            for (int x = 0; x < 40; x++)
            {
                if (x is < 7 or >= 24 || y is < 5 or >= 16)
                {
                    expected[y, x] = 0;
                }
            }
        }
        Assert.That(_bench.Pixels(part), Is.EqualTo(expected));
    }

    [Test]
    public void Points_outside_the_source_are_zero()
    {
        Oop source = _bench.NewForm(4, 4, 8);
        _bench.Bits(source).Fill(0x07070707);
        Oop destination = _bench.NewForm(8, 8, 8);
        Oop warp = NewWarp(destination, source, 0, 0, 4, 4);
        SetCorners(warp, (-2, -2), (-2, 5), (5, 5), (5, -2));
        Warp(warp);
        uint[,] pixels = _bench.Pixels(destination);
        Assert.That((pixels[0, 0], pixels[7, 7], pixels[2, 2], pixels[5, 5]), Is.EqualTo((0u, 0u, 7u, 7u)));
    }

    [Test]
    public void Smoothing_averages_the_points_of_a_pixel()
    {
        Oop source = _bench.NewForm(2, 2, 32);
        new uint[] { 0xFF00_0000, 0xFF00_0040, 0xFF00_8000, 0xFF10_0000 }.CopyTo(_bench.Bits(source));
        Oop destination = _bench.NewForm(1, 1, 32);
        Oop warp = NewWarp(destination, source, 0, 0, 2, 2);
        // A step is a pixel more than these three, over two; half of it is the distance of the points.
        SetCorners(warp, (0, 0), (0, 3), (3, 3), (3, 0));
        Warp(warp, Oop.FromInteger(2), _bench.Memory.Nil);
        Assert.That(_bench.Bits(destination)[0], Is.EqualTo(0xFF04_2010u));
    }

    [Test]
    public void Half_a_step_of_a_square_of_two_by_two_is_rounded_down()
    {
        Oop source = _bench.NewForm(2, 1, 32);
        new uint[] { 0xFF00_0020, 0xFF00_0060 }.CopyTo(_bench.Bits(source));
        Oop destination = _bench.NewForm(2, 1, 32);
        Oop warp = NewWarp(destination, source, 0, 0, 2, 1);
        // From 2 pixels farther right to 1¾ in steps of 24577: the second point of the last is just left of pixel 1.
        const int end = One + 12288;
        const int start = end + (2 * One);
        _bench.Set(warp, BitBltBench.WarpSlot, start, 0, 0, start, 0, 0, end, 0, 0, end, 0, 0);
        Warp(warp, Oop.FromInteger(2), _bench.Memory.Nil);
        Assert.That(_bench.Bits(destination)[1], Is.EqualTo(0xFF00_0040u));
    }

    [Test]
    public void Smoothing_of_indexed_colours_needs_them_all()
    {
        Oop source = _bench.NewForm(2, 2, 8);
        Oop destination = _bench.NewForm(2, 2, 32);
        Oop warp = NewWarp(destination, source, 0, 0, 2, 2);
        Assert.That(FailsToWarp(warp, Oop.FromInteger(2), _bench.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(FailsToWarp(warp, Oop.FromInteger(2), _bench.NewBitmap(255)), Is.EqualTo(PrimitiveError.BadArgument));
        Oop colors = _bench.NewBitmap(256);
        BitBltBench.Words(colors)[0] = 0xFF12_3456;
        Warp(warp, Oop.FromInteger(2), colors);
        Assert.That(_bench.Bits(destination)[0], Is.EqualTo(0xFF12_3456u));
    }

    [Test]
    public void Smoothing_of_no_points_fails()
    {
        Oop form = _bench.NewForm(2, 2, 32);
        Oop warp = NewWarp(form, _bench.NewForm(2, 2, 32), 0, 0, 2, 2);
        Assert.That(FailsToWarp(warp, Oop.FromInteger(0), _bench.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void A_BitBlt_without_corners_fails()
    {
        Oop form = _bench.NewForm(2, 2, 32);
        Assert.That(FailsToWarp(_bench.NewBitBlt(form, _bench.NewForm(2, 2, 32), 3)), Is.EqualTo(PrimitiveError.BadReceiver));
    }

    [Test]
    public void Hostile_corners_stay_in_memory()
    {
        Random random = new(1);
        long[] wild = [0, 1, -1, int.MaxValue, int.MinValue, 1 << 28, One];
        Oop source = _bench.RandomForm(random, 5, 5, 8);
        Oop destination = _bench.NewForm(6, 6, 8);
        for (int i = 0; i < 500; i++)
        {
            Oop warp = NewWarp(destination, source, 0, 0, 5, 5);
            for (int slot = 0; slot < 12; slot++)
            {
                _bench.Set(warp, BitBltBench.WarpSlot + slot, wild[random.Next(wild.Length)]);
            }
            _bench.Set(warp, BitBltBench.DestXSlot, -(1L << random.Next(60)), -3, 1L << 60 >> random.Next(60), 1L << random.Next(59));
            Warp(warp);
        }
        Assert.That(_bench.Bits(source).Length, Is.EqualTo(10));
    }

    private void Warp(Oop warp, params Oop[] arguments) =>
        Assert.That(_bench.Tester.Call(BitBltBench.Module, "primitiveWarpBits", [warp, .. arguments]), Is.EqualTo(warp));

    private PrimitiveError FailsToWarp(Oop warp, params Oop[] arguments) =>
        _bench.Tester.Fails(BitBltBench.Module, "primitiveWarpBits", [warp, .. arguments]);

    /// <summary>A rectangle of the source over all of the destination, as WarpBlt copyQuad:toRect: gives it.</summary>
    private Oop NewWarp(Oop destination, Oop source, int x, int y, int width, int height)
    {
        Oop warp = _bench.NewBitBlt(destination, source, 3, isWarp: true);
        SetCorners(warp, (x, y), (x, y + height - 1), (x + width - 1, y + height - 1), (x + width - 1, y));
        return warp;
    }

    private void SetCorners(Oop warp, params (int X, int Y)[] corners)
    {
        for (int i = 0; i < corners.Length; i++)
        {
            _bench.Set(warp, BitBltBench.WarpSlot + (3 * i), (long)corners[i].X * One, (long)corners[i].Y * One, 0);
        }
    }
}
