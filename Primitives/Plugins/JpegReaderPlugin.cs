using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;
using JitTalk.Primitives.Jpeg;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The JPEGReaderPlugin: the inner loops of the image's own JPEGReadWriter. Residuals are what the pixel before has lost by a
/// mask of bits, which is dithered into the next.
/// </summary>
internal static unsafe class JpegReaderPlugin
{
    private const string Module = "JPEGReaderPlugin";
    private const int MaximumSample = 255;
    private const uint Opaque = 0xFF00_0000;

    // JPEGReadStream.
    private const int CollectionSlot = 0;
    private const int PositionSlot = 1;
    private const int ReadLimitSlot = 2;
    private const int BitBufferSlot = 3;
    private const int BitCountSlot = 4;
    private const int StreamSlots = 5;

    /// <summary>Reads the coefficients of a block from a stream.</summary>
    [Primitive(Module, "primitiveDecodeMCU")]
    public static Oop DecodeMcu(VirtualMachine vm, Oop receiver, Oop block, Oop component, Oop constants, Oop waves, Oop stream)
    {
        const int mostBits = 32;
        ObjectMemory memory = vm.Memory;
        if (!McuComponent.HasSlots(stream, StreamSlots) || !ObjectMemory.IsByteObject(memory.Fetch(CollectionSlot, stream))
            || !memory.TryFetchInteger(ReadLimitSlot, stream, out long limit)
            || limit < 0 || limit > ObjectMemory.ByteLength(memory.Fetch(CollectionSlot, stream))
            || !memory.TryFetchInteger(PositionSlot, stream, out long position) || position < 0 || position >= limit
            || !memory.TryFetchInteger(BitBufferSlot, stream, out long bitBuffer) || bitBuffer is < 0 or > uint.MaxValue
            || !memory.TryFetchInteger(BitCountSlot, stream, out long bitCount) || bitCount is < 0 or > mostBits
            || !McuComponent.HasSlots(component, McuComponent.SlotCount)
            || !memory.TryFetchInteger(McuComponent.PriorConstantSlot, component, out long prior) || prior is < int.MinValue / 2 or > int.MaxValue / 2
            || !Fields.TryWords(constants, out uint* constantTable, out long constantCount)
            || !Fields.TryWords(waves, out uint* waveTable, out long waveCount) || !TryBlock(block, out Span<int> coefficients))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        McuDecoder decoder = new(ObjectMemory.ByteSpan(memory.Fetch(CollectionSlot, stream))[..(int)limit])
        {
            Position = (int)position,
            BitBuffer = bitBuffer,
            BitCount = (int)bitCount,
        };
        int constant = (int)prior;
        Span<int> decoded = stackalloc int[McuDecoder.BlockSize];
        if (!decoder.TryDecode(
                decoded, new ReadOnlySpan<uint>(constantTable, (int)constantCount), new ReadOnlySpan<uint>(waveTable, (int)waveCount), ref constant)
            || !memory.IsSmallInteger(decoder.BitBuffer) || !memory.IsSmallInteger(constant))
        {
            return vm.Fail(PrimitiveError.OperationFailed);
        }
        decoded.CopyTo(coefficients);
        memory.Store(PositionSlot, stream, Oop.FromInteger(decoder.Position));
        memory.Store(BitBufferSlot, stream, Oop.FromInteger(decoder.BitBuffer));
        memory.Store(BitCountSlot, stream, Oop.FromInteger(decoder.BitCount));
        memory.Store(McuComponent.PriorConstantSlot, component, Oop.FromInteger(constant));
        return receiver;
    }

    /// <summary>Turns the coefficients of a block into its samples.</summary>
    [Primitive(Module, "primitiveIdctInt")]
    public static Oop IdctInt(VirtualMachine vm, Oop receiver, Oop block, Oop quantization)
    {
        if (!TryBlock(block, out Span<int> coefficients) || !TryBlock(quantization, out Span<int> factors))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        InverseCosine.Run(coefficients, factors);
        return receiver;
    }

    /// <summary>Turns samples of brightness into gray pixels.</summary>
    [Primitive(Module, "primitiveColorConvertGrayscaleMCU")]
    public static Oop ColorConvertGrayscaleMcu(VirtualMachine vm, Oop receiver, Oop component, Oop bits, Oop residuals, long ditherMask)
    {
        if (!TryPixels(bits, residuals, ditherMask, out Span<uint> pixels, out Span<int> lost)
            || !McuComponent.TryLoad(vm.Memory, component, pixels.Length, out McuComponent brightness))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        foreach (ref uint pixel in pixels)
        {
            uint gray = Dithered(brightness.Next(), ref lost[1], (int)ditherMask);
            pixel = Opaque | (gray << 16) | (gray << 8) | gray;
        }
        return receiver;
    }

    /// <summary>Turns samples of brightness and of two colours, blue and red, into pixels.</summary>
    [Primitive(Module, "primitiveColorConvertMCU")]
    public static Oop ColorConvertMcu(VirtualMachine vm, Oop receiver, Oop components, Oop bits, Oop residuals, long ditherMask)
    {
        const int colorOffset = 127;
        ObjectMemory memory = vm.Memory;
        if (!TryPixels(bits, residuals, ditherMask, out Span<uint> pixels, out Span<int> lost) || !McuComponent.HasSlots(components, 3)
            || !McuComponent.TryLoad(memory, memory.Fetch(0, components), pixels.Length, out McuComponent brightness)
            || !McuComponent.TryLoad(memory, memory.Fetch(1, components), pixels.Length, out McuComponent blueness)
            || !McuComponent.TryLoad(memory, memory.Fetch(2, components), pixels.Length, out McuComponent redness))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        int mask = (int)ditherMask;
        foreach (ref uint pixel in pixels)
        {
            int y = brightness.Next();
            long cb = blueness.Next() - (long)colorOffset;
            long cr = redness.Next() - (long)colorOffset;
            // 16 bits of fraction, which is dropped.
            uint red = Dithered(y + (91881 * cr / 65536), ref lost[0], mask);
            uint green = Dithered(y - (22554 * cb / 65536) - (46802 * cr / 65536), ref lost[1], mask);
            uint blue = Dithered(y + (116130 * cb / 65536), ref lost[2], mask);
            pixel = Opaque | (red << 16) | (green << 8) | blue;
        }
        return receiver;
    }

    // Nothing is black: that would be transparent.
    private static uint Dithered(long sample, ref int lost, int mask)
    {
        long whole = Math.Clamp(sample + lost, 0, MaximumSample);
        lost = (int)whole & mask;
        return (uint)Math.Max(1, whole & (MaximumSample - mask));
    }

    private static bool TryPixels(Oop bits, Oop residuals, long ditherMask, out Span<uint> pixels, out Span<int> lost)
    {
        pixels = default;
        lost = default;
        if (!Fields.TryWords(bits, out uint* words, out long count) || !Fields.TryWords(residuals, out uint* rests, out long restCount)
            || restCount != 3 || count == 0 || ditherMask is < 0 or > MaximumSample || IsReadOnly(bits) || IsReadOnly(residuals))
        {
            return false;
        }
        pixels = new Span<uint>(words, (int)count);
        lost = new Span<int>(rests, 3);
        return true;
    }

    private static bool TryBlock(Oop oop, out Span<int> block)
    {
        bool isOne = Fields.TryWords(oop, out uint* words, out long count) && count == McuDecoder.BlockSize && !IsReadOnly(oop);
        block = isOne ? new Span<int>(words, (int)count) : default;
        return isOne;
    }

    private static bool IsReadOnly(Oop oop) => ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
}
