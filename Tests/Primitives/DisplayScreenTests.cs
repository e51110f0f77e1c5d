using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

/// <summary>What reaches the screen, and when: drawing on the Display, showing, deferring; and cursors.</summary>
internal sealed class DisplayScreenTests
{
    private const int OverRule = 3;

    private FakeHost _host = null!;
    private BitBltBench _bench = null!;
    private Oop _display;
    private Oop _source;
    private Oop _bitBlt;

    private ObjectMemory Memory => _bench.Memory;

    [SetUp]
    public void SetUp()
    {
        _host = new FakeHost();
        _bench = new BitBltBench(host: _host);
        _display = _bench.NewForm(50, 40, 8);
        _source = _bench.NewForm(50, 40, 8);
        _bitBlt = _bench.NewBitBlt(_display, _source, OverRule);
        _ = _bench.Tester.Call(102, _display);
    }

    [TearDown]
    public void TearDown() => _bench.Dispose();

    private PixelArea Only() => _host.Shown.Single().Area;

    private void Defer(bool on) => _bench.Tester.Call(126, Memory.Nil, Memory.Boolean(on));

    private void Show(long left, long right, long top, long bottom) => _bench.Tester.Call(
        127, Memory.Nil, Oop.FromInteger(left), Oop.FromInteger(right), Oop.FromInteger(top), Oop.FromInteger(bottom));

    [Test]
    public void Drawing_shows_what_was_drawn()
    {
        _bench.Set(_bitBlt, BitBltBench.DestXSlot, 3, 4, 10, 5);
        _ = _bench.CopyBits(_bitBlt);
        Assert.That(_host.Shown.Single(), Is.EqualTo((new PixelArea(3, 4, 13, 9), 50, 40, 8)));
    }

    [Test]
    public void Clipped_drawing_shows_what_is_left()
    {
        _bench.Set(_bitBlt, BitBltBench.DestXSlot, -5, 38, 10, 5);
        _ = _bench.CopyBits(_bitBlt);
        Assert.That(Only(), Is.EqualTo(new PixelArea(0, 38, 5, 40)));
        _bench.Set(_bitBlt, BitBltBench.DestXSlot, 60);
        _ = _bench.CopyBits(_bitBlt);
        Assert.That(_host.Shown, Has.Count.EqualTo(1), "nothing was drawn");
    }

    [Test]
    public void Drawing_elsewhere_shows_nothing()
    {
        _ = _bench.CopyBits(_bench.NewBitBlt(_source, _display, OverRule));
        Assert.That(_host.Shown, Is.Empty);
    }

    [Test]
    public void Lines_show_all_between_their_ends()
    {
        _bench.Set(_bitBlt, BitBltBench.DestXSlot, 20, 10, 2, 3);
        _ = _bench.Tester.Call(BitBltBench.Module, "primitiveDrawLoop", _bitBlt, Oop.FromInteger(-8), Oop.FromInteger(4));
        Assert.That(Only(), Is.EqualTo(new PixelArea(12, 10, 22, 17)));
    }

    [Test]
    public void Deferred_drawing_waits_to_be_shown()
    {
        Defer(true);
        _ = _bench.CopyBits(_bitBlt);
        _ = _bench.Tester.Call(231, Memory.Nil);
        Assert.That(_host.Shown, Is.Empty);
        Show(1, 11, 2, 22);
        Assert.That(Only(), Is.EqualTo(new PixelArea(1, 2, 11, 22)));
        Defer(false);
        _ = _bench.CopyBits(_bitBlt);
        Assert.That(_host.Shown, Has.Count.EqualTo(2));
    }

    [Test]
    public void Only_what_the_display_has_is_shown()
    {
        Show(-10, 1000, long.MinValue >> 4, long.MaxValue >> 4);
        Assert.That(Only(), Is.EqualTo(new PixelArea(0, 0, 50, 40)));
        Show(30, 20, 0, 10);
        Show(60, 70, 0, 10);
        Assert.That(_host.Shown, Has.Count.EqualTo(1), "these are empty");
    }

    [Test]
    public void A_display_without_enough_bits_is_not_shown()
    {
        Memory.Store(0, _display, _bench.NewBitmap(3));
        Show(0, 50, 0, 40);
        Memory.Store(0, _display, Memory.Nil);
        Show(0, 50, 0, 40);
        Memory.SetSpecial(SpecialObject.Display, Memory.Nil);
        Show(0, 50, 0, 40);
        Assert.That(_host.Shown, Is.Empty);
    }

    [Test]
    public void A_cursor_alone_is_black_where_it_has_bits()
    {
        Oop cursor = Cursor(3, 2, 1, (-2, -1), 0b101u << 29, 0b010u << 29);
        Assert.That(_bench.Tester.Call(101, cursor), Is.EqualTo(cursor));
        CursorImage shown = _host.Cursors.Single();
        Assert.That((shown.Width, shown.Height, shown.HotX, shown.HotY), Is.EqualTo((3, 2, 2, 1)));
        const uint black = 0xFF00_0000;
        Assert.That(shown.Pixels, Is.EqualTo((uint[])[black, 0, black, 0, black, 0]));
    }

    [Test]
    public void A_mask_makes_the_rest_white_or_transparent()
    {
        Oop cursor = Cursor(4, 1, 1, (0, 0), 0b1100u << 28);
        Oop mask = Cursor(4, 1, 1, (0, 0), 0b1010u << 28);
        _ = _bench.Tester.Call(101, cursor, mask);
        Assert.That(_host.Cursors.Single().Pixels, Is.EqualTo((uint[])[0xFF00_0000, 0xFF00_0000, 0xFFFF_FFFF, 0]));
    }

    [Test]
    public void A_deep_argument_is_the_cursor_itself()
    {
        Oop plain = Cursor(16, 16, 1, (0, 0), new uint[16]);
        Oop deep = Cursor(2, 1, 32, (-1, 0), 0x8012_3456, 0);
        _ = _bench.Tester.Call(101, plain, deep);
        CursorImage shown = _host.Cursors.Single();
        Assert.That((shown.Width, shown.HotX), Is.EqualTo((2, 1)));
        Assert.That(shown.Pixels, Is.EqualTo((uint[])[0x8012_3456, 0]));
    }

    [Test]
    public void What_is_no_cursor_fails()
    {
        Oop cursor = Cursor(16, 16, 1, (0, 0), new uint[16]);
        PrimitiveTester tester = _bench.Tester;
        Assert.That(tester.Fails(101, Oop.FromInteger(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(tester.Fails(101, Memory.NewArray(5)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(tester.Fails(101, Cursor(16, 16, 1, (0, 0), 1, 2, 3)), Is.EqualTo(PrimitiveError.BadReceiver), "too few bits");
        Assert.That(tester.Fails(101, Cursor(257, 1, 1, (0, 0), new uint[9])), Is.EqualTo(PrimitiveError.BadReceiver), "too large");
        Assert.That(tester.Fails(101, cursor, Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(101, cursor, Cursor(8, 16, 1, (0, 0), new uint[16])), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(101, cursor, cursor, cursor), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
        Assert.That(_host.Cursors, Is.Empty);
    }

    private Oop Cursor(int width, int height, int depth, (int X, int Y) offset, params uint[] words)
    {
        Oop cursor = _bench.NewForm(width, height, depth);
        Memory.Store(0, cursor, _bench.NewBitmap(words));
        Memory.Store(4, cursor, Memory.NewPoint(Oop.FromInteger(offset.X), Oop.FromInteger(offset.Y)));
        return cursor;
    }
}
