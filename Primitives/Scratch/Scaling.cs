namespace JitTalk.Primitives.Scratch;

/// <summary>Larger and smaller pictures for Scratch.</summary>
internal static class Scaling
{
    /// <summary>Draws each pixel as four.</summary>
    public static void Double(PictureBits source, PictureBits destination, int atX, int atY)
    {
        for (int y = 0; y < source.Height; y++)
        {
            Span<uint> above = destination.Row(atY + (2 * y))[atX..];
            Span<uint> below = destination.Row(atY + (2 * y) + 1)[atX..];
            ReadOnlySpan<uint> row = source.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                above[2 * x] = above[(2 * x) + 1] = below[2 * x] = below[(2 * x) + 1] = row[x];
            }
        }
    }

    /// <summary>The mean of four pixels.</summary>
    public static void HalfOfFour(ReadOnlySpan<uint> above, ReadOnlySpan<uint> below, Span<uint> destination)
    {
        for (int x = 0; x < destination.Length; x++)
        {
            (uint a, uint b, uint c, uint d) = (above[2 * x], above[(2 * x) + 1], below[2 * x], below[(2 * x) + 1]);
            destination[x] = Mean(a, b, c, d, 0xFF0000) | Mean(a, b, c, d, 0xFF00) | Mean(a, b, c, d, 0xFF);
        }
    }

    /// <summary>The mean of the upper left and the lower right of four pixels.</summary>
    public static void HalfOfTwo(ReadOnlySpan<uint> above, ReadOnlySpan<uint> below, Span<uint> destination)
    {
        for (int x = 0; x < destination.Length; x++)
        {
            (uint a, uint b) = (above[2 * x], below[(2 * x) + 1]);
            destination[x] = Mean(a, b, 0xFF0000) | Mean(a, b, 0xFF00) | Mean(a, b, 0xFF);
        }
    }

    /// <summary>
    /// Fills the destination with the source, interpolating. A pixel of which less than half would be seen is transparent.
    /// </summary>
    public static void Bilinear(PictureBits source, PictureBits destination)
    {
        int stepX = (int)((long)source.Width * Interpolation.One / destination.Width);
        int stepY = (int)((long)source.Height * Interpolation.One / destination.Height);
        for (int y = 0; y < destination.Height; y++)
        {
            long fixedY = (long)y * stepY;
            int top = (int)(fixedY / Interpolation.One);
            ReadOnlySpan<uint> above = source.Row(top);
            ReadOnlySpan<uint> below = source.Row(Math.Min(top + 1, source.Height - 1));
            Span<uint> row = destination.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                long fixedX = (long)x * stepX;
                int left = (int)(fixedX / Interpolation.One);
                int right = Math.Min(left + 1, source.Width - 1);
                row[x] = Weighted(
                    above[left], above[right], below[left], below[right],
                    (uint)(fixedX % Interpolation.One), (uint)(fixedY % Interpolation.One));
            }
        }
    }

    private static uint Weighted(uint a, uint b, uint c, uint d, uint fractionX, uint fractionY)
    {
        // The weights are 2^20 together.
        const uint mostTransparent = 500_000;
        uint weightA = (Interpolation.One - fractionX) * (Interpolation.One - fractionY);
        uint weightB = fractionX * (Interpolation.One - fractionY);
        uint weightC = (Interpolation.One - fractionX) * fractionY;
        uint weightD = fractionX * fractionY;
        uint transparent = (a == 0 ? weightA : 0) + (c == 0 ? weightC : 0);
        // A transparent pixel takes its neighbour's colour in the row, a transparent row that of the other one.
        a = a == 0 ? b : a;
        transparent += b == 0 ? weightB : 0;
        b = b == 0 ? a : b;
        c = c == 0 ? d : c;
        transparent += d == 0 ? weightD : 0;
        d = d == 0 ? c : d;
        (a, b) = a == 0 ? (c, d) : (a, b);
        (c, d) = c == 0 ? (a, b) : (c, d);
        if (transparent >= mostTransparent)
        {
            return 0;
        }
        uint mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8)
        {
            uint sum = (weightA * ((a >> shift) & 255)) + (weightB * ((b >> shift) & 255))
                + (weightC * ((c >> shift) & 255)) + (weightD * ((d >> shift) & 255));
            mixed |= (sum >> 20) << shift;
        }
        return Math.Max(1, mixed);
    }

    private static uint Mean(uint a, uint b, uint c, uint d, uint mask) =>
        (((a & mask) + (b & mask) + (c & mask) + (d & mask)) >> 2) & mask;

    private static uint Mean(uint a, uint b, uint mask) => (((a & mask) + (b & mask)) >> 1) & mask;
}
