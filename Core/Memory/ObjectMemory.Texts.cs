using System.Text;

namespace JitTalk.Core.Memory;

// Byte objects and texts.
internal sealed unsafe partial class ObjectMemory
{
    /// <summary>A zero-filled byte object.</summary>
    public Oop AllocateBytes(int classIndex, long bytes) =>
        Allocate(classIndex, ObjectFormat.Bytes.ForByteLength(bytes), (bytes + 7) >> 3);

    public Oop NewBytes(int classIndex, ReadOnlySpan<byte> bytes)
    {
        Oop oop = AllocateBytes(classIndex, bytes.Length);
        if (!oop.IsNone)
        {
            bytes.CopyTo(new Span<byte>(Bytes(oop), bytes.Length));
        }
        return oop;
    }

    /// <summary>A String of the UTF-8 bytes of <paramref name="text"/>, which is what the reference VM hands out.</summary>
    public Oop NewString(string text) => NewBytes(Known.String, Encoding.UTF8.GetBytes(text));

    public Oop NewArray(long size) => Allocate(Known.Array, ObjectFormat.Indexable, size);

    public Oop NewArray(ReadOnlySpan<Oop> elements)
    {
        Oop array = NewArray(elements.Length);
        if (!array.IsNone)
        {
            elements.CopyTo(new Span<Oop>(Slots(array), elements.Length));
        }
        return array;
    }

    public Oop NewPoint(Oop x, Oop y)
    {
        Oop point = Allocate(Known.Point, ObjectFormat.Fixed, 2);
        if (!point.IsNone)
        {
            StoreUnchecked(Layouts.Point.X, point, x);
            StoreUnchecked(Layouts.Point.Y, point, y);
        }
        return point;
    }

    /// <summary>The bytes of a byte object. They move at the next safepoint.</summary>
    public static Span<byte> ByteSpan(Oop oop) => new(Bytes(oop), (int)ByteLength(oop));

    public static bool IsByteObject(Oop oop) => oop.IsPointer && FormatOf(oop).IsBytes();

    /// <summary>The text of a byte object, one char a byte: right for ASCII, and lossless for the rest.</summary>
    public static string TextOf(Oop oop) => IsByteObject(oop) ? Encoding.Latin1.GetString(ByteSpan(oop)) : string.Empty;

    public static bool TextEquals(Oop oop, string ascii) =>
        IsByteObject(oop) && ByteLength(oop) == ascii.Length && Ascii.Equals(ByteSpan(oop), ascii);
}
