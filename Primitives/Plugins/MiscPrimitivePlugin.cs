using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Plugins;

// Strings and Bitmaps (VMMaker MiscPrimitivePlugin). Images of BlockContexts call these by number.
internal static unsafe class MiscPrimitivePlugin
{
    private const string Module = nameof(MiscPrimitivePlugin);

    /// <summary>1, 2 or 3: less, the same, greater.</summary>
    [Primitive(Module, "primitiveCompareString")]
    [Primitive(235, Era = PrimitiveEra.BlockContexts)]
    public static Oop CompareString(VirtualMachine vm, Oop receiver, Oop left, Oop right, Oop order)
    {
        _ = receiver;
        if (!ObjectMemory.IsByteObject(left) || !ObjectMemory.IsByteObject(right) || !IsTable(order))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        int sign = Math.Sign(ByteStrings.Compare(
            ObjectMemory.ByteSpan(left), ObjectMemory.ByteSpan(right), ObjectMemory.ByteSpan(order)));
        return Oop.FromInteger(2 + sign);
    }

    /// <summary>Run-codes a Bitmap into a ByteArray with room for the worst case; answers the bytes used.</summary>
    [Primitive(Module, "primitiveCompressToByteArray")]
    [Primitive(237, Era = PrimitiveEra.BlockContexts)]
    public static Oop CompressToByteArray(VirtualMachine vm, Oop receiver, Oop bitmap, Oop coded)
    {
        _ = receiver;
        if (!IsBitmap(bitmap) || !ObjectMemory.IsByteObject(coded))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(coded))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Span<uint> words = Words(bitmap);
        return ObjectMemory.ByteLength(coded) < BitmapRuns.MaximumLength(words.Length)
            ? vm.Fail(PrimitiveError.UnsupportedOperation)
            : Oop.FromInteger(BitmapRuns.Compress(words, ObjectMemory.ByteSpan(coded)));
    }

    [Primitive(Module, "primitiveDecompressFromByteArray")]
    [Primitive(234, Era = PrimitiveEra.BlockContexts)]
    public static Oop DecompressFromByteArray(VirtualMachine vm, Oop receiver, Oop bitmap, Oop coded, long index)
    {
        if (!IsBitmap(bitmap) || !ObjectMemory.IsByteObject(coded))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(bitmap))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        return index >= 1 && index <= int.MaxValue
            && BitmapRuns.TryDecompress(ObjectMemory.ByteSpan(coded), (int)index - 1, Words(bitmap))
            ? receiver
            : vm.Fail(PrimitiveError.BadIndex);
    }

    /// <summary>Widens samples of 8 bits into a sound buffer of 16.</summary>
    [Primitive(Module, "primitiveConvert8BitSigned")]
    [Primitive(236, Era = PrimitiveEra.BlockContexts)]
    public static Oop Convert8BitSigned(VirtualMachine vm, Oop receiver, Oop samples, Oop buffer)
    {
        if (!ObjectMemory.IsByteObject(samples) || buffer.IsImmediate || !ObjectMemory.FormatOf(buffer).IsBits()
            || ObjectMemory.ByteLength(buffer) < 2 * ObjectMemory.ByteLength(samples))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(buffer))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Span<byte> narrow = ObjectMemory.ByteSpan(samples);
        ByteStrings.WidenSamples(narrow, new Span<short>(ObjectMemory.Bytes(buffer), narrow.Length));
        return receiver;
    }

    /// <summary>The index of the first byte that an inclusion map marks, or 0; 0 too when the map is of the wrong size.</summary>
    [Primitive(Module, "primitiveFindFirstInString")]
    [Primitive(244, Era = PrimitiveEra.BlockContexts)]
    public static Oop FindFirstInString(VirtualMachine vm, Oop receiver, Oop text, Oop map, long start)
    {
        _ = receiver;
        if (!ObjectMemory.IsByteObject(text) || !ObjectMemory.IsByteObject(map))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (start < 1)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        Span<byte> set = ObjectMemory.ByteSpan(map);
        return set.Length == ByteStrings.TableSize
            ? Oop.FromInteger(1 + ByteStrings.FindFirst(ObjectMemory.ByteSpan(text), set, Clip(start - 1)))
            : Oop.FromInteger(0);
    }

    [Primitive(Module, "primitiveFindSubstring")]
    [Primitive(246, Era = PrimitiveEra.BlockContexts)]
    public static Oop FindSubstring(VirtualMachine vm, Oop receiver, Oop key, Oop body, long start, Oop match)
    {
        _ = receiver;
        if (!ObjectMemory.IsByteObject(key) || !ObjectMemory.IsByteObject(body) || !IsTable(match))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        int found = ByteStrings.FindSubstring(
            ObjectMemory.ByteSpan(key), ObjectMemory.ByteSpan(body), Clip(start - 1), ObjectMemory.ByteSpan(match));
        return Oop.FromInteger(1 + found);
    }

    [Primitive(Module, "primitiveIndexOfAsciiInString")]
    [Primitive(245, Era = PrimitiveEra.BlockContexts)]
    public static Oop IndexOfAsciiInString(VirtualMachine vm, Oop receiver, long code, Oop text, long start)
    {
        _ = receiver;
        if (!ObjectMemory.IsByteObject(text))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (start < 1)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        Span<byte> bytes = ObjectMemory.ByteSpan(text);
        int from = Math.Min(Clip(start - 1), bytes.Length);
        int found = code is >= 0 and <= byte.MaxValue ? bytes[from..].IndexOf((byte)code) : -1;
        return Oop.FromInteger(found < 0 ? 0 : from + found + 1);
    }

    [Primitive(Module, "primitiveStringHash")]
    public static Oop StringHash(VirtualMachine vm, Oop receiver, Oop bytes, long initial)
    {
        _ = receiver;
        return ObjectMemory.IsByteObject(bytes)
            ? Oop.FromInteger(ByteStrings.Hash(ObjectMemory.ByteSpan(bytes), initial))
            : vm.Fail(PrimitiveError.BadArgument);
    }

    [Primitive(Module, "primitiveTranslateStringWithTable")]
    [Primitive(243, Era = PrimitiveEra.BlockContexts)]
    public static Oop TranslateStringWithTable(
        VirtualMachine vm, Oop receiver, Oop text, long start, long stop, Oop table)
    {
        if (!ObjectMemory.IsByteObject(text) || !IsTable(table))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(text))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        if (start < 1 || stop > ObjectMemory.ByteLength(text))
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        if (start <= stop)
        {
            Span<byte> range = ObjectMemory.ByteSpan(text)[((int)start - 1)..(int)stop];
            ByteStrings.Translate(range, ObjectMemory.ByteSpan(table));
        }
        return receiver;
    }

    private static bool IsTable(Oop oop) =>
        ObjectMemory.IsByteObject(oop) && ObjectMemory.ByteLength(oop) >= ByteStrings.TableSize;

    private static bool IsBitmap(Oop oop) => oop.IsPointer && ObjectMemory.FormatOf(oop).IsWords32();

    private static bool IsReadOnly(Oop oop) => ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));

    private static Span<uint> Words(Oop oop) => new(ObjectMemory.Slots(oop), (int)Subscripts.UnitCount(oop));

    private static int Clip(long index) => (int)Math.Clamp(index, 0, int.MaxValue - 1);
}
