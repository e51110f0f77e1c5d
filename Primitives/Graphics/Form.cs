using System.Numerics;
using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// A Form of the image, checked: pixels of 1 to 32 bits packed into rows of 32-bit words that lie in its bits object.
/// It holds while no object moves.
/// </summary>
internal readonly unsafe struct Form
{
    private const int BitsSlot = 0;
    private const int WidthSlot = 1;
    private const int HeightSlot = 2;
    private const int DepthSlot = 3;
    private const int SlotCount = 4;

    private readonly int _depthShift;

    // Turns the place of a pixel in its word, counted from the left in bits, into that of its least significant bit.
    private readonly int _flip;

    private Form(Oop bits, int width, int height, int depth, bool isMsbFirst)
    {
        BitsObject = bits;
        Words = (uint*)ObjectMemory.Bytes(bits);
        Width = width;
        Height = height;
        Depth = depth;
        IsMsbFirst = isMsbFirst;
        _depthShift = BitOperations.Log2((uint)depth);
        _flip = isMsbFirst ? 32 - depth : 0;
        WordsPerRow = (int)RowWords(width, depth);
    }

    public Oop BitsObject { get; }
    public uint* Words { get; }
    public int Width { get; }
    public int Height { get; }

    /// <summary>Bits of a pixel: a power of two up to 32.</summary>
    public int Depth { get; }

    /// <summary>The leftmost pixel of a word is in its most significant bits; a negative depth says that it is not.</summary>
    public bool IsMsbFirst { get; }

    public int WordsPerRow { get; }
    public int PixelsPerWord => 32 >> _depthShift;
    public uint PixelMask => uint.MaxValue >> (32 - Depth);

    /// <summary>
    /// Reads a Form (VMMaker <c>loadBitBltDestForm</c>). Width and height may be Floats, as those of a source may.
    /// </summary>
    /// <returns>False when the fields make no sense or the bits are fewer than they say.</returns>
    public static bool TryLoad(ObjectMemory memory, Oop oop, out Form form)
    {
        form = default;
        if (oop.IsImmediate || !ObjectMemory.FormatOf(oop).IsPointers() || ObjectMemory.SlotCount(oop) < SlotCount
            || !Fields.TryRead(memory, oop, WidthSlot, out long width) || width is < 0 or > int.MaxValue
            || !Fields.TryRead(memory, oop, HeightSlot, out long height) || height is < 0 or > int.MaxValue
            || !memory.TryFetchInteger(DepthSlot, oop, out long depth) || !IsDepth(Math.Abs(depth)))
        {
            return false;
        }
        Oop bits = memory.Fetch(BitsSlot, oop);
        // A SmallInteger names a surface of the operating system: there are none.
        if (bits.IsImmediate || !ObjectMemory.FormatOf(bits).IsBits())
        {
            return false;
        }
        int pixelBits = (int)Math.Abs(depth);
        if (ObjectMemory.ByteLength(bits) / 4 < RowWords(width, pixelBits) * height)
        {
            return false;
        }
        form = new Form(bits, (int)width, (int)height, pixelBits, depth > 0);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint* Row(int y) => Words + ((long)y * WordsPerRow);

    /// <summary>The word of its row in which a pixel lies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int WordOf(int x) => x >> (5 - _depthShift);

    /// <summary>Where in its word a pixel's least significant bit is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ShiftOf(int x) => ((x << _depthShift) & 31) ^ _flip;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Pixel(int x, int y) => (Row(y)[WordOf(x)] >> ShiftOf(x)) & PixelMask;

    /// <summary>The bits of pixel <paramref name="x"/> and those right of it in its word.</summary>
    public uint MaskFrom(int x)
    {
        int bit = (x << _depthShift) & 31;
        return IsMsbFirst ? uint.MaxValue >> bit : uint.MaxValue << bit;
    }

    /// <summary>The bits of pixel <paramref name="x"/> and those left of it in its word.</summary>
    public uint MaskUpTo(int x)
    {
        int spare = 32 - Depth - ((x << _depthShift) & 31);
        return IsMsbFirst ? uint.MaxValue << spare : uint.MaxValue >> spare;
    }

    private static bool IsDepth(long depth) => depth is 1 or 2 or 4 or 8 or 16 or 32;

    private static long RowWords(long width, int depth) => ((width * depth) + 31) >> 5;
}
