using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Balloon;

/// <summary>The colours of a fill along a scan line.</summary>
internal interface IBalloonSamples
{
    /// <summary>The colour of a sample, counted from the left end; false where nothing is drawn.</summary>
    bool TryAt(int index, out uint color);
}

/// <summary>
/// Where a scan line is in the coordinates of a fill, and how it goes on: along its direction and its normal, with 16 bits
/// of fraction.
/// </summary>
internal readonly record struct BalloonSlope(long Along, long Across, long AlongStep, long AcrossStep)
{
    private const long One = 0x1_0000;

    // C drops the fraction, also where it is negative.
    public long AlongAt(int index) => (Along + (index * AlongStep)) / One;

    public long AcrossAt(int index) => (Across + (index * AcrossStep)) / One;
}

/// <summary>A ramp of colours along a direction; beyond its ends, the colours there.</summary>
internal readonly ref struct LinearGradientSamples(BalloonSlope slope, ReadOnlySpan<uint> ramp) : IBalloonSamples
{
    private readonly BalloonSlope _slope = slope;
    private readonly ReadOnlySpan<uint> _ramp = ramp;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAt(int index, out uint color)
    {
        color = _ramp[(int)Math.Clamp(_slope.AlongAt(index), 0, _ramp.Length - 1)];
        return true;
    }
}

/// <summary>A ramp of colours around a point; beyond its end, the colour there.</summary>
internal readonly ref struct RadialGradientSamples(BalloonSlope slope, ReadOnlySpan<uint> ramp) : IBalloonSamples
{
    private readonly BalloonSlope _slope = slope;
    private readonly ReadOnlySpan<uint> _ramp = ramp;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAt(int index, out uint color)
    {
        (double along, double across) = (_slope.AlongAt(index), _slope.AcrossAt(index));
        double distance = Math.Sqrt((along * along) + (across * across)) + 0.5;
        color = _ramp[(int)Math.Min(distance, _ramp.Length - 1)];
        return true;
    }
}

/// <summary>The pixels of a bitmap, repeated or continued beyond its edges.</summary>
internal readonly ref struct BitmapSamples(BalloonSlope slope, BalloonPixels pixels, bool isTiled) : IBalloonSamples
{
    private readonly BalloonSlope _slope = slope;
    private readonly BalloonPixels _pixels = pixels;
    private readonly bool _isTiled = isTiled;

    public bool TryAt(int index, out uint color)
    {
        (int x, int y) = _isTiled
            ? (Repeated(_slope.Along + (index * _slope.AlongStep), _pixels.Width), Repeated(_slope.Across + (index * _slope.AcrossStep), _pixels.Height))
            : ((int)Math.Clamp(_slope.AlongAt(index), 0, _pixels.Width - 1), (int)Math.Clamp(_slope.AcrossAt(index), 0, _pixels.Height - 1));
        color = _pixels[x, y];
        return true;
    }

    private static int Repeated(long coordinate, int extent)
    {
        long whole = coordinate >> 16;
        return (int)(((whole % extent) + extent) % extent);
    }
}
