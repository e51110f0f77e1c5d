namespace JitTalk.Primitives.Sound;

/// <summary>
/// Frames of a sound buffer to which a sound is added, with a volume of 15 bits of fraction for each side. Sums that are
/// too loud are cut off.
/// </summary>
internal readonly ref struct StereoMix(Span<short> samples, long leftVolume, long rightVolume)
{
    public const int FractionBits = 15;
    public const int One = 1 << FractionBits;
    private const int Loudest = 32767;

    private readonly Span<short> _samples = samples;

    public int FrameCount => _samples.Length / 2;
    public long LeftVolume => leftVolume;
    public long RightVolume => rightVolume;

    /// <summary>Adds the same sample at both sides.</summary>
    public void Add(int frame, long sample)
    {
        if (leftVolume > 0)
        {
            AddLeft(frame, (sample * leftVolume) >> FractionBits);
        }
        if (rightVolume > 0)
        {
            AddRight(frame, (sample * rightVolume) >> FractionBits);
        }
    }

    public void AddLeft(int frame, long sample) => AddTo(ref _samples[2 * frame], sample);

    public void AddRight(int frame, long sample) => AddTo(ref _samples[(2 * frame) + 1], sample);

    private static void AddTo(ref short mixed, long sample) => mixed = (short)Math.Clamp(mixed + sample, -Loudest, Loudest);
}
