namespace JitTalk.Primitives.Sound;

/// <summary>
/// The inner loops of the image's sounds (VMMaker <c>SoundGenerationPlugin</c>; image: <c>mixSampleCount:into:…</c>). Each
/// adds its samples to all frames of a mix. What a voice reads is checked before; see <see cref="Plugins.SoundGenerationPlugin"/>.
/// Quotients are rounded down, as the image's <c>//</c> does; newer reference VMs drop the fraction instead.
/// </summary>
internal static class Voices
{
    /// <summary>Of a SampledSound's index.</summary>
    public const int SampleFractionBits = 16;
    private const int LoopFractionBits = 9;
    private const int LoopOne = 1 << LoopFractionBits;

    // The image's index grows into its high bits before it is no SmallInteger any more.
    private const long IndexOverflow = 1 << 29;

    /// <summary>A wave table, whose index another wave may push about.</summary>
    public static void MixFm(StereoMix mix, ref VolumeRamp volume, ReadOnlySpan<short> wave, ref FmState state)
    {
        bool isModulated = state.Modulation != 0 && state.OffsetIncrement != 0;
        for (int frame = 0; frame < mix.FrameCount; frame++)
        {
            long sample = (volume.Volume * wave[(int)(state.Index / StereoMix.One)]) >> StereoMix.FractionBits;
            long offset = 0;
            if (isModulated)
            {
                offset = state.Modulation * wave[(int)(state.Offset / StereoMix.One)];
                state.Offset = Wrapped(state.Offset + state.OffsetIncrement, state.Size);
            }
            state.Index = Wrapped(state.Index + state.Increment + offset, state.Size);
            mix.Add(frame, sample);
            volume.Step();
        }
    }

    /// <summary>A ring of noise that is smoothed as it goes round, as a string is (Karplus and Strong).</summary>
    public static void MixPlucked(StereoMix mix, ref VolumeRamp volume, Span<short> ring, ref PluckedState state)
    {
        for (int frame = 0; frame < mix.FrameCount; frame++)
        {
            long next = state.Index + state.Increment;
            next -= next >= state.Limit ? state.Limit - StereoMix.One : 0;
            ref short here = ref ring[(int)(state.Index / StereoMix.One) - 1];
            here = (short)((here + ring[(int)(next / StereoMix.One) - 1]) >> 1);
            mix.Add(frame, (here * volume.Volume) >> StereoMix.FractionBits);
            state.Index = next;
            volume.Step();
        }
    }

    /// <summary>Samples up to the last.</summary>
    public static void MixSampled(StereoMix mix, ref VolumeRamp volume, ReadOnlySpan<short> samples, ref SampledState state)
    {
        for (int frame = 0; frame < mix.FrameCount; frame++)
        {
            long index = state.HighBits + (state.Index >> SampleFractionBits);
            if (index > samples.Length)
            {
                return;
            }
            mix.Add(frame, (samples[(int)index - 1] * volume.Volume) >> StereoMix.FractionBits);
            volume.Step();
            state.Index += state.Increment;
            if (state.Index >= IndexOverflow)
            {
                long whole = state.Index >> SampleFractionBits;
                state.HighBits += whole;
                state.Index -= whole << SampleFractionBits;
            }
        }
    }

    /// <summary>Samples between samples, in a loop until the sound is released; answers false when it has come to its end.</summary>
    /// <exception cref="IndexOutOfRangeException">The loop leads outside the samples.</exception>
    public static bool MixLooped(
        StereoMix mix, ref VolumeRamp volume, ReadOnlySpan<short> left, ReadOnlySpan<short> right, bool isStereo, ref LoopedState state)
    {
        for (int frame = 0; frame < mix.FrameCount; frame++)
        {
            state.Index += state.Increment;
            long index = state.Index / LoopOne;
            if (index > state.LoopEnd && state.IsHeld)
            {
                state.Index -= state.LoopLength;
                index = state.Index / LoopOne;
            }
            long next = index + 1;
            if (next > state.LastSample)
            {
                if (index > state.LastSample)
                {
                    return false;
                }
                next = state.LoopLength == 0 ? index : ((state.Index - state.LoopLength) / LoopOne) + 1;
            }
            long fraction = state.Index & (LoopOne - 1);
            long leftSample = Between(left, index, next, fraction);
            long rightSample = isStereo ? Between(right, index, next, fraction) : leftSample;
            if (mix.LeftVolume > 0)
            {
                mix.AddLeft(frame, (((mix.LeftVolume * volume.Volume) >> StereoMix.FractionBits) * leftSample) >> StereoMix.FractionBits);
            }
            if (mix.RightVolume > 0)
            {
                mix.AddRight(frame, (((mix.RightVolume * volume.Volume) >> StereoMix.FractionBits) * rightSample) >> StereoMix.FractionBits);
            }
            volume.Step();
        }
        return true;
    }

    private static long Between(ReadOnlySpan<short> samples, long index, long next, long fraction)
    {
        if (index < 1 || next < 1 || index > samples.Length || next > samples.Length)
        {
            throw new IndexOutOfRangeException();
        }
        return ((samples[(int)index - 1] * (LoopOne - fraction)) + (samples[(int)next - 1] * fraction)) >> LoopFractionBits;
    }

    private static long Wrapped(long index, long size)
    {
        long rest = index % size;
        return rest < 0 ? rest + size : rest;
    }
}

/// <summary>Where an FMSound is in its wave table and in the one that modulates it; 15 bits of fraction.</summary>
internal record struct FmState(long Size, long Index, long Increment, long Modulation, long Offset, long OffsetIncrement);

/// <summary>Where a PluckedSound is in its ring, from 1; 15 bits of fraction.</summary>
internal record struct PluckedState(long Index, long Increment, long Limit);

/// <summary>Where a SampledSound is, from 1: a whole part, and one with 16 bits of fraction.</summary>
internal record struct SampledState(long Index, long HighBits, long Increment);

/// <summary>Where a LoopedSampledSound is, from 1, with 9 bits of fraction; it loops as long as it is held.</summary>
internal record struct LoopedState(long Index, long Increment, long LastSample, long LoopEnd, long LoopLength, bool IsHeld);
