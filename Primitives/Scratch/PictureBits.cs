using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Scratch;

/// <summary>The bits of a Form of 32 bits, and the size of its rows. They hold while no object moves.</summary>
internal readonly unsafe ref struct PictureBits
{
    private PictureBits(Span<uint> pixels, int width, int height)
    {
        Pixels = pixels;
        Width = width;
        Height = height;
    }

    public Span<uint> Pixels { get; }
    public int Width { get; }
    public int Height { get; }

    /// <summary>Reads the words of a Bitmap; false for anything else.</summary>
    public static bool TryPixels(Oop bits, out Span<uint> pixels)
    {
        bool isBitmap = Fields.TryWords(bits, out uint* words, out long count);
        pixels = isBitmap ? new Span<uint>(words, (int)count) : default;
        return isBitmap;
    }

    /// <summary>Reads a Bitmap that has room for rows of some size; false where it has not.</summary>
    public static bool TryLoad(Oop bits, Oop width, Oop height, out PictureBits area)
    {
        area = default;
        if (!TryPixels(bits, out Span<uint> pixels) || !IsExtent(width) || !IsExtent(height)
            || width.Integer * height.Integer > pixels.Length)
        {
            return false;
        }
        area = new PictureBits(pixels, (int)width.Integer, (int)height.Integer);
        return true;
    }

    /// <summary>Whether a rectangle lies inside.</summary>
    public bool Contains(long x, long y, long width, long height) =>
        x >= 0 && y >= 0 && width >= 0 && height >= 0 && x <= Width && y <= Height && width <= Width - x && height <= Height - y;

    public Span<uint> Row(int y) => Pixels.Slice(y * Width, Width);

    private static bool IsExtent(Oop oop) => oop.IsInteger && oop.Integer is >= 0 and <= int.MaxValue;
}
