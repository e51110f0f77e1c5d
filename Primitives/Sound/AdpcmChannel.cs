namespace JitTalk.Primitives.Sound;

/// <summary>
/// What ADPCM knows of one channel: the sample that it predicts, and how large its steps are (image: <c>ADPCMCodec</c>).
/// </summary>
/// <param name="Predicted">The last sample.</param>
/// <param name="Index">Of the step in the table of steps, 0 to 88.</param>
internal record struct AdpcmChannel(long Predicted, long Index)
{
    private const int LastIndex = 88;

    /// <summary>Goes on by a coded difference.</summary>
    public void Decode(int code, in AdpcmFormat format)
    {
        long step = format.Step(Index);
        long difference = 0;
        for (int bit = format.HighBit; bit > 0; bit >>= 1)
        {
            difference += (code & bit) != 0 ? step : 0;
            step >>= 1;
        }
        Move(code, difference + step, format);
    }

    /// <summary>Codes the way to a sample as well as it can, and goes there.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="step">The step to take; the next one, afterwards.</param>
    /// <param name="format">Bits and tables.</param>
    public int Encode(short sample, ref long step, in AdpcmFormat format)
    {
        long rest = Math.Abs(sample - Predicted);
        int code = sample < Predicted ? format.SignMask : 0;
        long difference = 0;
        for (int bit = format.HighBit; bit > 0; bit >>= 1)
        {
            if (rest >= step)
            {
                code += bit;
                difference += step;
                rest -= step;
            }
            step >>= 1;
        }
        Move(code, difference + step, format);
        step = format.Step(Index);
        return code;
    }

    private void Move(int code, long difference, in AdpcmFormat format)
    {
        Predicted = Math.Clamp(Predicted + ((code & format.SignMask) != 0 ? -difference : difference), short.MinValue, short.MaxValue);
        Index = Math.Clamp(Index + format.IndexChange(code), 0, LastIndex);
    }
}

/// <summary>How ADPCM codes a sample, and the image's tables: sizes of steps, and how a code changes the step.</summary>
internal readonly ref struct AdpcmFormat(int bits, int signMask, int highBit, ReadOnlySpan<short> steps, ReadOnlySpan<short> changes)
{
    private readonly ReadOnlySpan<short> _steps = steps;
    private readonly ReadOnlySpan<short> _changes = changes;

    public int Bits { get; } = bits;
    public int SignMask { get; } = signMask;
    public int HighBit { get; } = highBit;

    public long Step(long index) => _steps[(int)index];

    public int IndexChange(int code) => _changes[code & (SignMask - 1)];

    /// <summary>The first step that reaches from one sample to another; the last but a few where none does.</summary>
    public int IndexFor(long from, long to)
    {
        const int largest = 63;
        for (int i = 1; i < largest; i++)
        {
            if (_steps[i - 1] >= Math.Abs(to - from))
            {
                return i;
            }
        }
        return largest;
    }
}
