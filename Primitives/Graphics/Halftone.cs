using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>A pattern of 32-bit words, one for each row of the destination, over and over; all ones without one.</summary>
internal readonly unsafe struct Halftone
{
    private const int BitsSlot = 0;
    private const int HeightSlot = 2;
    private const int FormSlots = 4;

    private readonly uint* _words;
    private readonly long _height;

    private Halftone(uint* words, long height)
    {
        _words = words;
        _height = height;
    }

    public bool IsPresent => _words != null;

    /// <summary>Reads a Bitmap, or a Form 32 pixels wide and one bit deep (VMMaker <c>loadHalftoneForm</c>).</summary>
    public static bool TryLoad(ObjectMemory memory, Oop oop, out Halftone halftone)
    {
        halftone = default;
        if (Fields.TryWords(oop, out uint* words, out long count))
        {
            halftone = new(words, count);
            return count > 0;
        }
        if (oop.IsImmediate || !ObjectMemory.FormatOf(oop).IsPointers() || ObjectMemory.SlotCount(oop) < FormSlots
            || !memory.TryFetchInteger(HeightSlot, oop, out long height))
        {
            return false;
        }
        if (!Fields.TryWords(memory.Fetch(BitsSlot, oop), out words, out count))
        {
            return true;
        }
        halftone = new(words, height);
        return height > 0 && height <= count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint WordAt(int y) => _words == null ? uint.MaxValue : _words[y % _height];
}
