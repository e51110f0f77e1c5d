using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Jpeg;

/// <summary>Pixels of Forms of 8 bits, which are shades of gray, 16 and 32, as bytes of red, green and blue.</summary>
internal static unsafe class FormPixels
{
    // A pixel that is not transparent: what is black and not marked would be.
    private const uint Opaque16 = 0x8000;
    private const uint Opaque32 = 0xFF00_0000;

    // Form>>orderedDither32To16: thresholds by row and by column, of 4 each.
    private static readonly int[] Thresholds = [2, 10, 0, 8, 14, 6, 12, 4, 1, 9, 3, 11, 13, 5, 15, 7];

    public static bool IsDepth(int depth) => depth is 8 or 16 or 32;

    /// <summary>Reads a row: one byte a pixel of 8 bits, else three.</summary>
    public static void ReadRow(Form form, int y, Span<byte> samples)
    {
        for (int x = 0; x < form.Width; x++)
        {
            uint pixel = form.Pixel(x, y);
            switch (form.Depth)
            {
                case 8:
                    samples[x] = (byte)pixel;
                    break;
                case 16:
                    Put(samples, x, (pixel >> 7) & 0xF8, (pixel >> 2) & 0xF8, (pixel << 3) & 0xF8);
                    break;
                default:
                    Put(samples, x, pixel >> 16, pixel >> 8, pixel);
                    break;
            }
        }
    }

    /// <summary>Writes a picture into the upper left of a Form that is at least as large.</summary>
    public static void Write(JpegPicture picture, Form form, bool isDithered)
    {
        Rgb[] pixels = new Rgb[picture.Width];
        for (int y = 0; y < picture.Height; y++)
        {
            picture.Read(y, pixels);
            uint* row = form.Row(y);
            for (int x = 0; x < pixels.Length; x++)
            {
                uint pixel = form.Depth switch
                {
                    8 => pixels[x].Green,
                    16 => isDithered ? Dithered(pixels[x], x, y) : CutOff(pixels[x]),
                    _ => Opaque32 | Packed(pixels[x].Red, pixels[x].Green, pixels[x].Blue, 8),
                };
                int shift = form.ShiftOf(x);
                ref uint word = ref row[form.WordOf(x)];
                word = (word & ~(form.PixelMask << shift)) | (pixel << shift);
            }
        }
    }

    private static void Put(Span<byte> samples, int x, uint red, uint green, uint blue)
    {
        samples[3 * x] = (byte)red;
        samples[(3 * x) + 1] = (byte)green;
        samples[(3 * x) + 2] = (byte)blue;
    }

    private static uint CutOff(Rgb pixel) =>
        Opaque16 | Packed((uint)pixel.Red >> 3, (uint)pixel.Green >> 3, (uint)pixel.Blue >> 3, 5);

    private static uint Dithered(Rgb pixel, int x, int y)
    {
        // The rows are counted from 1: sqJPEGReadWriter2Plugin.c asks for the one that comes next.
        int threshold = Thresholds[(((y + 1) & 3) << 2) | (x & 3)];
        return Opaque16 | Packed(Dithered(pixel.Red, threshold), Dithered(pixel.Green, threshold), Dithered(pixel.Blue, threshold), 5);
    }

    private static uint Dithered(int sample, int threshold)
    {
        // 5 bits, and 4 more of fraction.
        int scaled = (sample * 496) >> 8;
        return (uint)((scaled >> 4) + (threshold < (scaled & 15) ? 1 : 0));
    }

    private static uint Packed(uint red, uint green, uint blue, int bits) => (((red << bits) | green) << bits) | blue;
}
