namespace JitTalk.Primitives.Scratch;

/// <summary>Pixels between pixels, at coordinates with ten bits of fraction; transparent ones do not count.</summary>
internal static class Interpolation
{
    public const int One = 1024;
    private const int FractionBits = 10;

    /// <summary>
    /// The pixel of an image at a point; 0 outside it. Left and above, there is no half-way to the first pixel: in the
    /// reference's C code negative coordinates are far away on the other side.
    /// </summary>
    public static uint At(ReadOnlySpan<uint> pixels, long fixedX, long fixedY, int width, int height)
    {
        if (!TryAxis(fixedX, width, out int x, out uint fractionX) || !TryAxis(fixedY, height, out int y, out uint fractionY))
        {
            return 0;
        }
        uint top = Along(pixels[((y * width) + x)..], fractionX);
        return fractionY == 0 ? top : Between(top, Along(pixels[(((y + 1) * width) + x)..], fractionX), fractionY);
    }

    private static bool TryAxis(long coordinate, int size, out int index, out uint fraction)
    {
        bool isInside = coordinate >= 0 && coordinate >> FractionBits < size;
        index = isInside ? (int)(coordinate >> FractionBits) : 0;
        fraction = index == size - 1 ? 0 : (uint)(coordinate & (One - 1));
        return isInside;
    }

    private static uint Along(ReadOnlySpan<uint> pixels, uint fraction)
    {
        uint left = pixels[0] & ColorFilters.ColorMask;
        return fraction == 0 ? left : Between(left, pixels[1] & ColorFilters.ColorMask, fraction);
    }

    private static uint Between(uint first, uint second, uint fraction)
    {
        if (first == 0 || second == 0)
        {
            return first | second;
        }
        uint mixed = Mix(first, second, fraction, 16) | Mix(first, second, fraction, 8) | Mix(first, second, fraction, 0);
        return Math.Max(1, mixed);
    }

    private static uint Mix(uint first, uint second, uint fraction, int shift) =>
        ((((One - fraction) * ((first >> shift) & 255)) + (fraction * ((second >> shift) & 255))) / One) << shift;
}
