namespace JitTalk.Primitives.Balloon;

// Levels of anti-aliasing, transforms of points, widths and colours.
internal ref partial struct BalloonEngine
{
    private const int EdgeTransformSize = 6;
    private const int ColorTransformSize = 8;

    /// <summary>Samples of a pixel in each direction: 1, 2 or 4; other numbers count as the next lower one.</summary>
    public readonly void SetLevel(long level)
    {
        int shift = level >= 4 ? 2 : level >= 2 ? 1 : 0;
        _words[BalloonLayout.Level] = 1 << shift;
        _words[BalloonLayout.Shift] = shift;
        _words[BalloonLayout.ColorShift] = 2 * shift;
        // The bits of a colour that are left when it is divided by the number of samples.
        _words[BalloonLayout.ColorMask] = shift switch { 0 => -1, 1 => unchecked((int)0xFCFC_FCFC), _ => unchecked((int)0xF0F0_F0F0) };
        _words[BalloonLayout.ScanMask] = (1 << shift) - 1;
    }

    public readonly void ClearEdgeTransform()
    {
        _words[BalloonLayout.HasEdgeTransform] = 0;
        ((ReadOnlySpan<float>)[1, 0, 0, 0, 1, 0]).CopyTo(Floats(BalloonLayout.EdgeTransform, EdgeTransformSize));
    }

    /// <summary>Six elements of a matrix, see <see cref="Geometry.Matrix2x3"/>.</summary>
    public readonly void SetEdgeTransform(ReadOnlySpan<float> elements)
    {
        Span<float> transform = Floats(BalloonLayout.EdgeTransform, EdgeTransformSize);
        elements.CopyTo(transform);
        transform[2] += _words[BalloonLayout.OffsetX];
        transform[5] += _words[BalloonLayout.OffsetY];
        _words[BalloonLayout.HasEdgeTransform] = 1;
    }

    public readonly void ClearColorTransform()
    {
        _words[BalloonLayout.HasColorTransform] = 0;
        ((ReadOnlySpan<float>)[1, 0, 1, 0, 1, 0, 1, 0]).CopyTo(Floats(BalloonLayout.ColorTransform, ColorTransformSize));
    }

    /// <summary>A factor and an addend, 1 for full, for each of red, green, blue and alpha.</summary>
    public readonly void SetColorTransform(ReadOnlySpan<float> elements)
    {
        const float full = 256;
        Span<float> transform = Floats(BalloonLayout.ColorTransform, ColorTransformSize);
        elements.CopyTo(transform);
        for (int i = 1; i < ColorTransformSize; i += 2)
        {
            transform[i] *= full;
        }
        _words[BalloonLayout.HasColorTransform] = 1;
    }

    /// <summary>Pixels to samples, through the edge transform if there is one. Far away ends at the edge of the world.</summary>
    private readonly BalloonPoint Transformed(BalloonPoint point)
    {
        int level = _words[BalloonLayout.Level];
        if (_words[BalloonLayout.HasEdgeTransform] == 0)
        {
            return new BalloonPoint(
                Near(((double)point.X + _words[BalloonLayout.OffsetX]) * level), Near(((double)point.Y + _words[BalloonLayout.OffsetY]) * level));
        }
        Span<float> a = Floats(BalloonLayout.EdgeTransform, EdgeTransformSize);
        return new BalloonPoint(
            Near((((double)a[0] * point.X) + ((double)a[1] * point.Y) + a[2]) * level),
            Near((((double)a[3] * point.X) + ((double)a[4] * point.Y) + a[5]) * level));
    }

    // Drops the fraction, as the reference does.
    private static int Near(double coordinate) => (int)Math.Clamp(double.IsNaN(coordinate) ? 0 : coordinate, -Farthest, Farthest);

    /// <summary>A width in samples: at least 1, where it is not 0; the smaller one, where the transform has two.</summary>
    private readonly int TransformedWidth(long width)
    {
        const int scale = 256;
        if (width == 0)
        {
            return 0;
        }
        int scaled = (int)Math.Clamp(width * scale, -Farthest, Farthest);
        BalloonPoint origin = Transformed(default);
        double across = origin.DistanceTo(Transformed(new BalloonPoint(scaled, 0)));
        double along = origin.DistanceTo(Transformed(new BalloonPoint(0, scaled)));
        return Math.Max(1, ((int)Math.Min(across, along) + (scale / 2)) / scale);
    }

    /// <summary>
    /// A colour through the colour transform; other fills as they are. A colour that lets something through asks for what is
    /// drawn already to be flushed first.
    /// </summary>
    public uint TransformedColor(uint fill)
    {
        if (!IsColor(fill))
        {
            return fill;
        }
        (int red, int green, int blue, int alpha) = Parts(fill);
        if (_words[BalloonLayout.HasColorTransform] != 0)
        {
            Span<float> t = Floats(BalloonLayout.ColorTransform, ColorTransformSize);
            double scale = (((double)alpha * t[6]) + t[7]) / alpha;
            (red, green, blue) = (Part(((red * t[0]) + t[1]) * scale), Part(((green * t[2]) + t[3]) * scale), Part(((blue * t[4]) + t[5]) * scale));
            alpha = Part(alpha * scale);
        }
        if (alpha < 1)
        {
            return 0;
        }
        if (alpha < 255 && _words[BalloonLayout.NeedsFlush] != 0)
        {
            StopBecauseOf(BalloonStop.NeedFlush);
        }
        return Whole(red, green, blue, alpha);
    }

    /// <summary>The colour of a bitmap's pixel through the transform: nearly transparent is transparent.</summary>
    private readonly uint TransformedPixel(uint pixel)
    {
        const int leastAlpha = 16;
        if (_words[BalloonLayout.HasColorTransform] == 0)
        {
            return pixel;
        }
        (int red, int green, int blue, int alpha) = Parts(pixel);
        Span<float> t = Floats(BalloonLayout.ColorTransform, ColorTransformSize);
        alpha = Part((alpha * t[6]) + t[7]);
        return alpha < leastAlpha ? 0 : Whole(Part((red * t[0]) + t[1]), Part((green * t[2]) + t[3]), Part((blue * t[4]) + t[5]), alpha);
    }

    private static (int Red, int Green, int Blue, int Alpha) Parts(uint color) =>
        ((int)(color >> 16) & 255, (int)(color >> 8) & 255, (int)color & 255, (int)(color >> 24));

    private static int Part(double value) => double.IsNaN(value) ? 0 : (int)Math.Clamp(value, 0, 255);

    private static uint Whole(int red, int green, int blue, int alpha) => (uint)((alpha << 24) + (red << 16) + (green << 8) + blue);
}
