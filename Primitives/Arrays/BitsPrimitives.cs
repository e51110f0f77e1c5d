using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arrays;

// Objects without oops, seen as signed numbers or filled as a whole.
internal static unsafe class BitsPrimitives
{
    /// <summary>The receiver's bytes in pairs, as signed numbers, whatever its own elements are.</summary>
    [Primitive(143)]
    public static Oop ShortAt(VirtualMachine vm, Oop receiver, long index)
    {
        if (!IsBits(receiver))
        {
            return vm.Fail(PrimitiveError.InappropriateOperation);
        }
        return IsIndex(index, ObjectMemory.ByteLength(receiver) / 2)
            ? Oop.FromInteger(((short*)ObjectMemory.Bytes(receiver))[index - 1])
            : vm.Fail(PrimitiveError.BadIndex);
    }

    [Primitive(144)]
    public static Oop ShortAtPut(VirtualMachine vm, Oop receiver, long index, long value)
    {
        if (value != (short)value)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!IsBits(receiver))
        {
            return vm.Fail(PrimitiveError.InappropriateOperation);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        if (!IsIndex(index, ObjectMemory.ByteLength(receiver) / 2))
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        ((short*)ObjectMemory.Bytes(receiver))[index - 1] = (short)value;
        return Oop.FromInteger(value);
    }

    /// <summary>Fills all elements with one unsigned number.</summary>
    [Primitive(145)]
    public static Oop ConstantFill(VirtualMachine vm, Oop receiver, Oop filler)
    {
        if (!IsBits(receiver))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        int width = ObjectMemory.FormatOf(receiver).ElementBytes();
        if (!vm.Memory.TryUnsigned64(filler, out ulong value) || (width < 8 && value >> (8 * width) != 0))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        byte* bytes = ObjectMemory.Bytes(receiver);
        int count = (int)Subscripts.UnitCount(receiver);
        switch (width)
        {
            case 1:
                new Span<byte>(bytes, count).Fill((byte)value);
                break;
            case 2:
                new Span<ushort>(bytes, count).Fill((ushort)value);
                break;
            case 4:
                new Span<uint>(bytes, count).Fill((uint)value);
                break;
            default:
                new Span<ulong>(bytes, count).Fill(value);
                break;
        }
        return receiver;
    }

    /// <summary>An element as a signed number; an oop where the receiver holds oops.</summary>
    /// <remarks>V3 knows it for 32-bit elements only (VMMaker <c>primitiveV3IntegerAt</c>).</remarks>
    [Primitive(165)]
    public static Oop IntegerAt(VirtualMachine vm, Oop receiver, long index)
    {
        ObjectMemory memory = vm.Memory;
        PrimitiveError error = CheckNumbers(memory, receiver, out bool holdsOops);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        if (holdsOops)
        {
            return Subscripts.TryFetchElement(memory, receiver, index, out Oop element)
                ? element
                : vm.Fail(Subscripts.WhyNot(memory, receiver));
        }
        if (!IsIndex(index, Subscripts.UnitCount(receiver)))
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        Oop value = memory.Integer(Subscripts.FetchSigned(memory, receiver, index - 1));
        return value.IsNone ? vm.Fail(PrimitiveError.NoMemory) : value;
    }

    [Primitive(166)]
    public static Oop IntegerAtPut(VirtualMachine vm, Oop receiver, long index, Oop value)
    {
        ObjectMemory memory = vm.Memory;
        PrimitiveError error = CheckNumbers(memory, receiver, out bool holdsOops);
        if (error == PrimitiveError.None && holdsOops)
        {
            error = Subscripts.StoreElement(memory, receiver, index, value);
            return error == PrimitiveError.None ? value : vm.Fail(error);
        }
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        int width = ObjectMemory.FormatOf(receiver).ElementBytes();
        if (!memory.TryInteger64(value, out long number) || (width < 8 && number >> ((8 * width) - 1) is not (0 or -1)))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        if (!IsIndex(index, Subscripts.UnitCount(receiver)))
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        Subscripts.StoreBits(memory, receiver, index - 1, (ulong)number);
        return value;
    }

    private static PrimitiveError CheckNumbers(ObjectMemory memory, Oop receiver, out bool holdsOops)
    {
        holdsOops = false;
        if (receiver.IsImmediate)
        {
            return PrimitiveError.BadReceiver;
        }
        ObjectFormat format = ObjectMemory.FormatOf(receiver);
        if (!memory.Dialect.IsSpur)
        {
            return format.IsWords32() ? PrimitiveError.None : PrimitiveError.InappropriateOperation;
        }
        holdsOops = format.IsPointers();
        return format.IsCompiledMethod() ? PrimitiveError.UnsupportedOperation : PrimitiveError.None;
    }

    private static bool IsIndex(long index, long size) => index >= 1 && index <= size;

    private static bool IsBits(Oop oop) => oop.IsPointer && ObjectMemory.FormatOf(oop).IsBits();
}
