namespace JitTalk.Primitives.Scratch;

/// <summary>
/// Scratch's filters of colour and sharpness. Pixels have 24 bits of colour, 0 is transparent; what is transparent in the
/// source leaves the destination as it is.
/// </summary>
internal static class ColorFilters
{
    public const uint ColorMask = 0xFF_FFFF;

    /// <param name="source">The pixels.</param>
    /// <param name="destination">As many.</param>
    /// <param name="degrees">What is added to the hue.</param>
    public static void ShiftHue(ReadOnlySpan<uint> source, Span<uint> destination, long degrees)
    {
        for (int i = 0; i < source.Length; i++)
        {
            if ((source[i] & ColorMask) != 0)
            {
                destination[i] = Hsv.FromPixel(source[i]).WithHueShifted(degrees).ToPixel();
            }
        }
    }

    /// <summary>Leaves black and grays alone, too.</summary>
    public static void ShiftSaturation(ReadOnlySpan<uint> source, Span<uint> destination, long percent)
    {
        for (int i = 0; i < source.Length; i++)
        {
            Hsv color = Hsv.FromPixel(source[i]);
            if ((source[i] & ColorMask) > 1 && color.Saturation > 0)
            {
                destination[i] = color.WithSaturationShifted(percent).ToPixel();
            }
        }
    }

    public static void ShiftBrightness(ReadOnlySpan<uint> source, Span<uint> destination, long percent)
    {
        for (int i = 0; i < source.Length; i++)
        {
            if ((source[i] & ColorMask) != 0)
            {
                destination[i] = Hsv.FromPixel(source[i]).WithBrightnessShifted(percent).ToPixel();
            }
        }
    }

    /// <summary>The mean of what is not transparent among nine pixels. The outermost pixels stay as they are.</summary>
    public static void Blur(ReadOnlySpan<uint> source, Span<uint> destination, int width)
    {
        int height = source.Length / width;
        for (int y = 1; y < height - 1; y++)
        {
            for (int x = 1; x < width - 1; x++)
            {
                destination[(y * width) + x] = Mean(source[(((y - 1) * width) + x - 1)..], width);
            }
        }
    }

    private static uint Mean(ReadOnlySpan<uint> corner, int width)
    {
        (uint red, uint green, uint blue, uint count) = (0, 0, 0, 0);
        for (int y = 0; y < 3; y++)
        {
            foreach (uint pixel in corner.Slice(y * width, 3))
            {
                if ((pixel & ColorMask) != 0)
                {
                    red += (pixel >> 16) & 255;
                    green += (pixel >> 8) & 255;
                    blue += pixel & 255;
                    count++;
                }
            }
        }
        return count == 0 ? 0 : (red / count << 16) + (green / count << 8) + (blue / count);
    }
}
