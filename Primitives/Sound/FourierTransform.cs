namespace JitTalk.Primitives.Sound;

/// <summary>
/// The fast Fourier transform of the image's FFT objects, in floats and in the order of the reference's operations
/// (VMMaker <c>FFTPlugin</c>).
/// </summary>
/// <param name="levels">The logarithm of the number of points.</param>
/// <param name="real">The real parts.</param>
/// <param name="imaginary">As many imaginary parts.</param>
/// <param name="sines">Sines of the first quarter of a circle, both ends included.</param>
/// <param name="exchanges">Pairs of places, counted from 1, that are checked.</param>
internal readonly ref struct FourierTransform(
    int levels, Span<float> real, Span<float> imaginary, ReadOnlySpan<float> sines, ReadOnlySpan<uint> exchanges)
{
    private readonly int _levels = levels;
    private readonly Span<float> _real = real;
    private readonly Span<float> _imaginary = imaginary;
    private readonly ReadOnlySpan<float> _sines = sines;
    private readonly ReadOnlySpan<uint> _exchanges = exchanges;

    public void Run(bool isForward)
    {
        Permute();
        for (int level = 1; level <= _levels; level++)
        {
            Combine(1 << level, isForward);
        }
        if (!isForward)
        {
            Scale();
        }
    }

    public void Permute()
    {
        for (int i = 0; i + 1 < _exchanges.Length; i += 2)
        {
            (int a, int b) = ((int)_exchanges[i] - 1, (int)_exchanges[i + 1] - 1);
            (_real[a], _real[b]) = (_real[b], _real[a]);
            (_imaginary[a], _imaginary[b]) = (_imaginary[b], _imaginary[a]);
        }
    }

    /// <summary>Divides by the number of points.</summary>
    public void Scale()
    {
        float factor = (float)(1.0 / _real.Length);
        for (int i = 0; i < _real.Length; i++)
        {
            _real[i] *= factor;
            _imaginary[i] *= factor;
        }
    }

    private void Combine(int span, bool isForward)
    {
        int quarter = _real.Length / 4;
        for (int j = 0; j < span / 2; j++)
        {
            int angle = j * (_real.Length / span);
            float cosine = angle < quarter ? _sines[_sines.Length - 1 - angle] : -_sines[angle - quarter];
            float sine = angle < quarter ? _sines[angle] : _sines[(_real.Length / 2) - angle];
            sine = isForward ? sine : -sine;
            for (int a = j; a < _real.Length; a += span)
            {
                int b = a + (span / 2);
                float realPart = (_real[b] * cosine) - (_imaginary[b] * sine);
                float imaginaryPart = (_real[b] * sine) + (_imaginary[b] * cosine);
                (_real[b], _imaginary[b]) = (_real[a] - realPart, _imaginary[a] - imaginaryPart);
                (_real[a], _imaginary[a]) = (_real[a] + realPart, _imaginary[a] + imaginaryPart);
            }
        }
    }
}
