namespace JitTalk.Primitives.Scratch;

/// <summary>
/// A colour as Scratch's filters see it: hue in degrees, 0 to 359, saturation and brightness in thousandths. All divisions
/// drop the fraction, as those of the reference's C code do (VMMaker <c>ScratchPlugin</c>).
/// </summary>
internal readonly record struct Hsv(int Hue, int Saturation, int Brightness)
{
    private const int Full = 1000;
    private const int Sector = 60;

    // What is darker or grayer than this gets a little colour, lest a shift of its hue have no effect.
    private const int LeastBrightness = 110;
    private const int LeastSaturation = 90;

    public static Hsv FromPixel(uint pixel)
    {
        (int red, int green, int blue) = ((int)(pixel >> 16) & 255, (int)(pixel >> 8) & 255, (int)pixel & 255);
        int most = Math.Max(red, Math.Max(green, blue));
        int least = Math.Min(red, Math.Min(green, blue));
        int saturation = most == 0 ? 0 : (most - least) * Full / most;
        return new Hsv(HueOf(red, green, blue, least, most), saturation, most * Full / 255);
    }

    /// <summary>The pixel, 24 bits; black is 1, for 0 is transparent.</summary>
    public uint ToPixel()
    {
        const int scale = 3922;
        int fraction = Hue % Sector;
        int high = Brightness * Full / scale;
        int low = (Full - Saturation) * Brightness / scale;
        int falling = (Full - (Saturation * fraction / Sector)) * Brightness / scale;
        int rising = (Full - (Saturation * (Sector - fraction) / Sector)) * Brightness / scale;
        (int red, int green, int blue) = (Hue / Sector) switch
        {
            0 => (high, rising, low),
            1 => (falling, high, low),
            2 => (low, high, rising),
            3 => (low, falling, high),
            4 => (rising, low, high),
            _ => (high, low, falling),
        };
        return Math.Max(1, (uint)((red << 16) + (green << 8) + blue));
    }

    public Hsv WithHueShifted(long degrees)
    {
        bool isDark = Brightness < LeastBrightness;
        int brightness = isDark ? LeastBrightness : Brightness;
        int saturation = Math.Max(LeastSaturation, isDark ? Full : Saturation);
        // Blacks and grays all get the same tint.
        int hue = brightness == LeastBrightness || saturation == LeastSaturation ? 0 : Hue;
        return new Hsv((int)((((hue + (degrees % 360)) % 360) + 360) % 360), saturation, brightness);
    }

    /// <param name="percent">What is added to the saturation.</param>
    public Hsv WithSaturationShifted(long percent) => this with { Saturation = Shifted(Saturation, percent) };

    /// <param name="percent">What is added to the brightness.</param>
    public Hsv WithBrightnessShifted(long percent) => this with { Brightness = Shifted(Brightness, percent) };

    private static int Shifted(int value, long percent) =>
        Math.Clamp(value + (10 * (int)Math.Clamp(percent, -100, 100)), 0, Full);

    private static int HueOf(int red, int green, int blue, int least, int most)
    {
        int span = most - least;
        if (span == 0)
        {
            return 0;
        }
        int hue = red == most ? Sector * (green - blue) / span
            : green == most ? (2 * Sector) + (Sector * (blue - red) / span)
            : (4 * Sector) + (Sector * (red - green) / span);
        return hue < 0 ? hue + 360 : hue;
    }
}
