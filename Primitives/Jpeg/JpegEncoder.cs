using BitMiracle.LibJpeg.Classic;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Jpeg;

/// <summary>Writes a Form as a JPEG.</summary>
internal static class JpegEncoder
{
    /// <param name="form">Of 8 bits, which are shades of gray, 16 or 32.</param>
    /// <param name="quality">1 to 100, more is as 100; anything less is the library's own choice, 75.</param>
    /// <param name="isProgressive">In several scans, each of which refines the picture.</param>
    /// <exception cref="Exception">The Form has no pixels, or more than JPEG allows.</exception>
    public static MemoryStream Encode(Form form, int quality, bool isProgressive)
    {
        MemoryStream written = new();
        bool isGray = form.Depth == 8;
        jpeg_compress_struct library = new(new SilentMessages())
        {
            Image_width = form.Width,
            Image_height = form.Height,
            Input_components = isGray ? 1 : 3,
            In_color_space = isGray ? J_COLOR_SPACE.JCS_GRAYSCALE : J_COLOR_SPACE.JCS_RGB,
        };
        library.jpeg_set_defaults();
        // As libjpeg 6b: averages of pixels, not a larger DCT.
        library.do_fancy_downsampling = false;
        if (quality > 0)
        {
            library.jpeg_set_quality(quality, force_baseline: true);
        }
        if (isProgressive)
        {
            library.jpeg_simple_progression();
        }
        library.jpeg_stdio_dest(written);
        library.jpeg_start_compress(write_all_tables: true);
        byte[][] row = [new byte[form.Width * library.Input_components]];
        for (int y = 0; y < form.Height; y++)
        {
            FormPixels.ReadRow(form, y, row[0]);
            _ = library.jpeg_write_scanlines(row, row.Length);
        }
        library.jpeg_finish_compress();
        return written;
    }
}
