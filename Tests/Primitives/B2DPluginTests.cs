using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

/// <summary>Shapes and fills against the obvious: is a point inside, and what colour is it.</summary>
public class B2DPluginTests
{
    private const uint Red = 0xFFFF_0000;
    private const uint Green = 0xFF00_FF00;
    private const uint Blue = 0xFF00_00FF;

    private static readonly (double X, double Y)[] Star = [(32, 2), (45, 60), (3, 22), (61, 20), (18, 61), (32, 2)];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public void A_rectangle_is_filled_to_its_edges(int level)
    {
        foreach (ImageDialect dialect in MiniImage.Dialects)
        {
            using BalloonBench bench = new(level, dialect);
            _ = bench.Call("primitiveAddRect", bench.Point(5, 7), bench.Point(20, 30), bench.Color(Red), Int(0), Int(0));
            uint[,] pixels = bench.Render();
            uint full = level switch { 1 => Red, 2 => 0xFEFE_0000, _ => 0xFCFC_0000 };
            for (int y = 0; y < BalloonBench.Side; y++)
            {
                for (int x = 0; x < BalloonBench.Side; x++)
                {
                    bool isInside = x is >= 5 and < 20 && y is >= 7 and < 30;
                    Assert.That(pixels[y, x] & 0xF0F0_F0F0, Is.EqualTo(isInside ? full & 0xF0F0_F0F0 : 0), $"{x}, {y}: {pixels[y, x]:X}");
                }
            }
        }
    }

    [Test]
    public void What_is_drawn_on_the_display_is_shown()
    {
        FakeHost host = new();
        using BalloonBench bench = new(host: host);
        _ = bench.Tester.Call(102, bench.Destination);
        _ = bench.Call("primitiveAddRect", bench.Point(5, 7), bench.Point(20, 30), bench.Color(Red), Int(0), Int(0));
        _ = bench.Render();
        PixelArea[] shown = [.. host.Shown.Select(s => s.Area)];
        Assert.That(shown.Min(a => a.Left), Is.InRange(4, 5));
        Assert.That(shown.Max(a => a.Right), Is.InRange(20, 21));
        Assert.That(shown.Select(a => a.Top).Distinct().Order(), Is.EqualTo(Enumerable.Range(7, 23)), "each line of it");
    }

    [Test]
    public void An_oval_is_an_ellipse()
    {
        using BalloonBench bench = new();
        _ = bench.Call("primitiveAddOval", bench.Point(4, 10), bench.Point(60, 50), bench.Color(Green), Int(0), Int(0));
        // The corners of its segments lie at whole pixels.
        BalloonBench.Compare(bench.Render(), (x, y) => IsInEllipse(x, y, 32, 30, 28, 20) ? Green : 0, most: 256);
    }

    [Test]
    public void An_oval_has_a_border()
    {
        using BalloonBench bench = new();
        _ = bench.Call("primitiveAddOval", bench.Point(8, 8), bench.Point(56, 56), bench.Color(Green), Int(6), bench.Color(Blue));
        // The brush is a square: slanting borders are wider than straight ones.
        uint[,] pixels = bench.Render();
        BalloonBench.Compare(
            pixels,
            (x, y) => IsInEllipse(x, y, 32, 32, 21, 21) ? Green : IsInEllipse(x, y, 32, 32, 27, 27) ? Blue : 0, most: 256, mean: 14);
        Assert.That(pixels[8, 32] & 0xFF, Is.GreaterThan(230), "top");
        Assert.That(pixels[55, 32] & 0xFF, Is.GreaterThan(230), "bottom");
        Assert.That(pixels[32, 32], Is.EqualTo(0xFC00_FC00), "middle");
    }

    [Test]
    public void A_polygon_has_holes_where_it_covers_itself_twice()
    {
        using BalloonBench bench = new();
        _ = bench.Call("primitiveAddPolygon", bench.Points(Star), Int(Star.Length), bench.Color(Red), Int(0), Int(0));
        BalloonBench.Compare(bench.Render(), (x, y) => IsInPolygon(x, y, Star) ? Red : 0, most: 130);
    }

    [Test]
    public void Points_may_be_packed()
    {
        uint[,] expected = Drawn(bench => bench.Points(Star));
        uint[] numbers = [.. Star.SelectMany(p => new[] { (uint)p.X, (uint)p.Y })];
        Assert.That(Drawn(bench => bench.Words(numbers)), Is.EqualTo(expected), "32 bits");
        uint[] pairs = [.. Star.Select(p => (uint)p.X | ((uint)p.Y << 16))];
        Assert.That(Drawn(bench => bench.Words(pairs)), Is.EqualTo(expected), "16 bits");

        static uint[,] Drawn(Func<BalloonBench, Oop> points)
        {
            using BalloonBench bench = new();
            _ = bench.Call("primitiveAddPolygon", points(bench), Int(Star.Length), bench.Color(Red), Int(0), Int(0));
            return bench.Render();
        }
    }

    [Test]
    public void Beziers_bound_what_lies_between_them()
    {
        using BalloonBench bench = new();
        // A bow that turns back in Y, closed by a straight segment.
        Oop points = bench.Points((4, 60), (32, -50), (60, 60), (60, 60), (60, 60), (4, 60));
        _ = bench.Call("primitiveAddBezierShape", points, Int(2), bench.Color(Blue), Int(0), Int(0));
        BalloonBench.Compare(bench.Render(), (x, y) => IsUnderBow(x, y) ? Blue : 0);
    }

    [Test]
    public void A_compressed_shape_is_the_same_shape()
    {
        using BalloonBench bench = new();
        Oop points = bench.Words(
            [.. new[] { 4, 60, 32, -50, 60, 60, 60, 60, 60, 60, 4, 60 }.Select(n => (uint)n)]);
        Oop none = bench.Words(2 << 16);
        Oop first = bench.Words((1 << 16) | 1, (1 << 16) | 1);
        _ = bench.Call("primitiveAddCompressedShape", points, Int(2), first, none, none, none, bench.Words(Blue));
        BalloonBench.Compare(bench.Render(), (x, y) => IsUnderBow(x, y) ? Blue : 0);
    }

    [Test]
    public void Single_edges_have_fills_at_both_sides()
    {
        using BalloonBench bench = new();
        _ = bench.Call("primitiveAddLine", bench.Point(0, 0), bench.Point(0, 64), Int(0), bench.Color(Red));
        _ = bench.Call("primitiveAddBezier", bench.Point(20, 0), bench.Point(20, 64), bench.Point(60, 32), bench.Color(Red), bench.Color(Green));
        _ = bench.Call("primitiveAddLine", bench.Point(64, 0), bench.Point(64, 64), bench.Color(Green), Int(0));
        BalloonBench.Compare(bench.Render(), (x, y) => x < 20 + (80 * (y / 64) * (1 - (y / 64))) ? Red : Green);
    }

    [TestCase(10, 10, 54, 54)]
    [TestCase(10, 54, 54, 10)]
    [TestCase(8, 30, 56, 34)]
    [TestCase(30, 8, 34, 56)]
    [TestCase(10, 32, 54, 32)]
    [TestCase(32, 10, 32, 54)]
    public void A_wide_line_is_drawn_with_a_square_brush(int startX, int startY, int endX, int endY)
    {
        using BalloonBench bench = new();
        _ = bench.Call("primitiveAddPolygon", bench.Points((startX, startY), (endX, endY)), Int(2), Int(0), Int(8), bench.Color(Red));
        uint[,] pixels = bench.Render();
        BalloonBench.Compare(pixels, (x, y) => IsBrushed(x, y) ? Red : 0, most: 256, mean: 4);

        bool IsBrushed(double x, double y)
        {
            for (int i = 0; i <= 50; i++)
            {
                double t = i / 50.0;
                if (Math.Abs(x - (startX + (t * (endX - startX)))) <= 4 && Math.Abs(y - (startY + (t * (endY - startY)))) <= 4)
                {
                    return true;
                }
            }
            return false;
        }
    }

    [Test]
    public void A_linear_gradient_runs_along_its_direction([Values(1, 4)] int level)
    {
        using BalloonBench bench = new(level);
        Oop ramp = bench.Words([.. Enumerable.Range(0, 256).Select(i => 0xFF00_0000 | (uint)i)]);
        Oop fill = bench.Call("primitiveAddGradientFill", ramp, bench.Point(10, 10), bench.Point(30, 30), bench.Point(-30, 30), bench.Memory.False);
        _ = bench.Call("primitiveAddRect", bench.Point(0, 0), bench.Point(64, 64), fill, Int(0), Int(0));
        BalloonBench.Compare(
            bench.Render(),
            (x, y) => 0xFF00_0000 | (uint)Math.Clamp(256 * ((x - 10) + (y - 10)) / 60, 0, 255), most: 20, mean: 6);
    }

    [Test]
    public void A_radial_gradient_runs_from_its_origin([Values(1, 4)] int level)
    {
        using BalloonBench bench = new(level);
        Oop ramp = bench.Words([.. Enumerable.Range(0, 256).Select(i => 0xFF00_0000 | (uint)(255 - i))]);
        Oop fill = bench.Call("primitiveAddGradientFill", ramp, bench.Point(30, 34), bench.Point(28, 0), bench.Point(0, 20), bench.Memory.True);
        _ = bench.Call("primitiveAddRect", bench.Point(0, 0), bench.Point(64, 64), fill, Int(0), Int(0));
        BalloonBench.Compare(
            bench.Render(),
            (x, y) => 0xFF00_0000 | (uint)Math.Max(0, 255 - (256 * Math.Sqrt(Math.Pow((x - 30) / 28, 2) + Math.Pow((y - 34) / 20, 2)))),
            most: 26, mean: 6);
    }

    [Test]
    public void A_bitmap_is_repeated_or_continued([Values] bool isTiled, [Values(1, 4)] int level, [Values(1, 2, 4, 8, 16, 32)] int depth)
    {
        using BalloonBench bench = new(level);
        // Two pixels by two, red and green above, green and blue below, each of 8 by 8 on the screen.
        uint[] values = depth switch { 16 => [0x7C00, 0x03E0, 0x03E0, 0x001F], 32 => [Red, Green, Green, Blue], 1 => [0, 1, 1, 0], _ => [0, 1, 1, 2] };
        uint[] colors = depth == 1 ? [Red, Green] : [Red, Green, Blue];
        Oop form = depth == 32
            ? bench.Form(2, 2, 32, values)
            : bench.Form(2, 2, depth, (values[0] << (32 - depth)) | (values[1] << (32 - (2 * depth))), (values[2] << (32 - depth)) | (values[3] << (32 - (2 * depth))));
        Oop map = depth > 8 ? bench.Memory.Nil : bench.Words([.. colors, .. new uint[(1 << depth) - colors.Length]]);
        Oop fill = bench.Call(
            "primitiveAddBitmapFill", form, map, bench.Memory.Boolean(isTiled), bench.Point(16, 16), bench.Point(16, 0), bench.Point(0, 16), Int(1));
        _ = bench.Call("primitiveAddRect", bench.Point(0, 0), bench.Point(64, 64), fill, Int(0), Int(0));
        BalloonBench.Compare(bench.Render(), Expected, most: 16, mean: 3.5);

        uint Expected(double x, double y)
        {
            (int column, int row) = ((int)Math.Floor((x - 16) / 8), (int)Math.Floor((y - 16) / 8));
            (column, row) = isTiled ? (column & 1, row & 1) : (Math.Clamp(column, 0, 1), Math.Clamp(row, 0, 1));
            return (row + column) switch { 0 => Red, 1 => Green, _ => depth == 1 ? Red : Blue };
        }
    }

    [Test]
    public void Nothing_is_drawn_outside_the_clip_rectangle()
    {
        using BalloonBench bench = new();
        _ = bench.Call("primitiveSetClipRect", bench.Rectangle(10, 20, 30, 33));
        _ = bench.Call("primitiveAddOval", bench.Point(-100, -100), bench.Point(200, 200), bench.Color(Red), Int(0), Int(0));
        Oop rectangle = bench.Call("primitiveGetClipRect", bench.Rectangle(0, 0, 0, 0));
        Assert.That(bench.Memory.Fetch(0, bench.Memory.Fetch(0, rectangle)).Integer, Is.EqualTo(10));
        BalloonBench.Compare(bench.Render(), (x, y) => x is >= 10 and < 30 && y is >= 20 and < 33 ? Red : 0);
    }

    [Test]
    public void Shapes_move_with_offset_and_transform()
    {
        using BalloonBench bench = new();
        _ = bench.Call("primitiveSetOffset", bench.Point(5, -3));
        _ = bench.Call("primitiveAddRect", bench.Point(0, 10), bench.Point(10, 20), bench.Color(Red), Int(0), Int(0));
        // Turned by a quarter and doubled.
        _ = bench.Call("primitiveSetEdgeTransform", bench.Floats(0, -2, 50, 2, 0, 20));
        _ = bench.Call("primitiveAddRect", bench.Point(0, 0), bench.Point(10, 5), bench.Color(Green), Int(0), Int(0));
        BalloonBench.Compare(
            bench.Render(),
            (x, y) => x is >= 5 and < 15 && y is >= 7 and < 17 ? Red : x is >= 45 and < 55 && y is >= 17 and < 37 ? Green : 0);
    }

    [Test]
    public void Colours_are_transformed()
    {
        using BalloonBench bench = new();
        Oop[] numbers = [Int(1), Int(0), bench.Memory.Float(0.5), Int(0), Int(0), bench.Memory.Float(0.25), Int(1), Int(0)];
        _ = bench.Call("primitiveSetColorTransform", bench.Memory.NewArray(numbers));
        _ = bench.Call("primitiveAddRect", bench.Point(0, 0), bench.Point(64, 64), bench.Color(0xFFFF_FF00), Int(0), Int(0));
        BalloonBench.Compare(bench.Render(), (_, _) => 0xFFFF_7F40);
    }

    [Test]
    public void The_greater_depth_is_nearer()
    {
        using BalloonBench bench = new();
        foreach ((int depth, uint color, int left) in new[] { (2, Red, 10), (3, Green, 20), (1, Blue, 30) })
        {
            _ = bench.Call("primitiveSetDepth", Int(depth));
            _ = bench.Call("primitiveAddRect", bench.Point(left, 10), bench.Point(left + 25, 50), bench.Color(color), Int(0), Int(0));
        }
        Assert.That(bench.Call("primitiveGetDepth").Integer, Is.EqualTo(1));
        BalloonBench.Compare(
            bench.Render(),
            (x, y) => y is < 10 or >= 50 ? 0 : x is >= 20 and < 45 ? Green : x is >= 10 and < 35 ? Red : x is >= 30 and < 55 ? Blue : 0);
    }

    [Test]
    public void What_lets_through_wants_a_flush_first()
    {
        using BalloonBench bench = new();
        _ = bench.Call("primitiveAddRect", bench.Point(0, 0), bench.Point(9, 9), bench.Color(Red), Int(0), Int(0));
        Assert.That(bench.Call("primitiveNeedsFlush"), Is.EqualTo(bench.Memory.True));
        Oop[] transparent = [bench.Point(0, 0), bench.Point(9, 9), bench.Color(0x8080_0000), Int(0), Int(0)];
        _ = bench.Fails("primitiveAddRect", transparent);
        Assert.That(bench.Reason, Is.EqualTo(3));
        _ = bench.Call("primitiveNeedsFlushPut", bench.Memory.False);
        _ = bench.Call("primitiveAddRect", transparent);
    }

    private static bool IsInEllipse(double x, double y, double centerX, double centerY, double width, double height) =>
        Math.Pow((x - centerX) / width, 2) + Math.Pow((y - centerY) / height, 2) < 1;

    // y = 60 - 220 t (1 - t), where t runs with x from 4 to 60.
    private static bool IsUnderBow(double x, double y)
    {
        double t = (x - 4) / 56;
        return t is > 0 and < 1 && y < 60 && y > 60 - (220 * t * (1 - t));
    }

    private static bool IsInPolygon(double x, double y, (double X, double Y)[] corners)
    {
        bool isInside = false;
        for (int i = 0; i + 1 < corners.Length; i++)
        {
            ((double ax, double ay), (double bx, double by)) = (corners[i], corners[i + 1]);
            isInside ^= ay > y != by > y && x < ax + ((y - ay) / (by - ay) * (bx - ax));
        }
        return isInside;
    }
}
