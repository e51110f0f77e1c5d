using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;
using JitTalk.Primitives.Sound;

namespace JitTalk.Primitives.Plugins;

/// <summary>The FFTPlugin: the receiver is an FFT of the image. Old images call the transform without a module.</summary>
internal static unsafe class FftPlugin
{
    private const string Module = "FFTPlugin";
    private const int LevelsSlot = 0;
    private const int SizeSlot = 1;
    private const int SinesSlot = 2;
    private const int ExchangesSlot = 3;
    private const int RealSlot = 4;
    private const int ImaginarySlot = 5;
    private const int MostLevels = 28;

    [Primitive(Module, "primitiveFFTTransformData")]
    [Primitive("", "primitiveFFTTransformData")]
    public static Oop TransformData(VirtualMachine vm, Oop receiver, Oop isForward)
    {
        if (!vm.Memory.TryBoolean(isForward, out bool forward))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!TryLoad(vm.Memory, receiver, out FourierTransform transform))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        transform.Run(forward);
        return receiver;
    }

    [Primitive(Module, "primitiveFFTPermuteData")]
    public static Oop PermuteData(VirtualMachine vm, Oop receiver)
    {
        if (!TryLoad(vm.Memory, receiver, out FourierTransform transform))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        transform.Permute();
        return receiver;
    }

    [Primitive(Module, "primitiveFFTScaleData")]
    public static Oop ScaleData(VirtualMachine vm, Oop receiver)
    {
        if (!TryLoad(vm.Memory, receiver, out FourierTransform transform))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        transform.Scale();
        return receiver;
    }

    private static bool TryLoad(ObjectMemory memory, Oop fft, out FourierTransform transform)
    {
        transform = default;
        if (!fft.IsPointer || !ObjectMemory.FormatOf(fft).IsPointers() || ObjectMemory.SlotCount(fft) <= ImaginarySlot
            || !memory.TryFetchInteger(LevelsSlot, fft, out long levels) || levels is < 0 or > MostLevels
            || !memory.TryFetchInteger(SizeSlot, fft, out long size) || size != 1L << (int)levels
            || !TryFloats(memory.Fetch(SinesSlot, fft), (size / 4) + 1, out Span<float> sines)
            || !TryFloats(memory.Fetch(RealSlot, fft), size, out Span<float> real)
            || !TryFloats(memory.Fetch(ImaginarySlot, fft), size, out Span<float> imaginary)
            || !Fields.TryWords(memory.Fetch(ExchangesSlot, fft), out uint* exchanges, out long exchangeCount)
            || IsReadOnly(memory.Fetch(RealSlot, fft)) || IsReadOnly(memory.Fetch(ImaginarySlot, fft)))
        {
            return false;
        }
        ReadOnlySpan<uint> places = new(exchanges, (int)exchangeCount);
        foreach (uint place in places)
        {
            if (place < 1 || place > size)
            {
                return false;
            }
        }
        transform = new FourierTransform((int)levels, real, imaginary, sines, places);
        return true;
    }

    private static bool TryFloats(Oop oop, long expected, out Span<float> floats)
    {
        bool isOne = Fields.TryWords(oop, out uint* words, out long count) && count == expected;
        floats = isOne ? new Span<float>(words, (int)count) : default;
        return isOne;
    }

    private static bool IsReadOnly(Oop oop) => ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
}
