using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Files;
using JitTalk.Primitives.Scratch;
using JitTalk.Primitives.SystemControl;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The ScratchPlugin: filters of pictures and sounds, and a few services of the system. Pictures are Bitmaps of 32-bit
/// pixels, whose alpha does not count. Serial ports are not served: their entries fail, and Scratch finds no ports.
/// </summary>
internal static unsafe class ScratchPlugin
{
    private const string Module = "ScratchPlugin";

    /// <summary>Turns the hues of a picture by degrees.</summary>
    [Primitive(Module, "primitiveHueShift")]
    public static Oop HueShift(VirtualMachine vm, Oop receiver, Oop source, Oop destination, long degrees)
    {
        if (!TryPictures(vm, source, destination, out Span<uint> from, out Span<uint> to))
        {
            return Oop.None;
        }
        ColorFilters.ShiftHue(from, to, degrees);
        return receiver;
    }

    /// <summary>Adds percents to the saturation of a picture.</summary>
    [Primitive(Module, "primitiveSaturationShift")]
    public static Oop SaturationShift(VirtualMachine vm, Oop receiver, Oop source, Oop destination, long percent)
    {
        if (!TryPictures(vm, source, destination, out Span<uint> from, out Span<uint> to))
        {
            return Oop.None;
        }
        ColorFilters.ShiftSaturation(from, to, percent);
        return receiver;
    }

    /// <summary>Adds percents to the brightness of a picture.</summary>
    [Primitive(Module, "primitiveBrightnessShift")]
    public static Oop BrightnessShift(VirtualMachine vm, Oop receiver, Oop source, Oop destination, long percent)
    {
        if (!TryPictures(vm, source, destination, out Span<uint> from, out Span<uint> to))
        {
            return Oop.None;
        }
        ColorFilters.ShiftBrightness(from, to, percent);
        return receiver;
    }

    [Primitive(Module, "primitiveBlur")]
    public static Oop Blur(VirtualMachine vm, Oop receiver, Oop source, Oop destination, long width)
    {
        if (!TryPictures(vm, source, destination, width, out Span<uint> from, out Span<uint> to))
        {
            return Oop.None;
        }
        ColorFilters.Blur(from, to, (int)width);
        return receiver;
    }

    [Primitive(Module, "primitiveFisheye")]
    public static Oop Fisheye(VirtualMachine vm, Oop receiver, Oop source, Oop destination, long width, long percent)
    {
        if (!TryPictures(vm, source, destination, width, out Span<uint> from, out Span<uint> to))
        {
            return Oop.None;
        }
        Distortions.Fisheye(from, to, (int)width, percent);
        return receiver;
    }

    [Primitive(Module, "primitiveWhirl")]
    public static Oop Whirl(VirtualMachine vm, Oop receiver, Oop source, Oop destination, long width, long degrees)
    {
        if (!TryPictures(vm, source, destination, width, out Span<uint> from, out Span<uint> to))
        {
            return Oop.None;
        }
        Distortions.Whirl(from, to, (int)width, degrees);
        return receiver;
    }

    /// <summary>The two last arguments hold a double for each pixel, in the bytes of a Bitmap: heights of water.</summary>
    [Primitive(Module, "primitiveWaterRipples1")]
    public static Oop WaterRipples(
        VirtualMachine vm, Oop receiver, Oop source, Oop destination, long width, long drops, Oop past, Oop present)
    {
        if (!TryPictures(vm, source, destination, width, out Span<uint> from, out Span<uint> to))
        {
            return Oop.None;
        }
        long bytes = (long)from.Length * sizeof(double);
        if (drops is < 1 or > int.MaxValue || !HasBytes(past, bytes) || !HasBytes(present, bytes))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(past) || IsReadOnly(present))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Distortions.WaterRipples(from, to, (int)width, (int)drops, Bytes(past, bytes), Bytes(present, bytes));
        return receiver;
    }

    /// <summary>The colour of a picture between its pixels; coordinates have ten bits of fraction.</summary>
    [Primitive(Module, "primitiveInterpolate")]
    public static Oop Interpolate(VirtualMachine vm, Oop receiver, Oop source, long width, long x, long y)
    {
        _ = receiver;
        return PictureBits.TryPixels(source, out Span<uint> pixels) && width is > 0 and <= int.MaxValue
            ? Oop.FromInteger(Interpolation.At(pixels, x, y, (int)width, pixels.Length / (int)width))
            : vm.Fail(PrimitiveError.BadArgument);
    }

    /// <summary>Scales a whole picture to the size of another.</summary>
    [Primitive(Module, "primitiveScale")]
    public static Oop Scale(
        VirtualMachine vm, Oop receiver, Oop source, Oop width, Oop height, Oop destination, Oop toWidth, Oop toHeight)
    {
        if (!PictureBits.TryLoad(source, width, height, out PictureBits from)
            || !PictureBits.TryLoad(destination, toWidth, toHeight, out PictureBits to)
            || from.Pixels.Length != from.Width * from.Height || to.Pixels.Length != to.Width * to.Height
            || from.Pixels.IsEmpty || to.Pixels.IsEmpty)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(destination))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Scaling.Bilinear(from, to);
        return receiver;
    }

    /// <summary>Draws a picture at twice its size into another, at a point.</summary>
    [Primitive(Module, "primitiveDoubleSize")]
    public static Oop DoubleSize(
        VirtualMachine vm, Oop receiver, Oop source, Oop width, Oop height, Oop destination, Oop toWidth, Oop toHeight, long x, long y)
    {
        if (!PictureBits.TryLoad(source, width, height, out PictureBits from)
            || !PictureBits.TryLoad(destination, toWidth, toHeight, out PictureBits to)
            || !to.Contains(x, y, 2L * from.Width, 2L * from.Height))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(destination))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Scaling.Double(from, to, (int)x, (int)y);
        return receiver;
    }

    /// <summary>Draws part of a picture at half its size; a pixel is the mean of four.</summary>
    [Primitive(Module, "primitiveHalfSizeAverage")]
    public static Oop HalfSizeAverage(VirtualMachine vm, Arguments arguments) => HalfSize(vm, arguments, ofFour: true);

    /// <summary>As the average, of two pixels: faster.</summary>
    [Primitive(Module, "primitiveHalfSizeDiagonal")]
    public static Oop HalfSizeDiagonal(VirtualMachine vm, Arguments arguments) => HalfSize(vm, arguments, ofFour: false);

    /// <summary>Condenses a sound to the greatest magnitudes of its runs of samples.</summary>
    [Primitive(Module, "primitiveCondenseSound")]
    public static Oop CondenseSound(VirtualMachine vm, Oop receiver, Oop source, Oop destination, long factor)
    {
        if (!TrySamples(source, out Span<short> from) || !TrySamples(destination, out Span<short> to)
            || factor < 1 || from.Length / factor > to.Length)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(destination))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        int run = (int)Math.Min(factor, int.MaxValue);
        SampleFilters.Condense(from, to[..(from.Length / run)], run);
        return receiver;
    }

    /// <summary>Copies the left or right channel of a stereo sound.</summary>
    [Primitive(Module, "primitiveExtractChannel")]
    public static Oop ExtractChannel(VirtualMachine vm, Oop receiver, Oop source, Oop destination, Oop isRight)
    {
        if (!TrySamples(source, out Span<short> from) || !TrySamples(destination, out Span<short> to)
            || !vm.Memory.TryBoolean(isRight, out bool right) || to.Length / 2 < from.Length / 4)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(destination))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        // Of an odd number of words, the last sample may not find room: the image's buffer is as long as half of them.
        SampleFilters.ExtractChannel(from, to[..Math.Min(from.Length / 2, to.Length)], right);
        return receiver;
    }

    /// <summary>The path of a folder of the user; see <see cref="UserFolders"/>.</summary>
    [Primitive(Module, "primitiveGetFolderPath")]
    public static Oop GetFolderPath(VirtualMachine vm, Oop receiver, long folder)
    {
        _ = receiver;
        return UserFolders.Path(folder) is { } path ? vm.String(path) : vm.Fail(PrimitiveError.NotFound);
    }

    /// <summary>Whether a file or folder is marked as hidden: none is where there are no such marks.</summary>
    [Primitive(Module, "primitiveIsHidden")]
    public static Oop IsHidden(VirtualMachine vm, Oop receiver, Oop path)
    {
        _ = receiver;
        return FileNames.TryName(path, out _) ? vm.Memory.False : vm.Fail(PrimitiveError.BadArgument);
    }

    /// <summary>Shows a page of the web, if there is a desktop; see <see cref="WebBrowser"/>.</summary>
    [Primitive(Module, "primitiveOpenURL")]
    public static Oop OpenUrl(VirtualMachine vm, Oop receiver, Oop address)
    {
        if (!ObjectMemory.IsByteObject(address))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return vm.Host.WindowSystem != "null" && WebBrowser.TryOpen(HostText.Of(address))
            ? receiver
            : vm.Fail(PrimitiveError.OperationFailed);
    }

    [Primitive(Module, "primitiveSetWindowTitle")]
    public static Oop SetWindowTitle(VirtualMachine vm, Oop receiver, Oop title)
    {
        if (!ObjectMemory.IsByteObject(title))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Host.WindowTitle = HostText.Of(title);
        return receiver;
    }

    private static Oop HalfSize(VirtualMachine vm, Arguments arguments, bool ofFour)
    {
        const int count = 12;
        if (arguments.Count != count)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        if (!PictureBits.TryLoad(arguments[1], arguments[2], arguments[3], out PictureBits from)
            || !PictureBits.TryLoad(arguments[4], arguments[5], arguments[6], out PictureBits to)
            || !TryIntegers(arguments, 7, out long sourceX, out long sourceY, out long x)
            || !TryIntegers(arguments, 10, out long y, out long width, out long height)
            || !to.Contains(x, y, width, height) || !from.Contains(sourceX, sourceY, 2 * width, 2 * height))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(arguments[4]))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        for (int row = 0; row < height; row++)
        {
            Span<uint> above = from.Row((int)sourceY + (2 * row))[(int)sourceX..];
            Span<uint> below = from.Row((int)sourceY + (2 * row) + 1)[(int)sourceX..];
            Span<uint> drawn = to.Row((int)y + row).Slice((int)x, (int)width);
            if (ofFour)
            {
                Scaling.HalfOfFour(above, below, drawn);
            }
            else
            {
                Scaling.HalfOfTwo(above, below, drawn);
            }
        }
        return arguments.Receiver;
    }

    private static bool TryIntegers(Arguments arguments, int index, out long first, out long second, out long third)
    {
        (first, second, third) = (arguments[index].Integer, arguments[index + 1].Integer, arguments[index + 2].Integer);
        return arguments[index].IsInteger && arguments[index + 1].IsInteger && arguments[index + 2].IsInteger;
    }

    /// <summary>Two pictures of as many pixels, the second to be written; fails the primitive where they are not that.</summary>
    private static bool TryPictures(VirtualMachine vm, Oop source, Oop destination, out Span<uint> from, out Span<uint> to)
    {
        to = default;
        if (!PictureBits.TryPixels(source, out from) || !PictureBits.TryPixels(destination, out to) || from.Length != to.Length)
        {
            _ = vm.Fail(PrimitiveError.BadArgument);
            return false;
        }
        if (IsReadOnly(destination))
        {
            _ = vm.Fail(PrimitiveError.NoModification);
            return false;
        }
        return true;
    }

    /// <summary>As above, of rows of <paramref name="width"/> pixels.</summary>
    private static bool TryPictures(
        VirtualMachine vm, Oop source, Oop destination, long width, out Span<uint> from, out Span<uint> to)
    {
        if (!TryPictures(vm, source, destination, out from, out to))
        {
            return false;
        }
        if (width is < 1 or > int.MaxValue)
        {
            _ = vm.Fail(PrimitiveError.BadArgument);
            return false;
        }
        return true;
    }

    private static bool TrySamples(Oop oop, out Span<short> samples)
    {
        bool isBuffer = oop.IsPointer && ObjectMemory.FormatOf(oop).IsWords32();
        samples = isBuffer ? new Span<short>(ObjectMemory.Bytes(oop), (int)(ObjectMemory.ByteLength(oop) / 2)) : default;
        return isBuffer;
    }

    private static bool HasBytes(Oop oop, long bytes) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsBits() && ObjectMemory.ByteLength(oop) >= bytes;

    private static Span<byte> Bytes(Oop oop, long bytes) => new(ObjectMemory.Bytes(oop), (int)bytes);

    private static bool IsReadOnly(Oop oop) => ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
}
