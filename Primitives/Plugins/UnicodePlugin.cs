using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Fonts;
using JitTalk.Primitives.Scratch;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// Scratch's UnicodePlugin: the clipboard as UTF-16, and text in fonts of the system. Where the libraries that draw it are
/// missing, those entries fail as on a VM without the plugin, and Scratch draws with its own fonts.
/// </summary>
internal static unsafe class UnicodePlugin
{
    private const string Module = "UnicodePlugin";

    // Of a font's name.
    private const int MostNameBytes = 199;

    // As many as a picture has. From 65,536 on FreeType fails, and after that Cairo draws no more with the font at any size.
    private const int MostPixels = 32_767;

    /// <summary>The length of the text that is there, in units of UTF-16.</summary>
    [Primitive(Module, "primitiveClipboardSize")]
    public static Oop ClipboardSize(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        return Oop.FromInteger(vm.Host.Clipboard.Length);
    }

    /// <summary>Copies what finds room in a SoundBuffer, or another object of words; answers the number of units.</summary>
    [Primitive(Module, "primitiveClipboardGet")]
    public static Oop ClipboardGet(VirtualMachine vm, Oop receiver, Oop buffer)
    {
        _ = receiver;
        if (!TryUtf16(buffer, out Span<char> room))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(buffer))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        string text = vm.Host.Clipboard;
        int count = Math.Min(text.Length, room.Length);
        text.AsSpan(0, count).CopyTo(room);
        return Oop.FromInteger(count);
    }

    /// <summary>Takes so many units of a text; all of it, if there are fewer.</summary>
    [Primitive(Module, "primitiveClipboardPut")]
    public static Oop ClipboardPut(VirtualMachine vm, Oop receiver, Oop text, long count)
    {
        if (!TryUtf16(text, out Span<char> units))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Host.Clipboard = new string(count >= 0 && count < units.Length ? units[..(int)count] : units);
        return receiver;
    }

    /// <summary>The font to measure and draw with: a family's name, pixels of height, and three Booleans.</summary>
    [Primitive(Module, "primitiveSetFont")]
    public static Oop SetFont(VirtualMachine vm, Oop receiver, Oop name, long size, Oop bold, Oop italic, Oop smooth)
    {
        if (!ObjectMemory.IsByteObject(name) || ObjectMemory.ByteLength(name) > MostNameBytes
            || !vm.Memory.TryBoolean(bold, out bool isBold) || !vm.Memory.TryBoolean(italic, out bool isItalic)
            || !vm.Memory.TryBoolean(smooth, out bool isSmooth))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (size > MostPixels)
        {
            return vm.Fail(PrimitiveError.LimitExceeded);
        }
        if (!TryFonts(vm, out SystemFonts fonts))
        {
            return vm.Fail(PrimitiveError.NotFound);
        }
        fonts.SetFont(ObjectMemory.ByteSpan(name), size, isBold, isItalic, isSmooth);
        return receiver;
    }

    /// <summary>Red, green and blue of letters and background, of each the low eight bits; whether the background is cleared.</summary>
    [Primitive(Module, "primitiveSetColors")]
    public static Oop SetColors(
        VirtualMachine vm, Oop receiver, long red, long green, long blue, long redUnder, long greenUnder, long blueUnder, Oop clear)
    {
        if (!vm.Memory.TryBoolean(clear, out bool isClear))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!TryFonts(vm, out SystemFonts fonts))
        {
            return vm.Fail(PrimitiveError.NotFound);
        }
        fonts.SetColors(Color(red, green, blue), Color(redUnder, greenUnder, blueUnder), isClear);
        return receiver;
    }

    /// <summary>The size of a text as a Point.</summary>
    [Primitive(Module, "primitiveMeasureString")]
    public static Oop MeasureString(VirtualMachine vm, Oop receiver, Oop text)
    {
        _ = receiver;
        if (!ObjectMemory.IsByteObject(text))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return TryFonts(vm, out SystemFonts fonts)
            ? Point(vm, fonts.Measure(ObjectMemory.ByteSpan(text)))
            : vm.Fail(PrimitiveError.NotFound);
    }

    /// <summary>Draws a text into a Bitmap of rows of 32-bit pixels; answers its size.</summary>
    [Primitive(Module, "primitiveDrawString")]
    public static Oop DrawString(VirtualMachine vm, Oop receiver, Oop text, Oop width, Oop height, Oop bits)
    {
        _ = receiver;
        if (!ObjectMemory.IsByteObject(text) || !PictureBits.TryLoad(bits, width, height, out PictureBits picture))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(bits))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        if (!TryFonts(vm, out SystemFonts fonts))
        {
            return vm.Fail(PrimitiveError.NotFound);
        }
        return fonts.TryDraw(
            ObjectMemory.ByteSpan(text), picture.Pixels, picture.Width, picture.Height, out (int, int) extent)
            ? Point(vm, extent)
            : vm.Fail(PrimitiveError.LimitExceeded);
    }

    /// <summary>Stores the left and right edges of each character; answers their number, -1 without room for them.</summary>
    [Primitive(Module, "primitiveGetXRanges")]
    public static Oop GetXRanges(VirtualMachine vm, Oop receiver, Oop text, Oop edges)
    {
        _ = receiver;
        if (!ObjectMemory.IsByteObject(text) || !PictureBits.TryPixels(edges, out Span<uint> words))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(edges))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        return TryFonts(vm, out SystemFonts fonts)
            ? Oop.FromInteger(fonts.StoreEdges(ObjectMemory.ByteSpan(text), MemoryMarshal.Cast<uint, int>(words)))
            : vm.Fail(PrimitiveError.NotFound);
    }

    /// <summary>Copies what finds room of the families' names, a line for each; answers the number of bytes.</summary>
    [Primitive(Module, "primitiveGetFontList")]
    public static Oop GetFontList(VirtualMachine vm, Oop receiver, Oop buffer)
    {
        _ = receiver;
        if (!ObjectMemory.IsByteObject(buffer))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(buffer))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        if (!TryFonts(vm, out SystemFonts fonts))
        {
            return vm.Fail(PrimitiveError.NotFound);
        }
        ReadOnlySpan<byte> names = fonts.Families();
        Span<byte> room = ObjectMemory.ByteSpan(buffer);
        int count = Math.Min(names.Length, room.Length);
        names[..count].CopyTo(room);
        return Oop.FromInteger(count);
    }

    private static bool TryFonts(VirtualMachine vm, out SystemFonts fonts)
    {
        fonts = vm.State<SystemFonts>();
        return fonts.ArePresent;
    }

    private static bool TryUtf16(Oop oop, out Span<char> units)
    {
        bool isBuffer = oop.IsPointer && ObjectMemory.FormatOf(oop).IsWords32();
        units = isBuffer ? new Span<char>(ObjectMemory.Bytes(oop), (int)(ObjectMemory.ByteLength(oop) / sizeof(char))) : default;
        return isBuffer;
    }

    private static Oop Point(VirtualMachine vm, (int Width, int Height) extent) =>
        vm.OrNoMemory(vm.Memory.NewPoint(Oop.FromInteger(extent.Width), Oop.FromInteger(extent.Height)));

    private static uint Color(long red, long green, long blue) => (uint)(((red & 255) << 16) | ((green & 255) << 8) | (blue & 255));

    private static bool IsReadOnly(Oop oop) => ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
}
