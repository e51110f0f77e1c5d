using System.Text;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Fonts;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public sealed class UnicodePluginTests
{
    private const string Module = "UnicodePlugin";

    private FakeHost _host = null!;
    private PrimitiveTester _tester = null!;

    private Oop Nil => _tester.Memory.Nil;
    private Oop True => _tester.Memory.True;
    private Oop False => _tester.Memory.False;

    [SetUp]
    public void SetUp()
    {
        _host = new FakeHost();
        _tester = new PrimitiveTester(host: _host);
    }

    [TearDown]
    public void TearDown() => _tester.Dispose();

    [Test]
    public void The_clipboard_is_utf16()
    {
        _host.Clipboard = "für 😀";
        Assert.That(_tester.Call(Module, "primitiveClipboardSize", Nil).Integer, Is.EqualTo(6));
        Oop buffer = NewWords(2);
        Assert.That(_tester.Call(Module, "primitiveClipboardGet", Nil, buffer).Integer, Is.EqualTo(4));
        Assert.That(Units(buffer), Is.EqualTo("für "));
        _ = _tester.Call(Module, "primitiveClipboardPut", Nil, buffer, Int(3));
        Assert.That(_host.Clipboard, Is.EqualTo("für"));
        _ = _tester.Call(Module, "primitiveClipboardPut", Nil, buffer, Int(5));
        Assert.That(_host.Clipboard, Is.EqualTo("für "), "no more than there is");
        _ = _tester.Fails(Module, "primitiveClipboardGet", Nil, _tester.Text("bytes"));
        _ = _tester.Fails(Module, "primitiveClipboardPut", Nil, Int(5), Int(0));
    }

    [Test]
    public void Text_is_drawn_in_the_size_that_was_measured()
    {
        AssumeFonts();
        _ = SetFont("DejaVu Sans", 20);
        _ = SetColors(0xFF0000, 0, clear: true);
        (int width, int height) = Measure("Grüße");
        Assert.That(width, Is.InRange(45, 80));
        Assert.That(height, Is.InRange(20, 30));
        const int guard = 16;
        Oop bits = NewWords((width * height) + guard);
        Words(bits)[^guard..].Fill(0xDEAD_BEEF);
        Assert.That(PointOf(Draw("Grüße", width, height, bits)), Is.EqualTo((width, height)));
        uint[] pixels = Words(bits)[..^guard].ToArray();
        Assert.That(pixels.Count(p => p != 0), Is.InRange(width * height / 20, width * height / 2));
        Assert.That(pixels.All(p => (p & 0xFFFF) == 0), "red, or nothing");
        Assert.That(pixels.Any(p => (p & 0xFF_0000) is > 0x10_0000 and < 0xF0_0000), "smooth edges");
        Assert.That(Words(bits)[^guard..].ToArray(), Is.All.EqualTo(0xDEAD_BEEF), "nothing behind the picture is touched");
    }

    [Test]
    public void Fonts_have_sizes_weights_and_edges()
    {
        AssumeFonts();
        _ = SetFont("DejaVu Sans", 20);
        (int width, int height) = Measure("a word");
        _ = SetFont("DejaVu Sans", 40);
        Assert.That(Measure("a word").Height, Is.InRange((height * 2) - 3, (height * 2) + 3));
        _ = SetFont("DejaVu Sans", 20, bold: true, smooth: false);
        Assert.That(Measure("a word").Width, Is.GreaterThan(width));
        _ = SetColors(0xFFFFFF, 0, clear: true);
        Oop bits = NewWords(200 * 100);
        _ = Draw("a word", 200, 100, bits);
        Assert.That(Words(bits).ToArray().Select(p => p & 0xFF_FFFF).Distinct(), Is.EquivalentTo(new[] { 0u, 0xFF_FFFFu }));
    }

    [Test]
    public void Where_a_background_is_set_it_is_painted_or_cleared()
    {
        AssumeFonts();
        Oop bits = NewWords(100 * 50);
        _ = SetColors(0x102030, 0xFFEEDD, clear: false);
        _ = Draw("x", 100, 50, bits);
        Assert.That(Words(bits)[^1] & 0xFF_FFFF, Is.EqualTo(0xFFEEDD));
        Words(bits).Fill(0x123456);
        _ = SetColors(0x102030, 0x123456, clear: true);
        _ = Draw("x", 100, 50, bits);
        Assert.That(Words(bits).ToArray(), Has.Some.Not.EqualTo(0u), "letters");
    }

    [Test]
    public void Edges_of_characters_follow_one_another()
    {
        AssumeFonts();
        _ = SetFont("DejaVu Sans", 30);
        Oop edges = NewWords(8);
        Assert.That(Edges("aé€b", edges), Is.EqualTo(4));
        int[] stored = [.. Words(edges).ToArray().Select(w => (int)w)];
        Assert.That(stored[0], Is.Zero);
        Assert.That(stored, Is.Ordered);
        Assert.That(stored[2], Is.EqualTo(stored[1]));
        Assert.That(stored[7], Is.EqualTo(Measure("aé€b").Width).Within(2));
        Assert.That(Edges("aé€bc", edges), Is.EqualTo(-1), "no room");
        Assert.That(Edges("", edges), Is.Zero);
    }

    [Test]
    public void Families_are_listed_as_far_as_there_is_room()
    {
        AssumeFonts();
        Oop buffer = _tester.Memory.AllocateBytes(_tester.Memory.Known.ByteArray, 100_000);
        int count = (int)_tester.Call(Module, "primitiveGetFontList", Nil, buffer).Integer;
        byte[] names = ObjectMemory.ByteSpan(buffer)[..count].ToArray();
        Assert.That(names, Has.Length.GreaterThan(3).And.None.EqualTo(0));
        Assert.That(names[^1], Is.EqualTo((byte)'\n'));
        Oop small = _tester.Memory.AllocateBytes(_tester.Memory.Known.ByteArray, 3);
        Assert.That(_tester.Call(Module, "primitiveGetFontList", Nil, small).Integer, Is.EqualTo(3));
        Assert.That(ObjectMemory.ByteSpan(small).ToArray(), Is.EqualTo(names[..3]));
    }

    [Test]
    public void What_cannot_be_fails()
    {
        AssumeFonts();
        Oop bits = NewWords(12);
        Oop text = _tester.Text("text");
        Assert.That(Fails("primitiveDrawString", text, Int(4), Int(4), bits), Is.EqualTo(PrimitiveError.BadArgument), "too few words");
        Assert.That(Fails("primitiveDrawString", text, Int(-4), Int(-3), bits), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("primitiveDrawString", text, Int(1L << 31), Int(1L << 31), bits), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("primitiveDrawString", text, Int(1 << 30), Int(0), bits), Is.EqualTo(PrimitiveError.LimitExceeded));
        Assert.That(Fails("primitiveDrawString", text, Int(1), Int(1), text), Is.EqualTo(PrimitiveError.BadArgument), "bytes");
        Assert.That(Fails("primitiveDrawString", bits, Int(1), Int(1), bits), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Words(bits).ToArray(), Is.All.Zero);
        Assert.That(Fails("primitiveMeasureString", Int(3)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("primitiveGetXRanges", text, text), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("primitiveGetFontList", bits), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("primitiveSetFont", _tester.Text(new string('a', 200)), Int(12), True, True, True), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("primitiveSetFont", text, Int(12), True, Nil, True), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("primitiveSetFont", text, Int(32_768), True, True, True), Is.EqualTo(PrimitiveError.LimitExceeded));
        Assert.That(Fails("primitiveSetColors", Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Nil), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [TestCase(0)]
    [TestCase(-5)]
    [TestCase(3000)]
    [TestCase(32_767)]
    public void Odd_sizes_and_texts_are_survived(long size)
    {
        AssumeFonts();
        _ = SetFont("DejaVu\0, 99px", size);
        Oop bits = NewWords(20 * 20);
        foreach (byte[] utf8 in new byte[][] { [], [0], [65, 0, 66], [0xFF, 0xFE, 65], [0xF0], [65, 0xC3], [.. Enumerable.Repeat((byte)10, 300)] })
        {
            Oop text = _tester.Memory.NewBytes(_tester.Memory.Known.String, utf8);
            (int Width, int Height) extent = PointOf(_tester.Call(Module, "primitiveMeasureString", Nil, text));
            Assert.That(PointOf(_tester.Call(Module, "primitiveDrawString", Nil, text, Int(20), Int(20), bits)), Is.EqualTo(extent));
            Oop edges = NewWords(Math.Max(2 * utf8.Length, 1));
            Assert.That(_tester.Call(Module, "primitiveGetXRanges", Nil, text, edges).Integer, Is.InRange(0, utf8.Length));
        }
    }

    [TestCase("Verdana", 18, false, false, true)]
    [TestCase("Verdana", 10, true, false, true)]
    [TestCase("Comic", 11, false, true, true)]
    [TestCase("DejaVu Serif", 33, true, true, false)]
    [TestCase("no such family", 14, false, false, true)]
    public void It_is_Debians_plugin_to_the_pixel(string family, int size, bool bold, bool italic, bool smooth)
    {
        AssumeFonts();
        byte[] colors = [0x20, 0x90, 0xFF, 0xF0, 0xE0, 0x80];
        foreach (bool clear in new[] { true, false })
        {
            ReferenceUnicodePlugin.SetFont(family, size, bold, italic, smooth);
            ReferenceUnicodePlugin.SetColors(colors, clear);
            _ = SetFont(family, size, bold, italic, smooth);
            _ = SetColors(0x2090FF, 0xF0E080, clear);
            foreach (string text in new[] { "x", "fjord AVATAR", "שלום 123", "日本語", "a\nb", "Ḉ\u0301e", "", "  " })
            {
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                (int width, int height) = ReferenceUnicodePlugin.Measure(utf8);
                Assert.That(Measure(text), Is.EqualTo((width, height)), text);
                uint[] expected = new uint[width * height];
                Oop bits = NewWords(width * height);
                Assert.That(PointOf(Draw(text, width, height, bits)), Is.EqualTo(ReferenceUnicodePlugin.Draw(utf8, width, height, expected)), text);
                Assert.That(Words(bits).ToArray(), Is.EqualTo(expected), text);
                int[] edges = new int[2 * utf8.Length];
                Oop ours = NewWords(edges.Length);
                Assert.That(Edges(text, ours), Is.EqualTo(ReferenceUnicodePlugin.StoreEdges(utf8, edges)), text);
                Assert.That(Words(ours).ToArray().Select(w => (int)w), Is.EqualTo(edges), text);
            }
        }
    }

    private static void AssumeFonts() =>
        Assume.That(PangoLibrary.TryLoad(), "there is no libpangocairo-1.0.so.0 here: apt-get install libpangocairo-1.0-0");

    private Oop SetFont(string family, long size, bool bold = false, bool italic = false, bool smooth = true) =>
        _tester.Call(Module, "primitiveSetFont", Nil, _tester.Text(family), Int(size), Boolean(bold), Boolean(italic), Boolean(smooth));

    private Oop SetColors(int color, int background, bool clear) => _tester.Call(
        Module, "primitiveSetColors", Nil, Int(color >> 16), Int(color >> 8), Int(color),
        Int(background >> 16), Int(background >> 8), Int(background), Boolean(clear));

    private (int Width, int Height) Measure(string text) => PointOf(_tester.Call(Module, "primitiveMeasureString", Nil, Utf8(text)));

    private Oop Draw(string text, int width, int height, Oop bits) =>
        _tester.Call(Module, "primitiveDrawString", Nil, Utf8(text), Int(width), Int(height), bits);

    private long Edges(string text, Oop edges) => _tester.Call(Module, "primitiveGetXRanges", Nil, Utf8(text), edges).Integer;

    private PrimitiveError Fails(string name, params Oop[] arguments) => _tester.Fails(Module, name, [Nil, .. arguments]);

    private Oop Utf8(string text) => _tester.Memory.NewBytes(_tester.Memory.Known.String, Encoding.UTF8.GetBytes(text));

    private Oop Boolean(bool value) => value ? True : False;

    private Oop NewWords(int count) => _tester.Memory.Instantiate(_tester.Image.Class("Bitmap"), count);

    private static unsafe Span<uint> Words(Oop bitmap) => new(ObjectMemory.Bytes(bitmap), (int)ObjectMemory.ByteLength(bitmap) / 4);

    private static unsafe string Units(Oop bitmap) => new((char*)ObjectMemory.Bytes(bitmap), 0, (int)ObjectMemory.ByteLength(bitmap) / 2);

    private (int Width, int Height) PointOf(Oop point) =>
        ((int)_tester.Memory.Fetch(0, point).Integer, (int)_tester.Memory.Fetch(1, point).Integer);
}
