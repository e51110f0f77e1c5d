using JitTalk.Core.Memory;
using JitTalk.Primitives.Balloon;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

/// <summary>What the engine and the image tell each other; and what a hostile image tells.</summary>
public class B2DPluginProtocolTests
{
    private const uint Red = 0xFFFF_0000;

    [Test]
    public void Single_steps_draw_what_rendering_at_once_draws([Values(1, 2, 4)] int level)
    {
        uint[,] expected;
        using (BalloonBench bench = new(level))
        {
            AddShapes(bench);
            expected = bench.Render();
        }
        using BalloonBench stepped = new(level);
        AddShapes(stepped);
        Oop yes = stepped.Memory.True;
        _ = stepped.Call("primitiveDoProfileStats", yes);
        _ = stepped.Call("primitiveInitializeProcessing");
        int lines = 0;
        while (stepped.Call("primitiveFinishedProcessing") != yes)
        {
            Assert.That(stepped.Call("primitiveNextGlobalEdgeEntry", stepped.EdgeData), Is.EqualTo(yes));
            Assert.That(stepped.Call("primitiveNextFillEntry", stepped.FillData), Is.EqualTo(yes));
            _ = stepped.Call("primitiveDisplaySpanBuffer");
            Assert.That(stepped.Call("primitiveNextActiveEdgeEntry", stepped.EdgeData), Is.EqualTo(yes));
            lines++;
        }
        Assert.That(stepped.Pixels, Is.EqualTo(expected));
        Oop counts = stepped.Words(new uint[9]);
        _ = stepped.Call("primitiveGetCounts", counts);
        Assert.That(BitBltBench.Words(counts)[6], Is.EqualTo(lines), "spans displayed");
        _ = stepped.Call("primitiveGetTimes", counts);
        _ = stepped.Call("primitiveGetBezierStats", counts);
    }

    [Test]
    public void Scan_lines_draw_what_rendering_at_once_draws()
    {
        using BalloonBench whole = new();
        AddShapes(whole);
        using BalloonBench single = new();
        AddShapes(single);
        for (int i = 0; single.Call("primitiveFinishedProcessing") != single.Memory.True; i++)
        {
            Assert.That(i, Is.LessThan(1000));
            Assert.That(single.Call("primitiveRenderScanline", single.EdgeData, single.FillData).Integer, Is.Zero);
        }
        Assert.That(single.Pixels, Is.EqualTo(whole.Render()));
    }

    /// <summary>The image steps an edge itself and draws the samples right of it: blue steps on a stair.</summary>
    [Test]
    public void The_image_steps_its_own_edges_and_draws_its_own_fills()
    {
        const uint blue = 0xFF00_00FF;
        using BalloonBench bench = new(1);
        ObjectMemory memory = bench.Memory;
        Oop fill = bench.Call("primitiveRegisterExternalFill", Int(77));
        _ = bench.Call("primitiveRegisterExternalEdge", Int(5), Int(10), Int(20), Int(1), Int(0), fill);
        _ = bench.Call("primitiveRegisterExternalEdge", Int(6), Int(40), Int(20), Int(1), fill, Int(0));
        const int height = 8;
        List<long> reasons = [];
        while (bench.Call("primitiveRenderImage", bench.EdgeData, bench.FillData).Integer is long reason && reason != 0)
        {
            reasons.Add(reason);
            long index = memory.Fetch(0, reason == 5 ? bench.FillData : bench.EdgeData).Integer;
            switch (reason)
            {
                case 4:
                    Assert.That(memory.Fetch(2, bench.EdgeData).Integer, Is.EqualTo(20), "y");
                    memory.Store(4, bench.EdgeData, Int(height));
                    _ = bench.Call("primitiveAddActiveEdgeEntry", bench.EdgeData);
                    break;
                case 5:
                    Assert.That(index, Is.EqualTo(77));
                    int width = (int)(memory.Fetch(2, bench.FillData).Integer - memory.Fetch(1, bench.FillData).Integer);
                    Oop samples = bench.Words([.. Enumerable.Repeat(blue, width)]);
                    _ = bench.Call("primitiveMergeFillFrom", samples, bench.FillData);
                    break;
                default:
                    // The left one goes to the right, the other one stays.
                    memory.Store(1, bench.EdgeData, Int(memory.Fetch(1, bench.EdgeData).Integer + (index == 5 ? 3 : 0)));
                    _ = bench.Call("primitiveChangedActiveEdgeEntry", bench.EdgeData);
                    break;
            }
            Assert.That(reasons, Has.Count.LessThan(200));
        }
        Assert.That(reasons.Distinct(), Is.EquivalentTo(new[] { 4, 5, 6 }));
        uint[,] pixels = bench.Pixels;
        for (int y = 0; y < BalloonBench.Side; y++)
        {
            for (int x = 0; x < BalloonBench.Side; x++)
            {
                bool isBlue = y is >= 20 and < 20 + height && x >= 10 + (3 * (y - 20)) && x < 40;
                Assert.That(pixels[y, x], Is.EqualTo(isBlue ? blue : 0), $"{x}, {y}");
            }
        }
    }

    [Test]
    public void A_full_buffer_stops_the_engine_and_a_larger_one_goes_on()
    {
        using BalloonBench bench = new(workWords: 300);
        Oop[] oval = [bench.Point(4, 10), bench.Point(60, 50), bench.Color(Red), Int(0), Int(0)];
        _ = bench.Fails("primitiveAddOval", oval);
        Assert.That(bench.Reason, Is.EqualTo(1));
        Oop larger = bench.Words(new uint[3000]);
        _ = bench.Call("primitiveCopyBuffer", bench.WorkBuffer, larger);
        bench.Memory.Store(0, bench.Engine, larger);
        _ = bench.Call("primitiveAddOval", oval);
        uint[,] pixels = bench.Render();
        using BalloonBench roomy = new();
        _ = roomy.Call("primitiveAddOval", roomy.Point(4, 10), roomy.Point(60, 50), roomy.Color(Red), Int(0), Int(0));
        Assert.That(pixels, Is.EqualTo(roomy.Render()), "what did not find room has left something behind");
    }

    [Test]
    public void What_makes_no_sense_fails()
    {
        using BalloonBench bench = new();
        Oop nil = bench.Memory.Nil;
        Oop color = bench.Color(Red);
        Oop point = bench.Point(1, 1);
        Assert.Multiple(() =>
        {
            _ = bench.Fails("primitiveAddRect", point, nil, color, Int(0), Int(0));
            _ = bench.Fails("primitiveAddRect", point, point, Int(-1), Int(0), Int(0));
            _ = bench.Fails("primitiveAddRect", point, point, Int(50_000), Int(0), Int(0));
            _ = bench.Fails("primitiveAddOval", point, bench.Point(1e9, 0), color, Int(0), Int(0));
            _ = bench.Fails("primitiveAddOval", point, bench.Memory.NewPoint(bench.Memory.Float(double.NaN), Int(0)), color, Int(0), Int(0));
            _ = bench.Fails("primitiveAddPolygon", bench.Points((1, 1), (2, 2)), Int(3), color, Int(0), Int(0));
            _ = bench.Fails("primitiveAddPolygon", bench.Points((1, 1), (2, 2)), Int(-2), color, Int(0), Int(0));
            _ = bench.Fails("primitiveAddPolygon", bench.Memory.NewArray([point, nil]), Int(2), color, Int(0), Int(0));
            _ = bench.Fails("primitiveAddBezierShape", bench.Words(1, 2, 3, 4), Int(1), color, Int(0), Int(0));
            _ = bench.Fails("primitiveAddGradientFill", bench.Words(), point, point, point, bench.Memory.True);
            _ = bench.Fails("primitiveAddGradientFill", nil, point, point, point, bench.Memory.True);
            _ = bench.Fails("primitiveAddBitmapFill", bench.Form(2, 2, 8, 0, 0), bench.Words(1, 2), bench.Memory.True, point, point, point, Int(1));
            _ = bench.Fails("primitiveAddBitmapFill", nil, nil, bench.Memory.True, point, point, point, Int(1));
            _ = bench.Fails("primitiveSetEdgeTransform", bench.Floats(1, 2, 3));
            _ = bench.Fails("primitiveSetColorTransform", Int(1));
            _ = bench.Fails("primitiveSetClipRect", nil);
            _ = bench.Fails("primitiveSetDepth", Int(1L << 40));
            _ = bench.Fails("primitiveNextFillEntry", bench.FillData);
            _ = bench.Fails("primitiveMergeFillFrom", bench.Words(1), bench.FillData);
            _ = bench.Fails("primitiveRenderImage", nil, bench.FillData);
            _ = bench.Fails("primitiveSetBitBltPlugin", bench.Tester.Text("OtherPlugin"));
            _ = bench.Tester.Fails(BalloonBench.Module, "primitiveGetDepth", nil);
            _ = bench.Tester.Fails(BalloonBench.Module, "primitiveInitializeBuffer", nil, bench.Words(1, 2, 3));
        });
        Assert.That(bench.Render().Cast<uint>(), Is.All.Zero);
    }

    [TestCase(0, 1)]
    [TestCase(1, 7)]
    [TestCase(8, 100)]
    [TestCase(9, -4)]
    [TestCase(9, 1 << 30)]
    [TestCase(10, 20_001)]
    [TestCase(12, int.MaxValue)]
    [TestCase(14, -1)]
    [TestCase(39, int.MaxValue)]
    [TestCase(49, 31)]
    public void A_broken_header_fails(int index, int value)
    {
        using BalloonBench bench = new();
        BitBltBench.Words(bench.WorkBuffer)[index] = (uint)value;
        _ = bench.Fails("primitiveAddRect", bench.Point(0, 0), bench.Point(9, 9), bench.Color(Red), Int(0), Int(0));
        _ = bench.Fails("primitiveRenderImage", bench.EdgeData, bench.FillData);
    }

    [Test]
    public void Whatever_stands_in_the_buffer_nothing_else_is_touched()
    {
        Random random = new(20260101);
        for (int i = 0; i < 60; i++)
        {
            using BalloonBench bench = new(1 << random.Next(3), workWords: 1200);
            AddShapes(bench);
            Span<uint> words = BitBltBench.Words(bench.WorkBuffer);
            for (int change = random.Next(1, 30); change > 0; change--)
            {
                int at = random.Next(3) == 0 ? random.Next(BalloonLayout.HeaderSize) : random.Next(words.Length);
                words[at] = random.Next(3) switch
                {
                    0 => (uint)random.NextInt64(1L << 32),
                    1 => (uint)random.Next(-70, 1500),
                    _ => words[random.Next(words.Length)],
                };
            }
            for (int call = 0; call < 4; call++)
            {
                _ = bench.Tester.Attempt(BalloonBench.Module, "primitiveRenderImage", bench.Engine, bench.EdgeData, bench.FillData);
                _ = bench.Tester.Attempt(BalloonBench.Module, "primitiveNextActiveEdgeEntry", bench.Engine, bench.EdgeData);
                _ = bench.Tester.Attempt(BalloonBench.Module, "primitiveNextFillEntry", bench.Engine, bench.FillData);
                _ = bench.Tester.Attempt(BalloonBench.Module, "primitiveDisplaySpanBuffer", bench.Engine);
                _ = bench.Tester.Attempt(BalloonBench.Module, "primitiveNextGlobalEdgeEntry", bench.Engine, bench.EdgeData);
            }
            bench.Memory.Verifier.Verify();
        }
    }

    private static void AddShapes(BalloonBench bench)
    {
        Oop ramp = bench.Words([.. Enumerable.Range(0, 64).Select(i => 0xFF00_0000 | (uint)(4 * i))]);
        Oop fill = bench.Call("primitiveAddGradientFill", ramp, bench.Point(10, 10), bench.Point(30, 30), bench.Point(-30, 30), bench.Memory.False);
        _ = bench.Call("primitiveAddOval", bench.Point(4, 10), bench.Point(50, 50), fill, Int(3), bench.Color(Red));
        _ = bench.Call("primitiveSetDepth", Int(-1));
        _ = bench.Call("primitiveAddPolygon", bench.Points((2, 2), (60, 30), (5, 61), (2, 2)), Int(4), bench.Color(0xFF00_8000), Int(2), fill);
    }
}
