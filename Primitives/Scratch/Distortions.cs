using System.Runtime.InteropServices;

namespace JitTalk.Primitives.Scratch;

/// <summary>Scratch's filters that move pixels about: each pixel of the destination is looked up somewhere in the source.</summary>
internal static class Distortions
{
    private const double One = Interpolation.One;

    /// <param name="source">The pixels.</param>
    /// <param name="destination">As many.</param>
    /// <param name="width">Of a row.</param>
    /// <param name="percent">How much is drawn to the middle: 100 leaves the picture as it is, more makes the middle larger.</param>
    public static void Fisheye(ReadOnlySpan<uint> source, Span<uint> destination, int width, long percent)
    {
        int height = source.Length / width;
        (int centerX, int centerY) = (width / 2, height / 2);
        double power = percent / 100.0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double dx = (x - centerX) / (double)centerX;
                double dy = (y - centerY) / (double)centerY;
                double radius = Math.Pow(Math.Sqrt((dx * dx) + (dy * dy)), power);
                (double atX, double atY) = (x * One, y * One);
                if (radius <= 1)
                {
                    double angle = Math.Atan2(dy, dx);
                    atX = One * (centerX + (radius * Math.Cos(angle) * centerX));
                    atY = One * (centerY + (radius * Math.Sin(angle) * centerY));
                }
                destination[(y * width) + x] = Interpolation.At(source, (long)atX, (long)atY, width, height);
            }
        }
    }

    /// <summary>Turns the picture about its middle, the more the nearer; nothing moves outside the ellipse that fits it.</summary>
    public static void Whirl(ReadOnlySpan<uint> source, Span<uint> destination, int width, long degrees)
    {
        int height = source.Length / width;
        (int centerX, int centerY) = (width / 2, height / 2);
        int radius = Math.Min(centerX, centerY);
        double scaleX = centerX < centerY ? (double)centerY / centerX : 1;
        double scaleY = centerY < centerX ? (double)centerX / centerY : 1;
        double radians = -Math.PI * degrees / 180;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double dx = scaleX * (x - centerX);
                double dy = scaleY * (y - centerY);
                double squared = (dx * dx) + (dy * dy);
                if (squared < (double)radius * radius)
                {
                    double factor = 1 - (Math.Sqrt(squared) / radius);
                    (double sine, double cosine) = Math.SinCos(radians * (factor * factor));
                    double atX = One * ((((cosine * dx) - (sine * dy)) / scaleX) + centerX);
                    double atY = One * ((((sine * dx) + (cosine * dy)) / scaleY) + centerY);
                    destination[(y * width) + x] = Interpolation.At(source, (long)atX, (long)atY, width, height);
                }
            }
        }
    }

    /// <summary>
    /// A turn of a wave on water, with new drops; the picture is seen through it.
    /// </summary>
    /// <param name="source">The pixels.</param>
    /// <param name="destination">As many.</param>
    /// <param name="width">Of a row.</param>
    /// <param name="drops">Half as many fall at most.</param>
    /// <param name="past">The heights of the turn before, as doubles; the older ones afterwards.</param>
    /// <param name="present">The heights now.</param>
    public static void WaterRipples(
        ReadOnlySpan<uint> source, Span<uint> destination, int width, int drops, Span<byte> past, Span<byte> present)
    {
        int height = source.Length / width;
        Span<double> next = MemoryMarshal.Cast<byte, double>(past)[..source.Length];
        Span<double> heights = MemoryMarshal.Cast<byte, double>(present)[..source.Length];
        int count = (Random.Shared.Next(drops) - 1) / 2;
        for (int i = 0; i < count; i++)
        {
            Drop(next, width, height, Random.Shared.Next(width), Random.Shared.Next(height), Random.Shared.Next(8));
        }
        Propagate(heights, next, width, height);
        Swap(next, heights);
        Refract(source, destination, next, width, height);
    }

    private static void Drop(Span<double> heights, int width, int height, int x, int y, int power)
    {
        const int reach = 4;
        const double extent = 25;
        for (int dy = -reach; dy <= reach; dy++)
        {
            for (int dx = -reach; dx <= reach; dx++)
            {
                int squared = (dx * dx) + (dy * dy);
                (int atX, int atY) = (x + dx, y + dy);
                if (squared is > 0 and < (int)extent && atX > 0 && atY > 0 && atX < width && atY < height)
                {
                    heights[(atY * width) + atX] = power * (1 - (squared / extent));
                }
            }
        }
    }

    private static void Propagate(ReadOnlySpan<double> heights, Span<double> next, int width, int height)
    {
        const double damping = 0.9;
        for (int x = 1; x < width - 1; x++)
        {
            for (int y = 1; y < height - 1; y++)
            {
                int at = (y * width) + x;
                double sides = heights[at + 1] + heights[at - 1] + heights[at + width] + heights[at - width];
                double corners = (heights[at - 1 - width] / 2) + (heights[at - 1 + width] / 2)
                    + (heights[at + 1 - width] / 2) + (heights[at + 1 + width] / 2);
                next[at] = (((sides + corners) / 4) - next[at]) * damping;
            }
        }
    }

    private static void Swap(Span<double> first, Span<double> second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            (first[i], second[i]) = (second[i], first[i]);
        }
    }

    private static void Refract(ReadOnlySpan<uint> source, Span<uint> destination, ReadOnlySpan<double> heights, int width, int height)
    {
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = (y * width) + x;
                int from = at;
                if (x > 1 && x < width - 1 && y > 1 && y < height - 1)
                {
                    // The slopes weigh differently, and a row is no barrier: so it is in the reference.
                    double dx = Limited((heights[at] - heights[at - 1] + (heights[at + 1] - heights[at])) * 64);
                    double dy = Limited((heights[at] - heights[at - width] + (heights[at + width] - heights[at])) / 64);
                    double moved = ((y + dy) * width) + (x + dx);
                    from = moved >= 0 && moved < source.Length ? (int)moved : at;
                }
                destination[at] = source[from];
            }
        }
    }

    // Not a number stays where it is.
    private static double Limited(double slope) => double.IsNaN(slope) ? 0 : Math.Clamp(slope, -2, 2);
}
