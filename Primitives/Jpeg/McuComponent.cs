using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Jpeg;

/// <summary>
/// One part of the colours of the image's JPEGReadWriter: blocks of 64 samples that cover an area of the picture, each sample
/// so many pixels wide and high. Samples are read from pixel to pixel, row by row.
/// </summary>
internal unsafe struct McuComponent
{
    // JPEGColorComponent.
    private const int HorizontalScaleSlot = 2;
    private const int VerticalScaleSlot = 3;
    private const int BlocksSlot = 4;
    private const int BlockWidthSlot = 5;
    private const int McuWidthSlot = 8;
    public const int PriorConstantSlot = 10;
    public const int SlotCount = 11;

    private const int MostBlocks = 128;

    private readonly int*[] _blocks;
    private readonly int _horizontalScale;
    private readonly int _verticalScale;
    private readonly int _blockWidth;
    private readonly int _width;
    private int _x;
    private int _y;

    private McuComponent(int*[] blocks, int horizontalScale, int verticalScale, int blockWidth, int width)
    {
        _blocks = blocks;
        _horizontalScale = horizontalScale;
        _verticalScale = verticalScale;
        _blockWidth = blockWidth;
        _width = width;
        _x = _y = 0;
    }

    /// <summary>Reads a component that has samples for so many pixels.</summary>
    public static bool TryLoad(ObjectMemory memory, Oop oop, long pixels, out McuComponent component)
    {
        component = default;
        if (!HasSlots(oop, SlotCount) || !TryExtent(memory, oop, HorizontalScaleSlot, out int across)
            || !TryExtent(memory, oop, VerticalScaleSlot, out int down) || !TryExtent(memory, oop, BlockWidthSlot, out int blockWidth)
            || !TryExtent(memory, oop, McuWidthSlot, out int mcuWidth) || mcuWidth == 0
            || !TryBlocks(memory, memory.Fetch(BlocksSlot, oop), out int*[] blocks))
        {
            return false;
        }
        // No scale at all is one of 1.
        (across, down) = across == 0 && down == 0 ? (1, 1) : (across, down);
        int width = 8 * mcuWidth;
        long lastRow = (pixels - 1) / width;
        if (across == 0 || down == 0 || (lastRow / down / 8 * blockWidth) + ((width - 1) / across / 8) >= blocks.Length)
        {
            return false;
        }
        component = new McuComponent(blocks, across, down, blockWidth, width);
        return true;
    }

    public static bool HasSlots(Oop oop, int count) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) >= count;

    /// <summary>The sample of the next pixel.</summary>
    public int Next()
    {
        (int x, int y) = (_x / _horizontalScale, _y / _verticalScale);
        int sample = _blocks[((y >> 3) * _blockWidth) + (x >> 3)][((y & 7) << 3) + (x & 7)];
        if (++_x == _width)
        {
            (_x, _y) = (0, _y + 1);
        }
        return sample;
    }

    private static bool TryBlocks(ObjectMemory memory, Oop oop, out int*[] blocks)
    {
        blocks = [];
        if (!HasSlots(oop, 0) || ObjectMemory.SlotCount(oop) > MostBlocks)
        {
            return false;
        }
        blocks = new int*[ObjectMemory.SlotCount(oop)];
        for (int i = 0; i < blocks.Length; i++)
        {
            if (!Fields.TryWords(memory.Fetch(i, oop), out uint* words, out long count) || count != McuDecoder.BlockSize)
            {
                return false;
            }
            blocks[i] = (int*)words;
        }
        return true;
    }

    private static bool TryExtent(ObjectMemory memory, Oop oop, int slot, out int value)
    {
        const int most = 1 << 16;
        bool isOne = memory.TryFetchInteger(slot, oop, out long number) && number is >= 0 and <= most;
        value = (int)number;
        return isOne;
    }
}
