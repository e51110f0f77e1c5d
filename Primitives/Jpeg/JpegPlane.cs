namespace JitTalk.Primitives.Jpeg;

/// <summary>
/// The samples of one component, fewer than the picture has pixels by the factors <paramref name="horizontal"/> and
/// <paramref name="vertical"/>. Rows may be longer than <paramref name="width"/>, and more than <paramref name="height"/>.
/// </summary>
internal sealed class JpegPlane(byte[][] rows, int width, int height, int horizontal, int vertical)
{
    // Where libjpeg 6b's «fancy upsampling» applies: jdsample.c, jinit_upsampler.
    private readonly bool _isInterpolated = horizontal == 2 && vertical <= 2 && width > 2;

    /// <summary>Enlarges to row <paramref name="y"/> of the picture.</summary>
    public void Enlarge(int y, Span<byte> pixels)
    {
        byte[] near = rows[y / vertical];
        if (_isInterpolated)
        {
            int beyond = (y & 1) == 0 ? (y / vertical) - 1 : (y / vertical) + 1;
            Interpolate(near, rows[Math.Clamp(beyond, 0, height - 1)], pixels);
            return;
        }
        if (horizontal == 1)
        {
            near.AsSpan(0, pixels.Length).CopyTo(pixels);
            return;
        }
        for (int x = 0; x < pixels.Length; x++)
        {
            pixels[x] = near[x / horizontal];
        }
    }

    /// <summary>
    /// A triangle filter: the nearer sample weighs 3, the other 1, in both directions; what lies outside is as the
    /// outermost (libjpeg 6b, <c>h2v1_fancy_upsample</c> and <c>h2v2_fancy_upsample</c>). The roundings alternate.
    /// </summary>
    private void Interpolate(byte[] near, byte[] far, Span<byte> pixels)
    {
        bool isVertical = vertical == 2;
        (int leftRounding, int rightRounding, int shift) = isVertical ? (8, 7, 4) : (1, 2, 2);
        int previous = Column(0);
        int current = previous;
        for (int x = 0; x < width; x++)
        {
            int next = Column(Math.Min(x + 1, width - 1));
            pixels[2 * x] = (byte)(((3 * current) + previous + leftRounding) >> shift);
            if ((2 * x) + 1 < pixels.Length)
            {
                pixels[(2 * x) + 1] = (byte)(((3 * current) + next + rightRounding) >> shift);
            }
            (previous, current) = (current, next);
        }

        int Column(int x) => isVertical ? (3 * near[x]) + far[x] : near[x];
    }
}
