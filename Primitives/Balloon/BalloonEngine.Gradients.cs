using System.Runtime.InteropServices;

namespace JitTalk.Primitives.Balloon;

// Adding fills that are no plain colour, and filling with bitmaps.
internal ref partial struct BalloonEngine
{
    /// <summary>Adds a ramp of colours; answers its number, 0 where there was no room.</summary>
    /// <param name="ramp">The colours, at least one.</param>
    /// <param name="orientation">Where the ramp lies.</param>
    /// <param name="isRadial">It runs from the origin in all directions, not along one.</param>
    public int AddGradient(ReadOnlySpan<uint> ramp, BalloonOrientation orientation, bool isRadial)
    {
        int type = isRadial ? BalloonType.RadialGradient : BalloonType.LinearGradient;
        if (!TryAllocate(type, BalloonLayout.GradientSize + ramp.Length, out int fill))
        {
            return 0;
        }
        Field(fill, BalloonLayout.RampLength) = ramp.Length;
        StoreColors(ramp, Fields(fill, BalloonLayout.GradientSize, ramp.Length));
        Orient(fill, orientation, ramp.Length, ramp.Length);
        return fill;
    }

    /// <summary>Adds a Form of the engine's; answers its number, 0 where there was no room.</summary>
    public int AddBitmap(BalloonForm form, ReadOnlySpan<uint> colors, BalloonOrientation orientation, bool isTiled)
    {
        if (!TryAllocate(BalloonType.Bitmap, BalloonLayout.BitmapSize + colors.Length, out int fill))
        {
            return 0;
        }
        Field(fill, BalloonLayout.Index) = form.Index;
        Field(fill, BalloonLayout.BitmapWidth) = form.Width;
        Field(fill, BalloonLayout.BitmapHeight) = form.Height;
        Field(fill, BalloonLayout.BitmapDepth) = form.Depth;
        Field(fill, BalloonLayout.BitmapPitch) = form.Pitch;
        Field(fill, BalloonLayout.BitmapWords) = form.Pitch * form.Height;
        Field(fill, BalloonLayout.ColormapSize) = colors.Length;
        Field(fill, BalloonLayout.IsTiled) = isTiled ? 1 : 0;
        StoreColors(colors, Fields(fill, BalloonLayout.BitmapSize, colors.Length));
        Orient(fill, orientation, form.Width, form.Height);
        return fill;
    }

    /// <summary>A fill that the image draws itself; <paramref name="index"/> is its own number for it.</summary>
    public int AddExternalFill(int index)
    {
        if (!TryAllocate(BalloonType.ExternalFill, BalloonLayout.FillSize, out int fill))
        {
            return 0;
        }
        Field(fill, BalloonLayout.Index) = index;
        return fill;
    }

    private void StoreColors(ReadOnlySpan<uint> colors, Span<int> stored)
    {
        for (int i = 0; i < colors.Length; i++)
        {
            stored[i] = (int)(_words[BalloonLayout.HasColorTransform] == 0 ? colors[i] : TransformedColor(colors[i]));
        }
    }

    /// <summary>Stores the steps, with 16 bits of fraction, that a sample to the right or below takes in the fill.</summary>
    private readonly void Orient(int fill, BalloonOrientation orientation, int width, int height)
    {
        BalloonPoint origin = Transformed(orientation.Origin);
        BalloonPoint along = Transformed(orientation.EndOfDirection);
        BalloonPoint across = Transformed(orientation.EndOfNormal);
        (Field(fill, BalloonLayout.OriginX), Field(fill, BalloonLayout.OriginY)) = (origin.X, origin.Y);
        (Field(fill, BalloonLayout.DirectionX), Field(fill, BalloonLayout.DirectionY)) = Steps(origin, along, width);
        (Field(fill, BalloonLayout.NormalX), Field(fill, BalloonLayout.NormalY)) = Steps(origin, across, height);
    }

    private static (int X, int Y) Steps(BalloonPoint origin, BalloonPoint end, int extent)
    {
        const double one = 65536;
        (double x, double y) = ((double)end.X - origin.X, (double)end.Y - origin.Y);
        double squared = (x * x) + (y * y);
        return squared > 0 ? ((int)(x * extent * one / squared), (int)(y * extent * one / squared)) : (0, 0);
    }

    private readonly void FillBitmap(Span<uint> span, BalloonBitmaps bitmaps, int fill, int left, int right)
    {
        int width = Field(fill, BalloonLayout.BitmapWidth);
        int height = Field(fill, BalloonLayout.BitmapHeight);
        // The Form may have changed since the fill was added.
        if (width <= 0 || height <= 0 || Field(fill, BalloonLayout.BitmapDepth) is not (1 or 2 or 4 or 8 or 16 or 32)
            || !bitmaps.TryWords(IndexOf(fill), Field(fill, BalloonLayout.BitmapWords), out ReadOnlySpan<uint> words))
        {
            return;
        }
        ReadOnlySpan<uint> colors = MemoryMarshal.Cast<int, uint>(Fields(fill, BalloonLayout.BitmapSize, Field(fill, BalloonLayout.ColormapSize)));
        BalloonPixels pixels = new(words, colors, width, height, Field(fill, BalloonLayout.BitmapDepth), Field(fill, BalloonLayout.BitmapPitch));
        BitmapSamples samples = new(Slope(fill, left), pixels, Field(fill, BalloonLayout.IsTiled) == 1);
        if (_words[BalloonLayout.HasColorTransform] == 0)
        {
            FillSamples(span, samples, left, right);
        }
        else
        {
            FillSamples(span, new TransformedSamples(samples, this), left, right);
        }
    }

    /// <summary>The pixels of a bitmap through the engine's colour transform.</summary>
    private readonly ref struct TransformedSamples(BitmapSamples samples, BalloonEngine engine) : IBalloonSamples
    {
        private readonly BitmapSamples _samples = samples;
        private readonly BalloonEngine _engine = engine;

        public bool TryAt(int index, out uint color)
        {
            bool isDrawn = _samples.TryAt(index, out color);
            color = _engine.TransformedPixel(color);
            return isDrawn;
        }
    }
}

/// <summary>Where a fill lies: its origin, and how far it reaches in two directions from there.</summary>
internal readonly record struct BalloonOrientation(BalloonPoint Origin, BalloonPoint Direction, BalloonPoint Normal)
{
    public BalloonPoint EndOfDirection => new(Origin.X + Direction.X, Origin.Y + Direction.Y);
    public BalloonPoint EndOfNormal => new(Origin.X + Normal.X, Origin.Y + Normal.Y);
}

/// <summary>What an engine keeps of a Form: its place among the engine's, its size, bits of a pixel, words of a row.</summary>
internal readonly record struct BalloonForm(int Index, int Width, int Height, int Depth, int Pitch);
