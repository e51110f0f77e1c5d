namespace JitTalk.Tests.Primitives;

/// <summary>What the rules mean, one pixel at a time, with no thought of speed.</summary>
internal static class BitBltReference
{
    /// <summary>The rules that combine pixel with pixel, of any depth.</summary>
    public static IEnumerable<int> PixelRules =>
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20, 21, 25, 26, 27, 28, 29, 30, 31, 37, 39, 40];

    /// <summary>The rules for 32-bit pixels only.</summary>
    public static IEnumerable<int> DeepRules => [18, 19, 24, 34, 38];

    public static uint Combine(int rule, int depth, uint source, uint destination, uint alpha = 0)
    {
        uint mask = Mask(depth);
        bool isDeep = depth >= 16;
        uint result = rule switch
        {
            0 => 0,
            1 => source & destination,
            2 => source & ~destination,
            3 => source,
            4 => ~source & destination,
            5 or 15 or 38 => destination,
            6 => source ^ destination,
            7 => source | destination,
            8 => ~(source | destination),
            9 => ~(source ^ destination),
            10 => ~destination,
            11 => source | ~destination,
            12 => ~source,
            13 => ~source | destination,
            14 => ~(source & destination),
            18 => source + destination,
            19 => source - destination,
            20 => Each(depth, source, destination, (s, d, max) => Math.Min(s + d, max)),
            21 => Each(depth, source, destination, (s, d, _) => (uint)Math.Abs((int)s - (int)d)),
            24 => Blended(source, destination),
            25 => source == 0 ? destination : source,
            26 => source == 0 ? destination : 0,
            27 => Each(depth, source, destination, (s, d, _) => Math.Max(s, d)),
            28 => Each(depth, source, destination, (s, d, _) => Math.Min(s, d)),
            29 => Each(depth, ~source & mask, destination, (s, d, _) => Math.Min(s, d)),
            30 when isDeep => Each(depth, source, destination, (s, d, _) => Weighed(s, d, alpha)),
            31 when isDeep && source != 0 => Each(depth, source, destination, (s, d, _) => Weighed(s, d, alpha)),
            30 or 31 => destination,
            34 => source >> 24 == 0 ? destination : Scaled(source, destination),
            37 => Each(depth, source, destination, (s, d, max) => (((s + 1) * (d + 1)) - 1) / (max + 1)),
            39 => source == destination ? 0 : destination,
            40 when depth == 32 && destination != 0 && destination >> 24 == 0 => destination | (source & 0xFF00_0000),
            40 => destination,
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };
        return result & mask;
    }

    public static uint Mask(int depth) => (uint)((1UL << depth) - 1);

    /// <summary>The implied conversion between colours of 16 and 32 bits; below, pixels are cut off.</summary>
    public static uint Converted(uint pixel, int from, int to)
    {
        if (from == 16 && to == 32)
        {
            uint wide = ((pixel >> 10 & 31) << 19) | ((pixel >> 5 & 31) << 11) | ((pixel & 31) << 3);
            return wide == 0 && pixel != 0 ? 1 : wide;
        }
        if (from == 32 && to == 16)
        {
            uint narrow = ((pixel >> 19 & 31) << 10) | ((pixel >> 11 & 31) << 5) | (pixel >> 3 & 31);
            return narrow == 0 && pixel != 0 ? 1 : narrow;
        }
        return pixel & Mask(to);
    }

    /// <summary>The bits of a halftone word that fall on the pixel at <paramref name="x"/>.</summary>
    public static uint HalftonePixel(uint word, int x, int depth)
    {
        int bits = Math.Abs(depth);
        int perWord = 32 / bits;
        int fromLeft = x % perWord;
        return word >> (bits * (depth > 0 ? perWord - 1 - fromLeft : fromLeft)) & Mask(bits);
    }

    private static uint Each(int depth, uint source, uint destination, Func<uint, uint, uint, uint> combine)
    {
        (int bits, int count) = depth switch
        {
            16 => (5, 3),
            32 => (8, 4),
            _ => (depth, 1),
        };
        uint result = 0;
        for (int i = 0; i < count; i++)
        {
            uint max = Mask(bits);
            result |= combine(source >> (i * bits) & max, destination >> (i * bits) & max, max) << (i * bits);
        }
        return result;
    }

    private static uint Weighed(uint source, uint destination, uint alpha) =>
        (uint)Math.Ceiling(((source * alpha) + (destination * (255 - alpha))) / 255.0);

    private static uint Blended(uint source, uint destination)
    {
        uint alpha = source >> 24;
        return alpha == 0 ? destination
            : alpha == 255 ? source
            : Each(32, source | 0xFF00_0000, destination, (s, d, _) => Weighed(s, d, alpha));
    }

    private static uint Scaled(uint source, uint destination) =>
        Each(32, source, destination, (s, d, max) => Math.Min(s + (d * (255 - (source >> 24)) / 256), max));
}
