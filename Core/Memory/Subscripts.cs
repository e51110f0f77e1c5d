using JitTalk.Core.Contracts;

namespace JitTalk.Core.Memory;

/// <summary>
/// The indexable elements of an object of any format, as <c>at:</c>, <c>at:put:</c> and <c>size</c> see them
/// (VMMaker <c>stObject:at:</c>, <c>subscript:with:format:</c>).
/// </summary>
/// <remarks>
/// Indices are the image's: from 1, without the named slots; a compiled method's are bytes in the image's word size,
/// and reach its bytecodes only, but the header can be read in V3 images. Contexts are refused: their elements may lie in a frame, where the interpreter looks.
/// </remarks>
internal static unsafe class Subscripts
{
    /// <summary>The number of elements; −1 for what has none: immediates, objects of named slots, contexts.</summary>
    public static long IndexableSize(ObjectMemory memory, Oop oop)
    {
        if (oop.IsImmediate || memory.IsContext(oop))
        {
            return -1;
        }
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        if (format < ObjectFormat.Indexable)
        {
            return -1;
        }
        if (format.IsPointers())
        {
            return ObjectMemory.SlotCount(oop) - memory.FixedSlotsOf(oop);
        }
        if (!format.IsCompiledMethod())
        {
            return UnitCount(oop);
        }
        return CompiledCode.IsSound(oop, memory.Dialect)
            ? CompiledCode.ToImagePc(CompiledCode.EndOfBytecodes(oop), oop, memory.Dialect) - 1
            : -1;
    }

    /// <summary>Reads an element; <see cref="WhyNot"/> tells why that was not possible.</summary>
    public static bool TryFetchElement(ObjectMemory memory, Oop array, long index, out Oop element)
    {
        element = TryLocate(memory, array, index, out long unit) ? FetchUnit(memory, array, unit)
            : IsInHeader(memory, array, index) ? HeaderByte(array, index)
            : Oop.None;
        return !element.IsNone;
    }

    /// <summary>Writes an element, or tells why it cannot be: nothing has happened then.</summary>
    public static PrimitiveError StoreElement(ObjectMemory memory, Oop array, long index, Oop value) =>
        TryLocate(memory, array, index, out long unit)
            ? StoreUnit(memory, array, unit, value)
            : WhyNot(memory, array);

    /// <summary>The error of an access that did not find its element.</summary>
    public static PrimitiveError WhyNot(ObjectMemory memory, Oop array)
    {
        if (array.IsImmediate)
        {
            return PrimitiveError.InappropriateOperation;
        }
        if (memory.IsContext(array))
        {
            return PrimitiveError.UnsupportedOperation;
        }
        return ObjectMemory.FormatOf(array) < ObjectFormat.Indexable ? PrimitiveError.BadReceiver : PrimitiveError.BadIndex;
    }

    /// <summary>The units of an object: its slots, named ones included, or its numbers in an object without oops.</summary>
    public static long UnitCount(Oop oop)
    {
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        return format.IsPointers() ? ObjectMemory.SlotCount(oop) : ObjectMemory.ByteLength(oop) / format.ElementBytes();
    }

    /// <summary>Reads a unit, counted from 0, that exists.</summary>
    /// <returns><see cref="Oop.None"/> when there is no memory for a large integer.</returns>
    public static Oop FetchUnit(ObjectMemory memory, Oop oop, long unit)
    {
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        if (format.IsPointers())
        {
            return ObjectMemory.Slots(oop)[unit];
        }
        byte* bytes = ObjectMemory.Bytes(oop);
        return format.ElementBytes() switch
        {
            1 => Oop.FromInteger(bytes[unit]),
            2 => Oop.FromInteger(((ushort*)bytes)[unit]),
            4 => memory.UnsignedInteger(((uint*)bytes)[WordInImageOrder(memory, oop, unit)]),
            _ => memory.UnsignedInteger(((ulong*)bytes)[unit]),
        };
    }

    /// <summary>Writes a unit, counted from 0, that exists; or tells why it cannot be.</summary>
    public static PrimitiveError StoreUnit(ObjectMemory memory, Oop oop, long unit, Oop value)
    {
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(oop)))
        {
            return PrimitiveError.NoModification;
        }
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        if (format.IsPointers())
        {
            memory.Store((int)unit, oop, value);
            return PrimitiveError.None;
        }
        int width = format.ElementBytes();
        // Bytes and half-words take SmallIntegers only; the wider ones any integer that fits.
        if ((width <= 2 && !value.IsInteger) || !memory.TryUnsigned64(value, out ulong number)
            || (width < 8 && number >> (8 * width) != 0))
        {
            return PrimitiveError.BadArgument;
        }
        StoreBits(memory, oop, unit, number);
        if (format.IsCompiledMethod())
        {
            memory.NoteCodeChange(oop);
        }
        return PrimitiveError.None;
    }

    /// <summary>Reads a number, counted from 0, that exists, with sign.</summary>
    public static long FetchSigned(ObjectMemory memory, Oop oop, long unit)
    {
        byte* bytes = ObjectMemory.Bytes(oop);
        return ObjectMemory.FormatOf(oop).ElementBytes() switch
        {
            1 => ((sbyte*)bytes)[unit],
            2 => ((short*)bytes)[unit],
            4 => ((int*)bytes)[WordInImageOrder(memory, oop, unit)],
            _ => ((long*)bytes)[unit],
        };
    }

    /// <summary>Writes the low bits of <paramref name="number"/> into a number, counted from 0, that exists.</summary>
    public static void StoreBits(ObjectMemory memory, Oop oop, long unit, ulong number)
    {
        byte* bytes = ObjectMemory.Bytes(oop);
        switch (ObjectMemory.FormatOf(oop).ElementBytes())
        {
            case 1:
                bytes[unit] = (byte)number;
                break;
            case 2:
                ((ushort*)bytes)[unit] = (ushort)number;
                break;
            case 4:
                ((uint*)bytes)[WordInImageOrder(memory, oop, unit)] = (uint)number;
                break;
            default:
                ((ulong*)bytes)[unit] = number;
                break;
        }
    }

    /// <summary>The memory keeps every Float as a double; images of the V3 interpreter expect its high word first.</summary>
    public static bool IsFloatOfSwappedWords(ObjectMemory memory, Oop oop) =>
        !memory.Dialect.HasNativeFloats && memory.IsInstanceOf(oop, memory.Known.Float)
        && ObjectMemory.FormatOf(oop) == ObjectFormat.Words32;

    private static long WordInImageOrder(ObjectMemory memory, Oop oop, long unit) =>
        IsFloatOfSwappedWords(memory, oop) ? unit ^ 1 : unit;

    // The V3 interpreter checks no more than the size, and old images read the header: their CompiledMethod>>endPC does, of a
    // method without bytecodes whose trailer is all zero, which is what an accessor is before it has a source pointer.
    private static bool IsInHeader(ObjectMemory memory, Oop oop, long index) =>
        !memory.Dialect.IsSpur && oop.IsPointer && ObjectMemory.FormatOf(oop).IsCompiledMethod()
        && index >= 1 && index <= memory.Dialect.WordSize && CompiledCode.IsSound(oop, memory.Dialect);

    private static Oop HeaderByte(Oop code, long index)
    {
        long asInImage = (CompiledCode.Header(code) << 1) | 1;
        return Oop.FromInteger((byte)(asInImage >> (8 * (int)(index - 1))));
    }

    private static bool TryLocate(ObjectMemory memory, Oop array, long index, out long unit)
    {
        unit = 0;
        if (array.IsImmediate || index < 1 || memory.IsContext(array))
        {
            return false;
        }
        ObjectFormat format = ObjectMemory.FormatOf(array);
        if (format < ObjectFormat.Indexable)
        {
            return false;
        }
        if (format.IsCompiledMethod())
        {
            unit = CompiledCode.FromImagePc(index, array, memory.Dialect);
            return CompiledCode.IsSound(array, memory.Dialect)
                && unit >= CompiledCode.FirstBytecode(array, memory.Dialect)
                && unit < CompiledCode.EndOfBytecodes(array);
        }
        unit = index - 1 + (format.IsPointers() ? memory.FixedSlotsOf(array) : 0);
        return unit < UnitCount(array);
    }
}
