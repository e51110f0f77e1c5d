using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Plugins;

/// <summary>The SoundPlugin: plays and records with the machine's <see cref="ISound"/>.</summary>
internal static unsafe class SoundPlugin
{
    private const string Module = "SoundPlugin";

    // Beyond, no one hears more, and no buffer is so large.
    private const int HighestRate = 1_000_000;
    private const int LargestBuffer = 1 << 24;

    /// <summary>Starts to play frames of a buffer's size, at a rate, in stereo or not.</summary>
    [Primitive(Module, "primitiveSoundStart")]
    public static Oop Start(VirtualMachine vm, Oop receiver, long frames, long rate, Oop isStereo) =>
        Start(vm, receiver, frames, rate, isStereo, 0);

    /// <summary>As above; an external semaphore, by its index, is signalled while there is room for frames.</summary>
    [Primitive(Module, "primitiveSoundStartWithSemaphore")]
    public static Oop StartWithSemaphore(VirtualMachine vm, Oop receiver, long frames, long rate, Oop isStereo, long semaphore) =>
        Start(vm, receiver, frames, rate, isStereo, semaphore);

    [Primitive(Module, "primitiveSoundStop")]
    public static Oop Stop(VirtualMachine vm, Oop receiver)
    {
        vm.Sound.Stop();
        return receiver;
    }

    /// <summary>Bytes for which there is room: four a frame in stereo, two otherwise.</summary>
    [Primitive(Module, "primitiveSoundAvailableSpace")]
    public static Oop AvailableSpace(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        return vm.Sound.IsStarted
            ? Oop.FromInteger((long)vm.Sound.Room * (vm.Sound.IsStereo ? 4 : 2))
            : vm.Fail(PrimitiveError.InappropriateOperation);
    }

    /// <summary>Plays frames of a SoundBuffer, from one on, counted from 1; answers how many found room.</summary>
    [Primitive(Module, "primitiveSoundPlaySamples")]
    public static Oop PlaySamples(VirtualMachine vm, Oop receiver, long count, Oop buffer, long start)
    {
        _ = receiver;
        return !TryFrames(buffer, count, start, out Span<short> samples) ? vm.Fail(PrimitiveError.BadArgument)
            : !vm.Sound.IsStarted ? vm.Fail(PrimitiveError.InappropriateOperation)
            : Oop.FromInteger(vm.Sound.Play(samples));
    }

    /// <summary>Mixes frames with those that wait; answers how many it could.</summary>
    [Primitive(Module, "primitiveSoundInsertSamples")]
    public static Oop InsertSamples(VirtualMachine vm, Oop receiver, long count, Oop buffer, long lead)
    {
        _ = receiver;
        return !TryFrames(buffer, count, 1, out Span<short> samples) || lead is < 0 or > LargestBuffer ? vm.Fail(PrimitiveError.BadArgument)
            : !vm.Sound.IsStarted ? vm.Fail(PrimitiveError.InappropriateOperation)
            : Oop.FromInteger(vm.Sound.Insert(samples, (int)lead));
    }

    /// <summary>Plays silence as long as there is room; answers the number of frames.</summary>
    [Primitive(Module, "primitiveSoundPlaySilence")]
    public static Oop PlaySilence(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        return vm.Sound.IsStarted
            ? Oop.FromInteger(vm.Sound.Play(new short[2 * Math.Clamp(vm.Sound.Room, 0, LargestBuffer)]))
            : vm.Fail(PrimitiveError.InappropriateOperation);
    }

    /// <summary>The loudness of left and right, 0 to 1.</summary>
    [Primitive(Module, "primitiveSoundGetVolume")]
    public static Oop GetVolume(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        (double left, double right) = vm.Sound.Volume;
        return vm.Array(vm.Memory.Float(left), vm.Memory.Float(right));
    }

    [Primitive(Module, "primitiveSoundSetLeftVolume")]
    public static Oop SetVolume(VirtualMachine vm, Oop receiver, double left, double right)
    {
        if (!(left is >= 0 and <= 1 && right is >= 0 and <= 1))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Sound.Volume = (left, right);
        return receiver;
    }

    /// <summary>Starts to record; an external semaphore is signalled while there are samples.</summary>
    [Primitive(Module, "primitiveSoundStartRecording")]
    public static Oop StartRecording(VirtualMachine vm, Oop receiver, long rate, Oop isStereo, long semaphore)
    {
        if (rate is < 1 or > HighestRate || !vm.Memory.TryBoolean(isStereo, out bool stereo) || !IsSemaphore(semaphore))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return vm.Sound.TryStartRecording((int)rate, stereo, Signaller(vm, semaphore)) ? receiver : vm.Fail(PrimitiveError.OperationFailed);
    }

    [Primitive(Module, "primitiveSoundStopRecording")]
    public static Oop StopRecording(VirtualMachine vm, Oop receiver)
    {
        vm.Sound.StopRecording();
        return receiver;
    }

    [Primitive(Module, "primitiveSoundGetRecordingSampleRate")]
    public static Oop GetRecordingSampleRate(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        return vm.Sound.RecordingRate > 0
            ? vm.OrNoMemory(vm.Memory.Float(vm.Sound.RecordingRate))
            : vm.Fail(PrimitiveError.InappropriateOperation);
    }

    /// <summary>Moves samples into a SoundBuffer, from one on, counted from 1; answers how many.</summary>
    [Primitive(Module, "primitiveSoundRecordSamples")]
    public static Oop RecordSamples(VirtualMachine vm, Oop receiver, Oop buffer, long start)
    {
        _ = receiver;
        if (!Fields.TryWords(buffer, out uint* words, out long count) || start < 1 || start > 2 * count
            || ObjectHeader.IsReadOnly(ObjectMemory.Header(buffer)))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return vm.Sound.RecordingRate > 0
            ? Oop.FromInteger(vm.Sound.Record(new Span<short>((short*)words + (start - 1), (int)((2 * count) - (start - 1)))))
            : vm.Fail(PrimitiveError.InappropriateOperation);
    }

    [Primitive(Module, "primitiveSoundGetRecordLevel")]
    public static Oop GetRecordLevel(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        return Oop.FromInteger(vm.Sound.RecordLevel);
    }

    /// <summary>Sets how sensitive the microphone is, 0 to 1000.</summary>
    [Primitive(Module, "primitiveSoundSetRecordLevel")]
    public static Oop SetRecordLevel(VirtualMachine vm, Oop receiver, long level)
    {
        const int most = 1000;
        if (level is < 0 or > most)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Sound.RecordLevel = (int)level;
        return receiver;
    }

    /// <summary>Whether echoes of what is played can be taken from what is recorded: never.</summary>
    [Primitive(Module, "primitiveSoundSupportsAEC")]
    public static bool SupportsEchoCancellation(VirtualMachine vm, Oop receiver) => false;

    private static Oop Start(VirtualMachine vm, Oop receiver, long frames, long rate, Oop isStereo, long semaphore)
    {
        if (frames is < 1 or > LargestBuffer || rate is < 1 or > HighestRate || !vm.Memory.TryBoolean(isStereo, out bool stereo)
            || !IsSemaphore(semaphore))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return vm.Sound.TryStart((int)frames, (int)rate, stereo, Signaller(vm, semaphore)) ? receiver : vm.Fail(PrimitiveError.OperationFailed);
    }

    private static Action Signaller(VirtualMachine vm, long semaphore) => () =>
    {
        if (semaphore != 0)
        {
            vm.Wakeups.SignalExternal((int)semaphore);
        }
    };

    private static bool IsSemaphore(long index) => index is >= 0 and <= int.MaxValue;

    // A word holds a frame.
    private static bool TryFrames(Oop buffer, long count, long start, out Span<short> samples)
    {
        samples = default;
        if (!Fields.TryWords(buffer, out uint* words, out long length) || count < 0 || start < 1 || start > length + 1 || count > length - start + 1)
        {
            return false;
        }
        samples = new Span<short>((short*)words + (2 * (start - 1)), (int)(2 * count));
        return true;
    }
}
