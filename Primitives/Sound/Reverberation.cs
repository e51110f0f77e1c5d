namespace JitTalk.Primitives.Sound;

/// <summary>Echoes: what was played some frames ago is added, with gains of 15 bits of fraction (image: <c>ReverbSound</c>).</summary>
internal static class Reverberation
{
    private const int Loudest = 32767;

    /// <param name="samples">The frames.</param>
    /// <param name="delays">Frames ago, 1 to the size of the buffers.</param>
    /// <param name="gains">As many.</param>
    /// <param name="left">A ring of what was played at the left.</param>
    /// <param name="right">The same for the right.</param>
    /// <param name="index">Where the rings are, from 0.</param>
    /// <returns>Where they are then.</returns>
    public static int Apply(
        Span<short> samples, ReadOnlySpan<int> delays, ReadOnlySpan<int> gains, Span<short> left, Span<short> right, int index)
    {
        for (int i = 0; i + 1 < samples.Length; i += 2)
        {
            (long leftEcho, long rightEcho) = (0, 0);
            for (int tap = 0; tap < delays.Length; tap++)
            {
                int at = index - delays[tap];
                at += at < 0 ? left.Length : 0;
                leftEcho += (long)gains[tap] * left[at];
                rightEcho += (long)gains[tap] * right[at];
            }
            left[index] = samples[i] = Sum(samples[i], leftEcho);
            right[index] = samples[i + 1] = Sum(samples[i + 1], rightEcho);
            index = (index + 1) % left.Length;
        }
        return index;
    }

    private static short Sum(short sample, long echo) => (short)Math.Clamp(sample + (echo >> StereoMix.FractionBits), -Loudest, Loudest);
}
