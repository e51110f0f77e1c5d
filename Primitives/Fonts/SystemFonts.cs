using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace JitTalk.Primitives.Fonts;

/// <summary>
/// Text in fonts of the system, of any script: measured, and drawn into 32-bit pixels. One font and two colours are set,
/// and hold until others are (Scratch's <c>UnicodeOps-linux.c</c>, whose layout this is to the pixel).
/// </summary>
internal sealed unsafe class SystemFonts : IDisposable
{
    private const double Brightest = 255;

    private nint _font;
    private nint _options;
    private nint _measuring;
    private uint _color;
    private uint _background;
    private bool _isBackgroundClear;

    /// <summary>Whether this machine has the libraries; nothing else may be called where it has not.</summary>
    public bool ArePresent { get; } = PangoLibrary.TryLoad();

    /// <param name="name">UTF-8, up to a NUL. Families that are not there are replaced by what the system takes for them.</param>
    /// <param name="size">In pixels, below 65,536. In place of a negative one Pango takes its own.</param>
    /// <param name="isBold">Heavy strokes.</param>
    /// <param name="isItalic">Slanted letters.</param>
    /// <param name="isSmooth">Edges are mixed with what is under them.</param>
    public void SetFont(ReadOnlySpan<byte> name, long size, bool isBold, bool isItalic, bool isSmooth)
    {
        int end = name.IndexOf((byte)0);
        string rest = string.Create(CultureInfo.InvariantCulture, $", {(isBold ? "bold" : "")} {(isItalic ? "italic" : "")} {size}px\0");
        byte[] description = [.. end < 0 ? name : name[..end], .. Encoding.ASCII.GetBytes(rest)];
        if (_font != 0)
        {
            PangoLibrary.FreeDescription(_font);
        }
        fixed (byte* text = description)
        {
            _font = PangoLibrary.DescriptionFrom(text);
        }
        if (_options == 0)
        {
            _options = PangoLibrary.CreateFontOptions();
        }
        PangoLibrary.SetAntialias(_options, isSmooth ? PangoLibrary.AntialiasGray : PangoLibrary.AntialiasNone);
    }

    /// <param name="color">Of the letters, 0xRRGGBB.</param>
    /// <param name="background">What is painted before them, unless it is 0.</param>
    /// <param name="isBackgroundClear">Pixels of the background's value become 0, which Forms of 32 bits take for transparent.</param>
    public void SetColors(uint color, uint background, bool isBackgroundClear) =>
        (_color, _background, _isBackgroundClear) = (color, background, isBackgroundClear);

    /// <summary>The pixels that a text takes, be it for its lines or for letters that reach beyond them.</summary>
    public (int Width, int Height) Measure(ReadOnlySpan<byte> utf8)
    {
        (int left, int top, int right, int bottom) = LayOut(Measuring(), utf8);
        return (right - left, bottom - top);
    }

    /// <summary>Draws a text into the upper left of a picture, and answers what <see cref="Measure"/> does.</summary>
    /// <returns>False, with nothing drawn, for a picture larger than Cairo's.</returns>
    public bool TryDraw(ReadOnlySpan<byte> utf8, Span<uint> pixels, int width, int height, out (int Width, int Height) extent)
    {
        extent = default;
        fixed (uint* first = pixels)
        {
            nint surface = PangoLibrary.CreateSurfaceFor(first, PangoLibrary.FormatRgb24, width, height, 4 * width);
            bool isPossible = PangoLibrary.StatusOfSurface(surface) == PangoLibrary.StatusSuccess;
            if (isPossible)
            {
                extent = Draw(utf8, surface);
            }
            PangoLibrary.DestroySurface(surface);
            if (isPossible && _isBackgroundClear)
            {
                pixels[..(width * height)].Replace(_background, 0u);
            }
            return isPossible;
        }
    }

    /// <summary>Stores the left and right edges of each character, which stand the other way round where it is written to the left.</summary>
    /// <returns>The number of characters; -1 where there is no room for their edges.</returns>
    public int StoreEdges(ReadOnlySpan<byte> utf8, Span<int> edges)
    {
        int count = 0;
        for (int i = 0; i < utf8.Length; i += LengthOf(utf8[i]))
        {
            count++;
        }
        if (edges.Length < 2L * count)
        {
            return -1;
        }
        nint layout = Measuring();
        _ = LayOut(layout, utf8);
        int next = 0;
        for (int i = 0; i < utf8.Length; i += LengthOf(utf8[i]))
        {
            PangoLibrary.Rectangle place;
            PangoLibrary.PositionOf(layout, i, &place);
            edges[next++] = Pixels(place.X);
            edges[next++] = Pixels(place.X + place.Width);
        }
        return count;
    }

    /// <summary>The names of all families, UTF-8, each followed by a newline.</summary>
    public byte[] Families()
    {
        nint* families;
        int count;
        PangoLibrary.ListFamilies(PangoLibrary.FontMapOf(PangoLibrary.ContextOf(Measuring())), &families, &count);
        List<byte> names = [];
        for (int i = 0; i < count; i++)
        {
            names.AddRange(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(PangoLibrary.NameOf(families[i])));
            names.Add((byte)'\n');
        }
        PangoLibrary.Free(families);
        return [.. names];
    }

    public void Dispose()
    {
        if (_measuring != 0)
        {
            PangoLibrary.Unref(_measuring);
        }
        if (_font != 0)
        {
            PangoLibrary.FreeDescription(_font);
        }
        if (_options != 0)
        {
            PangoLibrary.DestroyFontOptions(_options);
        }
        (_measuring, _font, _options) = (0, 0, 0);
    }

    private (int Width, int Height) Draw(ReadOnlySpan<byte> utf8, nint surface)
    {
        nint context = PangoLibrary.CreateContext(surface);
        nint layout = PangoLibrary.CreateLayout(context);
        (int left, int top, int right, int bottom) = LayOut(layout, utf8);
        if (_background != 0)
        {
            SetSource(context, _background);
            PangoLibrary.Paint(context);
        }
        PangoLibrary.Translate(context, Math.Max(-left, 0), Math.Max(-top, 0));
        SetSource(context, _color);
        PangoLibrary.ShowLayout(context, layout);
        PangoLibrary.Unref(layout);
        PangoLibrary.DestroyContext(context);
        return (right - left, bottom - top);
    }

    /// <summary>Gives a layout its text, and answers what it covers.</summary>
    private (int Left, int Top, int Right, int Bottom) LayOut(nint layout, ReadOnlySpan<byte> utf8)
    {
        const int usualSize = 18;
        if (_font == 0)
        {
            SetFont("Verdana"u8, usualSize, isBold: false, isItalic: false, isSmooth: true);
        }
        PangoLibrary.SetFontOptions(PangoLibrary.ContextOf(layout), _options);
        PangoLibrary.SetFontDescription(layout, _font);
        fixed (byte* text = utf8)
        {
            PangoLibrary.SetText(layout, text, utf8.Length);
        }
        PangoLibrary.Rectangle ink;
        PangoLibrary.Rectangle logical;
        PangoLibrary.PixelExtents(layout, &ink, &logical);
        return (
            Math.Min(ink.X, logical.X), Math.Min(ink.Y, logical.Y),
            Math.Max(ink.X + ink.Width, logical.X + logical.Width), Math.Max(ink.Y + ink.Height, logical.Y + logical.Height));
    }

    /// <summary>A layout that is kept, so that fonts are found once.</summary>
    private nint Measuring()
    {
        if (_measuring == 0)
        {
            nint surface = PangoLibrary.CreateSurface(PangoLibrary.FormatA8, 1, 1);
            nint context = PangoLibrary.CreateContext(surface);
            _measuring = PangoLibrary.CreateLayout(context);
            PangoLibrary.DestroyContext(context);
            PangoLibrary.DestroySurface(surface);
        }
        return _measuring;
    }

    private static void SetSource(nint context, uint color) =>
        PangoLibrary.SetSource(context, ((color >> 16) & 255) / Brightest, ((color >> 8) & 255) / Brightest, (color & 255) / Brightest);

    /// <summary>The bytes of a character by the first of them.</summary>
    private static int LengthOf(byte first) => (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : (first & 0xF8) == 0xF0 ? 4 : 1;

    private static int Pixels(int units) => (units + (PangoLibrary.Scale / 2)) >> 10;
}
