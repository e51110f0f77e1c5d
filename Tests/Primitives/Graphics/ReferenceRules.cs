namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>
/// What the combination rules mean (VMMaker BitBltSimulation, its class comment and the methods named there), with no
/// thought of speed.
/// </summary>
internal static class ReferenceRules
{
    /// <summary>All but 16 and 17, which do not exist.</summary>
    public static IEnumerable<int> All => Enumerable.Range(0, 42).Except([16, 17]);

    /// <summary>Rules that look at whole words: their carries and bytes do not end with a pixel.</summary>
    public static bool IsOfWords(int rule) => rule is 18 or 19 or 24 or 34 or 35 or 36 or 38;

    public static uint CombineWords(int rule, int depth, uint source, uint destination) => rule switch
    {
        18 => source + destination,
        19 => source - destination,
        24 => Blended(source, destination),
        38 => Mirrored(destination, depth),
        _ => BlendedScaled(source, destination),
    };

    public static uint CombinePixels(int rule, int depth, uint source, uint destination, uint alpha, ReferencePaint? paint)
    {
        uint mask = ReferenceForm.MaskOf(depth);
        uint result = rule switch
        {
            0 => 0,
            1 => source & destination,
            2 => source & ~destination,
            3 => source,
            4 => ~source & destination,
            5 or 15 or 22 or 23 or 32 or 33 => destination,
            6 => source ^ destination,
            7 => source | destination,
            8 => ~source & ~destination,
            9 => ~source ^ destination,
            10 => ~destination,
            11 => source | ~destination,
            12 => ~source,
            13 => ~source | destination,
            14 => ~source | ~destination,
            20 => Components(depth, source, destination, (s, d, limit) => Math.Min(s + d, limit)),
            21 => Components(depth, source, destination, (s, d, _) => Math.Max(s, d) - Math.Min(s, d)),
            25 => source == 0 ? destination : source,
            26 => source == 0 ? destination : 0,
            27 => Components(depth, source, destination, (s, d, _) => Math.Max(s, d)),
            28 => Components(depth, source, destination, (s, d, _) => Math.Min(s, d)),
            29 => Components(depth, ~source & mask, destination, (s, d, _) => Math.Min(s, d)),
            30 => BlendedBy(alpha, depth, source, destination),
            31 => source == 0 ? destination : BlendedBy(alpha, depth, source, destination),
            37 => Components(depth, source, destination, (s, d, limit) => (((s + 1) * (d + 1)) - 1) / (limit + 1)),
            39 => source == destination ? 0 : destination,
            40 => depth == 32 && destination != 0 && destination >> 24 == 0 ? destination | (source & 0xFF00_0000) : destination,
            41 => paint!.Combine(depth, source, destination),
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };
        return result & mask;
    }

    /// <summary>How different two pixels are: 1 for different indices, else the sum over red, green and blue.</summary>
    public static long Difference(int depth, uint source, uint destination)
    {
        if (depth < 16)
        {
            return source == destination ? 0 : 1;
        }
        int bits = depth == 16 ? 5 : 8;
        long sum = 0;
        for (int i = 0; i < 3; i++)
        {
            uint limit = ReferenceForm.MaskOf(bits);
            sum += Math.Abs(((source >> (i * bits)) & limit) - (long)((destination >> (i * bits)) & limit));
        }
        return sum;
    }

    /// <summary>Rule 34, of a source whose components are scaled by its opacity.</summary>
    public static uint BlendedScaled(uint source, uint destination) =>
        Components(32, source, destination, (s, d, limit) => Math.Min(s + (d * (255 - (source >> 24)) / 256), limit));

    /// <summary>A colour of 16 bits with 32, opaque.</summary>
    public static uint Widened(uint pixel) => 0xFF00_0000 | ReferenceColorMap.Converted(pixel & 0x7FFF, 5, 8);

    /// <summary>Combines component by component: of 5 bits, of 8 bits, or the pixel as a whole.</summary>
    public static uint Components(int depth, uint source, uint destination, Func<uint, uint, uint, uint> combine)
    {
        (int bits, int count) = depth switch
        {
            16 => (5, 3),
            32 => (8, 4),
            _ => (depth, 1),
        };
        uint limit = ReferenceForm.MaskOf(bits);
        uint result = 0;
        for (int shift = 0; shift < bits * count; shift += bits)
        {
            result |= combine((source >> shift) & limit, (destination >> shift) & limit, limit) << shift;
        }
        return result;
    }

    private static uint Blended(uint source, uint destination)
    {
        uint alpha = source >> 24;
        return alpha == 0 ? destination
            : alpha == 255 ? source
            : Components(32, source | 0xFF00_0000, destination, (s, d, _) => Weighed(s, d, alpha));
    }

    private static uint BlendedBy(uint alpha, int depth, uint source, uint destination) => depth < 16
        ? destination
        : Components(depth, source, destination, (s, d, _) => Weighed(s, d, alpha));

    private static uint Weighed(uint source, uint destination, uint alpha) =>
        (uint)Math.Ceiling(((source * alpha) + (destination * (255 - alpha))) / 255.0);

    private static uint Mirrored(uint word, int depth)
    {
        uint result = 0;
        for (int i = 0; i < 32 / depth; i++)
        {
            uint pixel = (word >> (i * depth)) & ReferenceForm.MaskOf(depth);
            result |= pixel << (32 - ((i + 1) * depth));
        }
        return result;
    }
}
