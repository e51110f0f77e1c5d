using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>The numbers of graphic objects: SmallIntegers, or Floats whose fraction is dropped.</summary>
internal static class Fields
{
    /// <summary>Reads a number (VMMaker <c>fetchIntOrFloat:ofObject:</c>); false for anything else.</summary>
    public static bool TryRead(ObjectMemory memory, Oop oop, int slot, out long value)
    {
        if (memory.TryFetchInteger(slot, oop, out value))
        {
            return true;
        }
        value = 0;
        if (!memory.TryFloat(memory.Fetch(slot, oop), out double real) || !(real is >= int.MinValue and <= int.MaxValue))
        {
            return false;
        }
        value = (long)real;
        return true;
    }

    /// <summary>Reads a number, which is <paramref name="absent"/> where the slot holds nil.</summary>
    public static bool TryRead(ObjectMemory memory, Oop oop, int slot, long absent, out long value)
    {
        value = absent;
        return memory.Fetch(slot, oop) == memory.Nil || TryRead(memory, oop, slot, out value);
    }

    /// <summary>The 32-bit words of a Bitmap or its like; false for other objects.</summary>
    public static unsafe bool TryWords(Oop oop, out uint* words, out long count)
    {
        words = null;
        count = 0;
        if (oop.IsImmediate || !ObjectMemory.FormatOf(oop).IsWords32())
        {
            return false;
        }
        words = (uint*)ObjectMemory.Bytes(oop);
        count = ObjectMemory.ByteLength(oop) / 4;
        return true;
    }
}
