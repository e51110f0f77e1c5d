using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Balloon;

/// <summary>Reads what the image hands to an engine: points, runs, transforms, forms.</summary>
internal static unsafe class BalloonArguments
{
    /// <summary>A Point of SmallIntegers or Floats, whose fractions are dropped (VMMaker <c>loadPoint:from:</c>).</summary>
    public static bool TryPoint(ObjectMemory memory, Oop oop, out BalloonPoint point)
    {
        point = default;
        if (!memory.IsInstanceOf(oop, memory.Known.Point) || !Fields.TryRead(memory, oop, Layouts.Point.X, out long x)
            || !Fields.TryRead(memory, oop, Layouts.Point.Y, out long y) || !IsNear(x) || !IsNear(y))
        {
            return false;
        }
        point = new BalloonPoint((int)x, (int)y);
        return true;
    }

    public static bool TryOrientation(ObjectMemory memory, Oop origin, Oop direction, Oop normal, out BalloonOrientation orientation)
    {
        bool areOkay = TryPoint(memory, origin, out BalloonPoint start) & TryPoint(memory, direction, out BalloonPoint along)
            & TryPoint(memory, normal, out BalloonPoint across);
        orientation = new BalloonOrientation(start, along, across);
        return areOkay;
    }

    /// <summary>A Rectangle's two points.</summary>
    public static bool TryRectangle(ObjectMemory memory, Oop oop, out BalloonPoint origin, out BalloonPoint corner)
    {
        (origin, corner) = (default, default);
        return HasSlots(oop, 2) && TryPoint(memory, memory.Fetch(0, oop), out origin) && TryPoint(memory, memory.Fetch(1, oop), out corner);
    }

    /// <summary>So many points: an Array of Points, or words, each with two numbers of 16 bits, or two for a point.</summary>
    public static bool TryPoints(ObjectMemory memory, Oop oop, long count, out BalloonPoint[] points)
    {
        points = [];
        if (Fields.TryWords(oop, out uint* words, out long length))
        {
            bool areShort = length == count;
            if (!areShort && length != 2 * count)
            {
                return false;
            }
            points = new BalloonPoint[count];
            for (int i = 0; i < points.Length; i++)
            {
                points[i] = areShort
                    ? new BalloonPoint(((short*)words)[2 * i], ((short*)words)[(2 * i) + 1])
                    : new BalloonPoint(((int*)words)[2 * i], ((int*)words)[(2 * i) + 1]);
                if (!IsNear(points[i].X) || !IsNear(points[i].Y))
                {
                    return false;
                }
            }
            return true;
        }
        if (!memory.IsInstanceOf(oop, memory.Known.Array) || ObjectMemory.SlotCount(oop) != count)
        {
            return false;
        }
        points = new BalloonPoint[count];
        for (int i = 0; i < points.Length; i++)
        {
            if (!TryPoint(memory, memory.Fetch(i, oop), out points[i]))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Run-coded numbers, one for each of so many segments: words with a run's length in the upper half and the number in the
    /// lower.
    /// </summary>
    public static bool TryRuns(Oop oop, int count, long most, out int[] numbers)
    {
        numbers = [];
        if (!Fields.TryWords(oop, out uint* runs, out long length))
        {
            return false;
        }
        long total = 0;
        for (long i = 0; i < length; i++)
        {
            total += runs[i] >> 16;
            if ((runs[i] & 0xFFFF) > most || total > count)
            {
                return false;
            }
        }
        if (total != count)
        {
            return false;
        }
        numbers = new int[count];
        int at = 0;
        for (long i = 0; i < length; i++)
        {
            numbers.AsSpan(at, (int)(runs[i] >> 16)).Fill((int)(runs[i] & 0xFFFF));
            at += (int)(runs[i] >> 16);
        }
        return true;
    }

    /// <summary>So many floats: words of 32 bits, or an Array of numbers.</summary>
    public static bool TryFloats(ObjectMemory memory, Oop oop, Span<float> floats)
    {
        if (Fields.TryWords(oop, out uint* words, out long count))
        {
            bool fits = count == floats.Length;
            if (fits)
            {
                new ReadOnlySpan<float>(words, floats.Length).CopyTo(floats);
            }
            return fits;
        }
        if (!HasSlots(oop, floats.Length) || ObjectMemory.SlotCount(oop) != floats.Length)
        {
            return false;
        }
        for (int i = 0; i < floats.Length; i++)
        {
            Oop element = memory.Fetch(i, oop);
            double value = element.Integer;
            if (!element.IsInteger && !memory.TryFloat(element, out value))
            {
                return false;
            }
            floats[i] = (float)value;
        }
        return true;
    }

    /// <summary>A Form of the image's whose bits are as many words as its size says.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="oop">The Form.</param>
    /// <param name="index">Its place among the engine's, from 0.</param>
    /// <param name="form">What the engine keeps of it.</param>
    public static bool TryForm(ObjectMemory memory, Oop oop, int index, out BalloonForm form)
    {
        form = default;
        if (!Form.TryLoad(memory, oop, out Form loaded) || !loaded.IsMsbFirst
            || !Fields.TryWords(loaded.BitsObject, out _, out long words) || words != (long)loaded.WordsPerRow * loaded.Height)
        {
            return false;
        }
        form = new BalloonForm(index, loaded.Width, loaded.Height, loaded.Depth, loaded.WordsPerRow);
        return true;
    }

    public static bool TryBitmap(ObjectMemory memory, Oop oop, out Span<uint> words)
    {
        bool isOne = Fields.TryWords(oop, out uint* first, out long count) && memory.ClassOf(oop) == memory.Special(SpecialObject.ClassBitmap);
        words = isOne ? new Span<uint>(first, (int)count) : default;
        return isOne;
    }

    public static bool HasSlots(Oop oop, int count) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) >= count;

    private static bool IsNear(long coordinate) => coordinate is >= -BalloonEngine.Farthest and <= BalloonEngine.Farthest;
}
