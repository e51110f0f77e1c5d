using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Balloon;

// The span buffer: the pixels of a scan line. A pixel sums its samples.
internal ref partial struct BalloonEngine
{
    /// <summary>Clears what the scan line before has drawn.</summary>
    public readonly void ClearSpan(Span<uint> span)
    {
        int shift = _words[BalloonLayout.Shift];
        int start = Math.Max(0, _words[BalloonLayout.SpanStart] >> shift);
        int end = Math.Min(_words[BalloonLayout.SpanSize], (_words[BalloonLayout.SpanEnd] >> shift) + 1);
        if (start < end)
        {
            span[start..end].Clear();
        }
        _words[BalloonLayout.SpanStart] = _words[BalloonLayout.SpanSize] << shift;
        _words[BalloonLayout.SpanEnd] = 0;
    }

    /// <summary>The pixels that were drawn, inside the clip rectangle.</summary>
    public readonly (int Start, int End, int Y) DrawnSpan
    {
        get
        {
            int shift = _words[BalloonLayout.Shift];
            int start = Math.Max(_words[BalloonLayout.ClipMinX], _words[BalloonLayout.SpanStart] >> shift);
            int end = Math.Min(_words[BalloonLayout.ClipMaxX], (_words[BalloonLayout.SpanEnd] + _words[BalloonLayout.Level] - 1) >> shift);
            int y = _words[BalloonLayout.CurrentY] >> shift;
            return y >= _words[BalloonLayout.ClipMinY] && y < _words[BalloonLayout.ClipMaxY] ? (start, end, y) : default;
        }
    }

    /// <summary>Adds samples of the image's own to the buffer, for the fill that was exported.</summary>
    public readonly void MergeFill(Span<uint> span, ReadOnlySpan<uint> samples)
    {
        (int left, int right) = (_words[BalloonLayout.ExportedLeft], _words[BalloonLayout.ExportedRight]);
        int shift = _words[BalloonLayout.Shift];
        for (int x = left; x < right; x++)
        {
            uint sample = samples[x - left];
            if (shift == 0)
            {
                span[x] = sample;
            }
            else
            {
                span[x >> shift] += OfSample(sample);
            }
        }
        _words[BalloonLayout.SpanEnd] = Math.Max(right, _words[BalloonLayout.SpanEnd]);
        _words[BalloonLayout.SpanEndSub] = Math.Max(right, _words[BalloonLayout.SpanEndSub]);
    }

    /// <summary>Fills part of the scan line, where nothing is filled yet.</summary>
    /// <returns>Whether the image is to do so.</returns>
    private readonly bool FillSpan(Span<uint> span, BalloonBitmaps bitmaps, uint fill, int left, int right)
    {
        if (fill == 0)
        {
            return false;
        }
        left = Math.Max(Math.Max(left, _words[BalloonLayout.SpanEndSub]), _words[BalloonLayout.FillMinX]);
        right = Math.Min(Math.Min(right, _words[BalloonLayout.SpanSize] << _words[BalloonLayout.Shift]), _words[BalloonLayout.FillMaxX]);
        if (left >= right)
        {
            return false;
        }
        _words[BalloonLayout.SpanStart] = Math.Min(left, _words[BalloonLayout.SpanStart]);
        _words[BalloonLayout.SpanEnd] = Math.Max(right, _words[BalloonLayout.SpanEnd]);
        _words[BalloonLayout.SpanEndSub] = Math.Max(right, _words[BalloonLayout.SpanEndSub]);
        if (IsColor(fill))
        {
            FillColor(span, fill, left, right);
            return false;
        }
        _words[BalloonLayout.ExportedFill] = (int)fill;
        _words[BalloonLayout.ExportedLeft] = left;
        _words[BalloonLayout.ExportedRight] = right;
        switch (TypeOf((int)fill) & BalloonType.FillMask)
        {
            case BalloonType.LinearGradient:
                FillSamples(span, new LinearGradientSamples(Slope((int)fill, left), Ramp((int)fill)), left, right);
                return false;
            case BalloonType.RadialGradient:
                FillSamples(span, new RadialGradientSamples(Slope((int)fill, left), Ramp((int)fill)), left, right);
                return false;
            case BalloonType.Bitmap:
                FillBitmap(span, bitmaps, (int)fill, left, right);
                return false;
            default:
                return true;
        }
    }

    private readonly void FillColor(Span<uint> span, uint color, int left, int right)
    {
        int shift = _words[BalloonLayout.Shift];
        if (shift == 0)
        {
            span[left..right].Fill(color);
            return;
        }
        (int firstFull, int lastFull) = FullPixels(left, right);
        if (left < firstFull)
        {
            span[left >> shift] += (uint)(firstFull - left) * OfSample(color);
        }
        uint full = OfPixel(color);
        foreach (ref uint pixel in span[(firstFull >> shift)..(Math.Max(firstFull, lastFull) >> shift)])
        {
            pixel += full;
        }
        int rest = Math.Max(firstFull, lastFull);
        if (rest < right)
        {
            span[rest >> shift] += (uint)(right - rest) * OfSample(color);
        }
    }

    /// <summary>Fills with colours that differ from sample to sample; a pixel that is filled whole takes one sample.</summary>
    private readonly void FillSamples<TSamples>(Span<uint> span, TSamples samples, int left, int right)
        where TSamples : IBalloonSamples, allows ref struct
    {
        int shift = _words[BalloonLayout.Shift];
        if (shift == 0)
        {
            Span<uint> filled = span[left..right];
            for (int i = 0; i < filled.Length; i++)
            {
                if (samples.TryAt(i, out uint color))
                {
                    filled[i] = color;
                }
            }
            return;
        }
        (int firstFull, int lastFull) = FullPixels(left, right);
        int x = left;
        for (; x < firstFull; x++)
        {
            AddSample(span, samples, x, left, shift);
        }
        for (; x < lastFull; x += 1 << shift)
        {
            if (samples.TryAt(x - left, out uint color))
            {
                span[x >> shift] += OfPixel(color);
            }
        }
        for (; x < right; x++)
        {
            AddSample(span, samples, x, left, shift);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void AddSample<TSamples>(Span<uint> span, TSamples samples, int x, int left, int shift)
        where TSamples : IBalloonSamples, allows ref struct
    {
        if (samples.TryAt(x - left, out uint color))
        {
            span[x >> shift] += OfSample(color);
        }
    }

    /// <summary>The samples of pixels that are filled whole.</summary>
    private readonly (int First, int Last) FullPixels(int left, int right)
    {
        int mask = ~(_words[BalloonLayout.Level] - 1);
        return (Math.Min(right, (left + _words[BalloonLayout.Level] - 1) & mask), (right - 1) & mask);
    }

    /// <summary>What a sample adds to its pixel.</summary>
    private readonly uint OfSample(uint color) => (color & (uint)_words[BalloonLayout.ColorMask]) >> _words[BalloonLayout.ColorShift];

    /// <summary>What all samples of a pixel add in one scan line.</summary>
    private readonly uint OfPixel(uint color)
    {
        uint mask = ((uint)_words[BalloonLayout.ColorMask] >> _words[BalloonLayout.Shift]) | 0xF0F0_F0F0;
        return (color & mask) >> _words[BalloonLayout.Shift];
    }

    private readonly BalloonSlope Slope(int fill, int x)
    {
        long dx = x - (long)Field(fill, BalloonLayout.OriginX);
        long dy = _words[BalloonLayout.CurrentY] - (long)Field(fill, BalloonLayout.OriginY);
        return new BalloonSlope(
            (dx * Field(fill, BalloonLayout.DirectionX)) + (dy * Field(fill, BalloonLayout.DirectionY)),
            (dx * Field(fill, BalloonLayout.NormalX)) + (dy * Field(fill, BalloonLayout.NormalY)),
            Field(fill, BalloonLayout.DirectionX), Field(fill, BalloonLayout.NormalX));
    }

    private readonly ReadOnlySpan<uint> Ramp(int fill) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<int, uint>(
            Fields(fill, BalloonLayout.GradientSize, Field(fill, BalloonLayout.RampLength)));
}
