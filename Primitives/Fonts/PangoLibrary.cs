using System.Runtime.InteropServices;

namespace JitTalk.Primitives.Fonts;

/// <summary>
/// What is used of Pango 1.0, which lays text out, Cairo 2, which draws it, and their GLib: under their own names without
/// the prefixes. Loaded at the first call.
/// </summary>
internal static unsafe partial class PangoLibrary
{
    private const string PangoCairo = "libpangocairo-1.0.so.0";
    private const string Pango = "libpango-1.0.so.0";
    private const string Cairo = "libcairo.so.2";
    private const string GObject = "libgobject-2.0.so.0";
    private const string GLib = "libglib-2.0.so.0";

    /// <summary>Pango's units to a pixel.</summary>
    public const int Scale = 1024;

    public const int FormatRgb24 = 1;
    public const int FormatA8 = 2;
    public const int AntialiasNone = 1;
    public const int AntialiasGray = 2;
    public const int StatusSuccess = 0;

    /// <summary>Whether this machine has all of it; it is loaded then, for good.</summary>
    public static bool TryLoad() =>
        Array.TrueForAll([PangoCairo, Pango, Cairo, GObject, GLib], name => NativeLibrary.TryLoad(name, out _));

    /// <summary><c>PangoRectangle</c>; in pixels or in Pango's units, as the function says.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Rectangle
    {
        public int X;
        public int Y;
        public int Width;
        public int Height;
    }

    [LibraryImport(PangoCairo, EntryPoint = "pango_cairo_create_layout")]
    public static partial nint CreateLayout(nint context);

    [LibraryImport(PangoCairo, EntryPoint = "pango_cairo_context_set_font_options")]
    public static partial void SetFontOptions(nint pangoContext, nint options);

    [LibraryImport(PangoCairo, EntryPoint = "pango_cairo_show_layout")]
    public static partial void ShowLayout(nint context, nint layout);

    [LibraryImport(Pango, EntryPoint = "pango_layout_get_context")]
    public static partial nint ContextOf(nint layout);

    [LibraryImport(Pango, EntryPoint = "pango_layout_set_font_description")]
    public static partial void SetFontDescription(nint layout, nint description);

    [LibraryImport(Pango, EntryPoint = "pango_layout_set_text")]
    public static partial void SetText(nint layout, byte* utf8, int length);

    [LibraryImport(Pango, EntryPoint = "pango_layout_get_pixel_extents")]
    public static partial void PixelExtents(nint layout, Rectangle* ink, Rectangle* logical);

    [LibraryImport(Pango, EntryPoint = "pango_layout_index_to_pos")]
    public static partial void PositionOf(nint layout, int byteIndex, Rectangle* place);

    [LibraryImport(Pango, EntryPoint = "pango_font_description_from_string")]
    public static partial nint DescriptionFrom(byte* text);

    [LibraryImport(Pango, EntryPoint = "pango_font_description_free")]
    public static partial void FreeDescription(nint description);

    [LibraryImport(Pango, EntryPoint = "pango_context_get_font_map")]
    public static partial nint FontMapOf(nint pangoContext);

    [LibraryImport(Pango, EntryPoint = "pango_font_map_list_families")]
    public static partial void ListFamilies(nint fontMap, nint** families, int* count);

    [LibraryImport(Pango, EntryPoint = "pango_font_family_get_name")]
    public static partial byte* NameOf(nint family);

    [LibraryImport(Cairo, EntryPoint = "cairo_image_surface_create")]
    public static partial nint CreateSurface(int format, int width, int height);

    [LibraryImport(Cairo, EntryPoint = "cairo_image_surface_create_for_data")]
    public static partial nint CreateSurfaceFor(uint* pixels, int format, int width, int height, int stride);

    [LibraryImport(Cairo, EntryPoint = "cairo_surface_status")]
    public static partial int StatusOfSurface(nint surface);

    [LibraryImport(Cairo, EntryPoint = "cairo_surface_destroy")]
    public static partial void DestroySurface(nint surface);

    [LibraryImport(Cairo, EntryPoint = "cairo_create")]
    public static partial nint CreateContext(nint surface);

    [LibraryImport(Cairo, EntryPoint = "cairo_destroy")]
    public static partial void DestroyContext(nint context);

    [LibraryImport(Cairo, EntryPoint = "cairo_translate")]
    public static partial void Translate(nint context, double x, double y);

    [LibraryImport(Cairo, EntryPoint = "cairo_set_source_rgb")]
    public static partial void SetSource(nint context, double red, double green, double blue);

    [LibraryImport(Cairo, EntryPoint = "cairo_paint")]
    public static partial void Paint(nint context);

    [LibraryImport(Cairo, EntryPoint = "cairo_font_options_create")]
    public static partial nint CreateFontOptions();

    [LibraryImport(Cairo, EntryPoint = "cairo_font_options_destroy")]
    public static partial void DestroyFontOptions(nint options);

    [LibraryImport(Cairo, EntryPoint = "cairo_font_options_set_antialias")]
    public static partial void SetAntialias(nint options, int antialias);

    [LibraryImport(GObject, EntryPoint = "g_object_unref")]
    public static partial void Unref(nint gObject);

    [LibraryImport(GLib, EntryPoint = "g_free")]
    public static partial void Free(void* memory);
}
