using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Primitives;

/// <summary>Text in a font of three glyphs: a of 2 pixels, b of 3, c of 1. Lines, pixels and comparisons besides.</summary>
internal sealed class BitBltTextTests
{
    private const int Scan = 103;

    private BitBltBench _bench = null!;
    private Oop _glyphs;
    private Oop _map;
    private Oop _starts;
    private Oop _destination;
    private Oop _bitBlt;

    private ObjectMemory Memory => _bench.Memory;

    [SetUp]
    public void SetUp()
    {
        _bench = new BitBltBench();
        _glyphs = _bench.NewForm(6, 1, 1);
        // a is 11, b is 101, c is 1.
        _bench.Bits(_glyphs)[0] = 0b11_101_1u << 26;
        _map = Memory.NewArray(256);
        for (int i = 0; i < 256; i++)
        {
            _bench.Set(_map, i, 99);
        }
        _bench.Set(_map, 'a', 0, 1, 2);
        _starts = Memory.NewArray([Oop.FromInteger(0), Oop.FromInteger(2), Oop.FromInteger(5), Oop.FromInteger(6)]);
        _destination = _bench.NewForm(20, 1, 8);
        _bitBlt = _bench.NewBitBlt(_destination, _glyphs, 25);
        Memory.Store(BitBltBench.ColorMapSlot, _bitBlt, _bench.NewBitmap(0u, 7u));
    }

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Strings_are_drawn_glyph_by_glyph()
    {
        Display("xabca", 2, 5, 1);
        Assert.That(Drawn(), Is.EqualTo("77 7 7 7 77         "));
        Assert.That(Memory.Fetch(BitBltBench.DestXSlot, _bitBlt).Integer, Is.EqualTo(2 + 3 + 1 + 2 + 4));
    }

    [Test]
    public void Strings_are_clipped()
    {
        _bench.Set(_bitBlt, BitBltBench.DestXSlot, -1);
        _bench.Set(_bitBlt, BitBltBench.ClipXSlot, 0, 0, 3, 1);
        Display("abca", 1, 4, 0);
        Assert.That(Drawn(), Is.EqualTo("77 " + new string(' ', 17)));
    }

    [Test]
    public void Glyphs_are_mapped_where_a_copy_by_the_same_rule_is_not()
    {
        Oop glyphs = _bench.NewForm(6, 1, 32);
        _bench.Bits(glyphs).Fill(0xFF00_00FF);
        Oop screen = _bench.NewForm(6, 1, 32);
        Oop blt = _bench.NewBitBlt(screen, glyphs, 34);
        Oop table = _bench.NewBitmap(512);
        BitBltBench.Words(table)[0b111] = 0xFF12_3456;
        Memory.Store(BitBltBench.ColorMapSlot, blt, table);
        _bench.CopyBits(blt);
        Assert.That(_bench.Bits(screen).ToArray(), Is.All.EqualTo(0xFF00_00FF));
        _ = _bench.Tester.Call(
            BitBltBench.Module, "primitiveDisplayString", blt, _bench.Tester.Text("b"), Oop.FromInteger(1), Oop.FromInteger(1), _map,
            _starts, Oop.FromInteger(0));
        Assert.That(_bench.Bits(screen)[..3].ToArray(), Is.All.EqualTo(0xFF12_3456));
    }

    [Test]
    public void An_empty_string_draws_nothing()
    {
        Display(string.Empty, 1, 0, 0);
        Assert.That(Drawn().Trim(), Is.Empty);
    }

    [Test]
    public void A_missing_glyph_fails_before_anything_is_drawn()
    {
        Assert.That(FailsToDisplay("abx", 1, 3), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Drawn().Trim(), Is.Empty);
        Assert.That(Memory.Fetch(BitBltBench.DestXSlot, _bitBlt).Integer, Is.Zero);
    }

    [TestCase(0, 2)]
    [TestCase(1, 4)]
    [TestCase(1, -1)]
    public void Characters_outside_the_string_fail(int start, int stop) =>
        Assert.That(FailsToDisplay("abc", start, stop), Is.EqualTo(PrimitiveError.BadArgument));

    [Test]
    public void Scanning_stops_at_the_margin()
    {
        Oop scanner = NewScanner(10);
        Assert.That(ScanText(scanner, "abcab", 1, 5, 10 + 7, 1), Is.EqualTo(Symbol("crossedX")));
        // a 2+1, b 3+1; c would end at 18.
        Assert.That((Field(scanner, 0), Field(scanner, 1)), Is.EqualTo((17, 3)));
    }

    [Test]
    public void Scanning_stops_at_the_end()
    {
        Oop scanner = NewScanner(0);
        Assert.That(ScanText(scanner, "abcab", 2, 4, 100, 0), Is.EqualTo(Symbol("endOfRun")));
        Assert.That((Field(scanner, 0), Field(scanner, 1)), Is.EqualTo((3 + 1 + 2, 4)));
    }

    [Test]
    public void Scanning_stops_at_a_stop_character()
    {
        Oop scanner = NewScanner(0);
        Assert.That(ScanText(scanner, "ab\tab", 1, 5, 100, 0), Is.EqualTo(Symbol("tab")));
        Assert.That((Field(scanner, 0), Field(scanner, 1)), Is.EqualTo((5, 3)));
    }

    [Test]
    public void Scanning_an_unknown_glyph_fails_and_leaves_the_scanner()
    {
        Oop scanner = NewScanner(0);
        Oop text = _bench.Tester.Text("abx");
        Assert.That(
            _bench.Tester.Fails(Scan, scanner, Oop.FromInteger(1), Oop.FromInteger(3), text, Oop.FromInteger(99), Stops(), Oop.FromInteger(0)),
            Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That((Field(scanner, 0), Field(scanner, 1)), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Lines_lack_their_ends_and_leave_the_position_at_the_last()
    {
        Oop form = _bench.NewForm(8, 8, 8);
        Oop bitBlt = _bench.NewBitBlt(form, Memory.Nil, 3);
        _bench.Set(bitBlt, BitBltBench.DestXSlot, 1, 1, 1, 1);
        _ = _bench.Tester.Call(BitBltBench.Module, "primitiveDrawLoop", bitBlt, Oop.FromInteger(5), Oop.FromInteger(2));
        uint[,] pixels = _bench.Pixels(form);
        string points = string.Join(" ", from y in Enumerable.Range(0, 8)
                                         from x in Enumerable.Range(0, 8)
                                         where pixels[y, x] != 0
                                         select $"{x},{y}");
        Assert.That(points, Is.EqualTo("2,1 3,2 4,2 5,3"));
        Assert.That((Field(bitBlt, BitBltBench.DestXSlot), Field(bitBlt, BitBltBench.DestYSlot)), Is.EqualTo((6, 3)));
    }

    [Test]
    public void An_endless_line_fails() => Assert.That(
        _bench.Tester.Fails(BitBltBench.Module, "primitiveDrawLoop", _bitBlt, Oop.FromInteger(1L << 40), Oop.FromInteger(0)),
        Is.EqualTo(PrimitiveError.BadArgument));

    [Test]
    public void Pixels_are_read_at_any_depth([Values(1, 2, 4, 8, 16, 32, -1, -8)] int depth)
    {
        Oop form = _bench.RandomForm(new Random(depth), 37, 3, depth);
        uint[,] pixels = _bench.Pixels(form);
        Assert.That(PixelAt(form, 36, 2), Is.EqualTo(pixels[2, 36]));
        Assert.That(PixelAt(form, 5, 1), Is.EqualTo(pixels[1, 5]));
        Assert.That((PixelAt(form, 37, 0), PixelAt(form, -1, 0), PixelAt(form, 0, 3)), Is.EqualTo((0L, 0L, 0L)));
    }

    [Test]
    public void A_pixel_of_what_is_no_form_fails() => Assert.That(
        _bench.Tester.Fails(BitBltBench.Module, "primitivePixelValueAt", _map, Oop.FromInteger(0), Oop.FromInteger(0)),
        Is.EqualTo(PrimitiveError.BadReceiver));

    // The glyphs are 111011 and the destination is 0 5 5 0 5 0.
    [TestCase(0, 1, 5, ExpectedResult = 1L)]
    [TestCase(8, 1, 5, ExpectedResult = 3L)]
    [TestCase(9, 1, 5, ExpectedResult = 1L)]
    [TestCase(10, 1, 0, ExpectedResult = 1L)]
    [TestCase(10, 1, 5, ExpectedResult = 0L)]
    public long Colours_are_compared_point_by_point(int test, int color, int colorBeneath)
    {
        _bench.Bits(_destination)[0] = 0x00050500;
        _bench.Bits(_destination)[1] = 0x05000000;
        return _bench.Tester.Call(
            BitBltBench.Module, "primitiveCompareColors", _bitBlt,
            Oop.FromInteger(color), Oop.FromInteger(colorBeneath), Oop.FromInteger(test)).Integer;
    }

    private void Display(string text, int start, int stop, int kern) => Assert.That(
        _bench.Tester.Call(BitBltBench.Module, "primitiveDisplayString", DisplayOperands(text, start, stop, kern)),
        Is.EqualTo(_bitBlt));

    private PrimitiveError FailsToDisplay(string text, int start, int stop) =>
        _bench.Tester.Fails(BitBltBench.Module, "primitiveDisplayString", DisplayOperands(text, start, stop, 0));

    private Oop[] DisplayOperands(string text, int start, int stop, int kern) =>
        [_bitBlt, _bench.Tester.Text(text), Oop.FromInteger(start), Oop.FromInteger(stop), _map, _starts, Oop.FromInteger(kern)];

    private string Drawn() => string.Concat(_bench.Pixels(_destination).Cast<uint>().Select(p => p == 0 ? " " : $"{p}"));

    private long PixelAt(Oop form, int x, int y) => Memory.TryUnsigned32(
        _bench.Tester.Call(BitBltBench.Module, "primitivePixelValueAt", form, Oop.FromInteger(x), Oop.FromInteger(y)), out uint pixel)
        ? pixel
        : throw new AssertionException("no pixel");

    private Oop NewScanner(int x)
    {
        Oop scanner = Memory.NewArray([Oop.FromInteger(x), Oop.FromInteger(0), _starts, _map]);
        return scanner;
    }

    private Oop ScanText(Oop scanner, string text, int start, int stop, int rightX, int kern) => _bench.Tester.Call(
        Scan, scanner, Oop.FromInteger(start), Oop.FromInteger(stop), _bench.Tester.Text(text), Oop.FromInteger(rightX),
        Stops(), Oop.FromInteger(kern));

    private Oop Stops()
    {
        Oop stops = Memory.NewArray(258);
        Memory.Store('\t', stops, Symbol("tab"));
        Memory.Store(256, stops, Symbol("endOfRun"));
        Memory.Store(257, stops, Symbol("crossedX"));
        return stops;
    }

    private Oop Symbol(string text) => _bench.Tester.Image.Symbol(text);

    private long Field(Oop oop, int slot) => Memory.Fetch(slot, oop).Integer;
}
