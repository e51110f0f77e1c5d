using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Sound;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The ADPCMCodecPlugin: sounds in 2 to 5 bits a sample. The receiver, an ADPCMCodec, holds the state and the arrays.
/// Nobody encodes stereo: the image's code says that it is not written.
/// </summary>
internal static unsafe class AdpcmCodecPlugin
{
    private const string Module = "ADPCMCodecPlugin";
    private const int PredictedSlot = 0;
    private const int IndexSlot = 1;
    private const int SignMaskSlot = 2;
    private const int HighBitSlot = 4;
    private const int FrameMaskSlot = 5;
    private const int CurrentByteSlot = 6;
    private const int BitPositionSlot = 7;
    private const int ByteIndexSlot = 8;
    private const int BytesSlot = 9;
    private const int SamplesSlot = 10;
    private const int RightSamplesSlot = 11;
    private const int SampleIndexSlot = 12;
    private const int BitsSlot = 13;
    private const int StepsSlot = 14;
    private const int ChangesSlot = 15;

    private const int LastIndex = 88;
    private const int SampleBits = 16;
    private const int IndexBits = 6;

    [Primitive(Module, "primitiveDecodeMono")]
    public static Oop DecodeMono(VirtualMachine vm, Oop receiver, long count)
    {
        ObjectMemory memory = vm.Memory;
        if (!TryLoad(memory, receiver, count, SamplesSlot, out AdpcmFormat format, out BitStream bits, out Span<short> samples)
            || !TryChannel(memory, receiver, out AdpcmChannel channel))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        short[] decoded = new short[count];
        try
        {
            for (int i = 0; i < decoded.Length; i++)
            {
                DecodeNext(ref channel, ref bits, format, IsHeader(memory, receiver, i));
                decoded[i] = (short)channel.Predicted;
            }
        }
        catch (IndexOutOfRangeException)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        decoded.CopyTo(samples);
        StoreChannel(memory, receiver, channel);
        return Finish(memory, receiver, bits, count);
    }

    /// <summary>The codec's predictions and indices are arrays of two.</summary>
    [Primitive(Module, "primitiveDecodeStereo")]
    public static Oop DecodeStereo(VirtualMachine vm, Oop receiver, long count)
    {
        ObjectMemory memory = vm.Memory;
        if (!TryLoad(memory, receiver, count, SamplesSlot, out AdpcmFormat format, out BitStream bits, out Span<short> samples)
            || !TrySamples(memory.Fetch(RightSamplesSlot, receiver), out Span<short> allRight)
            || allRight.Length < memory.Fetch(SampleIndexSlot, receiver).Integer + count
            || !TrySamples(memory.Fetch(PredictedSlot, receiver), out Span<short> predicted) || predicted.Length < 2
            || !TrySamples(memory.Fetch(IndexSlot, receiver), out Span<short> index) || index.Length < 2
            || index[0] is < 0 or > LastIndex || index[1] is < 0 or > LastIndex)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        AdpcmChannel left = new(predicted[0], index[0]);
        AdpcmChannel right = new(predicted[1], index[1]);
        short[] decodedLeft = new short[count];
        short[] decodedRight = new short[count];
        try
        {
            for (int i = 0; i < decodedLeft.Length; i++)
            {
                bool isHeader = IsHeader(memory, receiver, i);
                DecodeNext(ref left, ref bits, format, isHeader);
                DecodeNext(ref right, ref bits, format, isHeader);
                (decodedLeft[i], decodedRight[i]) = ((short)left.Predicted, (short)right.Predicted);
            }
        }
        catch (IndexOutOfRangeException)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        decodedLeft.CopyTo(samples);
        decodedRight.CopyTo(allRight[(int)memory.Fetch(SampleIndexSlot, receiver).Integer..]);
        (predicted[0], predicted[1]) = ((short)left.Predicted, (short)right.Predicted);
        (index[0], index[1]) = ((short)left.Index, (short)right.Index);
        return Finish(memory, receiver, bits, count);
    }

    [Primitive(Module, "primitiveEncodeMono")]
    public static Oop EncodeMono(VirtualMachine vm, Oop receiver, long count)
    {
        ObjectMemory memory = vm.Memory;
        if (!TryLoad(memory, receiver, count, SamplesSlot, out AdpcmFormat format, out _, out Span<short> samples)
            || !TryChannel(memory, receiver, out AdpcmChannel channel))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        Span<byte> bytes = ObjectMemory.ByteSpan(memory.Fetch(BytesSlot, receiver));
        byte[] encoded = bytes.ToArray();
        BitStream bits = Bits(memory, receiver, encoded);
        try
        {
            // The step is the smallest at first, and after the head of a frame as it was before.
            long step = format.Step(0);
            for (int i = 0; i < count; i++)
            {
                if (IsHeader(memory, receiver, i))
                {
                    channel.Predicted = samples[i];
                    channel.Index = i + 1 < count ? format.IndexFor(samples[i], samples[i + 1]) : channel.Index;
                    bits.Write(samples[i] & 0xFFFF, SampleBits);
                    bits.Write((int)channel.Index, IndexBits);
                }
                else
                {
                    bits.Write(channel.Encode(samples[i], ref step, format), format.Bits);
                }
            }
            if (bits.BitPosition > 0)
            {
                (int current, int written) = (bits.Current, bits.BitPosition);
                bits.Flush();
                bits = new BitStream(encoded, bits.Position, current, written);
            }
        }
        catch (IndexOutOfRangeException)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        encoded.CopyTo(bytes);
        StoreChannel(memory, receiver, channel);
        return Finish(memory, receiver, bits, count);
    }

    private static void DecodeNext(ref AdpcmChannel channel, ref BitStream bits, in AdpcmFormat format, bool isHeader)
    {
        if (isHeader)
        {
            channel = new AdpcmChannel((short)bits.Read(SampleBits), bits.Read(IndexBits));
        }
        else
        {
            channel.Decode(bits.Read(format.Bits), format);
        }
    }

    /// <summary>Whether a sample begins a frame: with 1 in the bits of the mask, counted from 1.</summary>
    private static bool IsHeader(ObjectMemory memory, Oop codec, int index) =>
        ((index + 1) & memory.Fetch(FrameMaskSlot, codec).Integer) == 1;

    private static bool TryLoad(
        ObjectMemory memory, Oop codec, long count, int samplesSlot, out AdpcmFormat format, out BitStream bits, out Span<short> samples)
    {
        const int mostBits = 8;
        format = default;
        bits = default;
        samples = default;
        if (!codec.IsPointer || !ObjectMemory.FormatOf(codec).IsPointers() || ObjectMemory.SlotCount(codec) <= ChangesSlot
            || ObjectHeader.IsReadOnly(ObjectMemory.Header(codec))
            || !TryIn(memory, codec, SignMaskSlot, 1 << mostBits, out int signMask) || signMask == 0 || !int.IsPow2(signMask)
            || !TryIn(memory, codec, HighBitSlot, 1 << mostBits, out int highBit) || !TryIn(memory, codec, FrameMaskSlot, int.MaxValue / 2, out _)
            || !TryIn(memory, codec, CurrentByteSlot, byte.MaxValue, out _) || !TryIn(memory, codec, BitPositionSlot, mostBits, out _)
            || !TryIn(memory, codec, BitsSlot, mostBits, out int codeBits) || !TryIn(memory, codec, ByteIndexSlot, int.MaxValue / 2, out _)
            || !TryIn(memory, codec, SampleIndexSlot, int.MaxValue / 2, out int sampleIndex)
            || !ObjectMemory.IsByteObject(memory.Fetch(BytesSlot, codec))
            || ObjectHeader.IsReadOnly(ObjectMemory.Header(memory.Fetch(BytesSlot, codec)))
            || !TrySamples(memory.Fetch(StepsSlot, codec), out Span<short> steps) || steps.Length <= LastIndex
            || !TrySamples(memory.Fetch(ChangesSlot, codec), out Span<short> changes) || changes.Length < signMask
            || !TrySamples(memory.Fetch(samplesSlot, codec), out Span<short> all) || count < 0 || count > all.Length - sampleIndex)
        {
            return false;
        }
        format = new AdpcmFormat(codeBits, signMask, highBit, steps, changes);
        bits = Bits(memory, codec, ObjectMemory.ByteSpan(memory.Fetch(BytesSlot, codec)));
        samples = all.Slice(sampleIndex, (int)count);
        return true;
    }

    private static BitStream Bits(ObjectMemory memory, Oop codec, Span<byte> bytes) => new(
        bytes, memory.Fetch(ByteIndexSlot, codec).Integer, (int)memory.Fetch(CurrentByteSlot, codec).Integer,
        (int)memory.Fetch(BitPositionSlot, codec).Integer);

    private static bool TryChannel(ObjectMemory memory, Oop codec, out AdpcmChannel channel)
    {
        bool isOne = memory.TryFetchInteger(PredictedSlot, codec, out long predicted) && predicted is >= short.MinValue and <= short.MaxValue;
        channel = new AdpcmChannel(predicted, memory.Fetch(IndexSlot, codec).Integer);
        return isOne && TryIn(memory, codec, IndexSlot, LastIndex, out _);
    }

    private static void StoreChannel(ObjectMemory memory, Oop codec, AdpcmChannel channel)
    {
        memory.Store(PredictedSlot, codec, Oop.FromInteger(channel.Predicted));
        memory.Store(IndexSlot, codec, Oop.FromInteger(channel.Index));
    }

    private static Oop Finish(ObjectMemory memory, Oop codec, BitStream bits, long count)
    {
        memory.Store(CurrentByteSlot, codec, Oop.FromInteger(bits.Current));
        memory.Store(BitPositionSlot, codec, Oop.FromInteger(bits.BitPosition));
        memory.Store(ByteIndexSlot, codec, Oop.FromInteger(bits.Position));
        memory.Store(SampleIndexSlot, codec, Oop.FromInteger(memory.Fetch(SampleIndexSlot, codec).Integer + count));
        return codec;
    }

    private static bool TrySamples(Oop oop, out Span<short> samples)
    {
        bool areSamples = oop.IsPointer && ObjectMemory.FormatOf(oop).IsWords32() && !ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
        samples = areSamples ? new Span<short>(ObjectMemory.Bytes(oop), (int)(ObjectMemory.ByteLength(oop) / 2)) : default;
        return areSamples;
    }

    private static bool TryIn(ObjectMemory memory, Oop oop, int slot, long most, out int value)
    {
        bool isIn = memory.TryFetchInteger(slot, oop, out long number) && number >= 0 && number <= most;
        value = (int)number;
        return isIn;
    }
}
