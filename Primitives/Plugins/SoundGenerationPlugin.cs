using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;
using JitTalk.Primitives.Sound;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The SoundGenerationPlugin: the receiver, a sound, adds samples to a SoundBuffer. Arguments are the number of frames, the
/// buffer, the first frame, from 1, and the volumes of both sides, with 15 bits of fraction.
/// </summary>
internal static unsafe class SoundGenerationPlugin
{
    private const string Module = "SoundGenerationPlugin";

    // Slots of every sound.
    private const int VolumeSlot = 3;
    private const int VolumeIncrementSlot = 4;
    private const int VolumeLimitSlot = 5;
    private const int CountSlot = 7;
    private const int FirstOwnSlot = 8;

    [Primitive(Module, "primitiveMixFMSound")]
    public static Oop MixFmSound(VirtualMachine vm, Oop receiver, long count, Oop buffer, long start, long leftVolume, long rightVolume)
    {
        const int size = FirstOwnSlot + 1;
        const int index = FirstOwnSlot + 2;
        const int modulation = FirstOwnSlot + 6;
        const int offset = FirstOwnSlot + 7;
        ObjectMemory memory = vm.Memory;
        if (!TryCommon(memory, receiver, offset + 2, out VolumeRamp volume, out long rest)
            || !TrySamples(memory.Fetch(FirstOwnSlot, receiver), out Span<short> wave)
            || !TryIntegers(memory, receiver, size, 3, out long[] waveState) || !TryIntegers(memory, receiver, modulation, 3, out long[] modulator))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        FmState state = new(waveState[0], waveState[1], waveState[2], modulator[0], modulator[1], modulator[2]);
        if (state.Size < 1 || (state.Size - 1) / StereoMix.One >= wave.Length || !IsIn(state.Index, state.Size) || !IsIn(state.Offset, state.Size))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (!TryMix(buffer, count, start, leftVolume, rightVolume, out StereoMix mix))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        Voices.MixFm(mix, ref volume, wave, ref state);
        Store(memory, receiver, index, state.Index);
        Store(memory, receiver, offset, state.Offset);
        return Finish(memory, receiver, volume, rest - count);
    }

    [Primitive(Module, "primitiveMixPluckedSound")]
    public static Oop MixPluckedSound(VirtualMachine vm, Oop receiver, long count, Oop buffer, long start, long leftVolume, long rightVolume)
    {
        const int index = FirstOwnSlot + 1;
        ObjectMemory memory = vm.Memory;
        if (!TryCommon(memory, receiver, index + 3, out VolumeRamp volume, out long rest)
            || !TrySamples(memory.Fetch(FirstOwnSlot, receiver), out Span<short> ring) || !TryIntegers(memory, receiver, index, 3, out long[] numbers))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        PluckedState state = new(numbers[0], numbers[1], numbers[2]);
        if (state.Index < StereoMix.One || state.Index >= state.Limit || !IsIn(state.Increment, state.Limit - StereoMix.One)
            || (state.Limit - 1) / StereoMix.One > ring.Length)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (!TryMix(buffer, count, start, leftVolume, rightVolume, out StereoMix mix))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        Voices.MixPlucked(mix, ref volume, ring, ref state);
        Store(memory, receiver, index, state.Index);
        return Finish(memory, receiver, volume, rest - count);
    }

    [Primitive(Module, "primitiveMixSampledSound")]
    public static Oop MixSampledSound(VirtualMachine vm, Oop receiver, long count, Oop buffer, long start, long leftVolume, long rightVolume)
    {
        const int size = FirstOwnSlot + 2;
        const int index = FirstOwnSlot + 3;
        ObjectMemory memory = vm.Memory;
        if (!TryCommon(memory, receiver, index + 3, out VolumeRamp volume, out long rest)
            || !TrySamples(memory.Fetch(FirstOwnSlot, receiver), out Span<short> samples) || !TryIntegers(memory, receiver, size, 4, out long[] numbers))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        SampledState state = new(numbers[1], numbers[2], numbers[3]);
        if (numbers[0] < 0 || numbers[0] > samples.Length || state.Index < 0 || state.HighBits < 0 || state.Increment < 0
            || state.HighBits + (state.Index >> Voices.SampleFractionBits) < 1 || state.HighBits > int.MaxValue || state.Index > int.MaxValue
            || state.Increment > int.MaxValue)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (!TryMix(buffer, count, start, leftVolume, rightVolume, out StereoMix mix))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        Voices.MixSampled(mix, ref volume, samples[..(int)numbers[0]], ref state);
        Store(memory, receiver, index, state.Index);
        Store(memory, receiver, index + 1, state.HighBits);
        return Finish(memory, receiver, volume, rest - count);
    }

    /// <summary>Answers nil when the sound has come to its end.</summary>
    [Primitive(Module, "primitiveMixLoopedSampledSound")]
    public static Oop MixLoopedSampledSound(
        VirtualMachine vm, Oop receiver, long count, Oop buffer, long start, long leftVolume, long rightVolume)
    {
        const int left = FirstOwnSlot + 2;
        const int lastSample = FirstOwnSlot + 8;
        const int index = FirstOwnSlot + 11;
        ObjectMemory memory = vm.Memory;
        if (!TryCommon(memory, receiver, index + 2, out VolumeRamp volume, out long rest)
            || !TrySamples(memory.Fetch(left, receiver), out Span<short> leftSamples)
            || !TrySamples(memory.Fetch(left + 1, receiver), out Span<short> rightSamples)
            || !TryIntegers(memory, receiver, lastSample, 5, out long[] numbers)
            || !memory.TryFetchInteger(FirstOwnSlot, receiver, out long releaseCount))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (!TryMix(buffer, count, start, leftVolume, rightVolume, out _))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        // Where the loop leads is seen on the way: the frames are mixed aside first.
        Span<short> frames = Frames(buffer, count, start);
        short[] mixed = frames.ToArray();
        LoopedState state = new(numbers[3], numbers[4], numbers[0], numbers[1], numbers[2], rest > releaseCount);
        bool isSounding;
        try
        {
            bool isStereo = memory.Fetch(left, receiver) != memory.Fetch(left + 1, receiver);
            isSounding = Voices.MixLooped(new StereoMix(mixed, leftVolume, rightVolume), ref volume, leftSamples, rightSamples, isStereo, ref state);
        }
        catch (IndexOutOfRangeException)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        if (!memory.IsSmallInteger(state.Index))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        mixed.CopyTo(frames);
        Store(memory, receiver, index, state.Index);
        Oop result = Finish(memory, receiver, volume, isSounding ? rest - count : 0);
        return isSounding ? result : memory.Nil;
    }

    /// <summary>Adds echoes to frames of a SoundBuffer.</summary>
    [Primitive(Module, "primitiveApplyReverb")]
    public static Oop ApplyReverb(VirtualMachine vm, Oop receiver, Oop buffer, long start, long count)
    {
        const int tapDelays = 7;
        const int tapGains = 8;
        const int tapCount = 9;
        const int bufferIndex = 11;
        const int leftBuffer = 12;
        const int rightBuffer = 13;
        ObjectMemory memory = vm.Memory;
        if (!HasSlots(receiver, rightBuffer + 1) || !TryIntegers(memory, receiver, tapCount, 3, out long[] numbers)
            || !Fields.TryWords(memory.Fetch(tapDelays, receiver), out uint* delays, out long delayCount)
            || !Fields.TryWords(memory.Fetch(tapGains, receiver), out uint* gains, out long gainCount)
            || !TrySamples(memory.Fetch(leftBuffer, receiver), out Span<short> left)
            || !TrySamples(memory.Fetch(rightBuffer, receiver), out Span<short> right))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        (long taps, long size, long index) = (numbers[0], numbers[1], numbers[2]);
        bool isOkay = taps >= 0 && taps <= delayCount && taps <= gainCount && size >= 1 && size <= left.Length && size <= right.Length
            && index >= 1 && index <= size;
        for (long i = 0; isOkay && i < taps; i++)
        {
            isOkay = delays[i] >= 1 && delays[i] <= size;
        }
        if (!isOkay)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (!TryMix(buffer, count, start, 0, 0, out _))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        int end = Reverberation.Apply(
            Frames(buffer, count, start), new ReadOnlySpan<int>(delays, (int)taps), new ReadOnlySpan<int>(gains, (int)taps),
            left[..(int)size], right[..(int)size], (int)index - 1);
        Store(memory, receiver, bufferIndex, end + 1);
        return receiver;
    }

    private static Oop Finish(ObjectMemory memory, Oop receiver, VolumeRamp volume, long count)
    {
        Store(memory, receiver, VolumeSlot, volume.Volume);
        Store(memory, receiver, VolumeIncrementSlot, volume.Increment);
        Store(memory, receiver, CountSlot, count);
        return receiver;
    }

    private static bool TryCommon(ObjectMemory memory, Oop sound, int slots, out VolumeRamp volume, out long count)
    {
        (volume, count) = (default, 0);
        if (!HasSlots(sound, slots) || !TryIntegers(memory, sound, VolumeSlot, 3, out long[] ramp)
            || !memory.TryFetchInteger(CountSlot, sound, out count) || ramp.Any(number => Math.Abs(number) > int.MaxValue))
        {
            return false;
        }
        volume = new VolumeRamp(ramp[0], ramp[1], ramp[2]);
        return true;
    }

    private static bool TryMix(Oop buffer, long count, long start, long leftVolume, long rightVolume, out StereoMix mix)
    {
        mix = default;
        if (!TrySamples(buffer, out Span<short> samples) || count < 0 || start < 1 || start > int.MaxValue || count > int.MaxValue
            || start - 1 + count > samples.Length / 2 || leftVolume > int.MaxValue || rightVolume > int.MaxValue)
        {
            return false;
        }
        mix = new StereoMix(Frames(buffer, count, start), leftVolume, rightVolume);
        return true;
    }

    private static Span<short> Frames(Oop buffer, long count, long start) =>
        new((short*)ObjectMemory.Bytes(buffer) + (2 * (start - 1)), (int)(2 * count));

    private static bool TrySamples(Oop oop, out Span<short> samples)
    {
        bool areSamples = oop.IsPointer && ObjectMemory.FormatOf(oop).IsBits() && !ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
        samples = areSamples ? new Span<short>(ObjectMemory.Bytes(oop), (int)(ObjectMemory.ByteLength(oop) / 2)) : default;
        return areSamples;
    }

    private static bool TryIntegers(ObjectMemory memory, Oop oop, int slot, int count, out long[] numbers)
    {
        numbers = new long[count];
        for (int i = 0; i < count; i++)
        {
            if (!memory.TryFetchInteger(slot + i, oop, out numbers[i]) || Math.Abs(numbers[i]) > 1L << 40)
            {
                return false;
            }
        }
        return true;
    }

    private static bool HasSlots(Oop oop, int count) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) >= count
        && !ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));

    private static bool IsIn(long index, long size) => index >= 0 && index < size;

    private static void Store(ObjectMemory memory, Oop oop, int slot, long value) => memory.Store(slot, oop, Oop.FromInteger(value));
}
