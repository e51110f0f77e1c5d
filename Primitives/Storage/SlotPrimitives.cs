using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Control;

namespace JitTalk.Primitives.Storage;

// Slots by number, named ones included (Blue Book p. 634–637; VMMaker primitiveInstVarAt, primitiveSlotAt).
internal static class SlotPrimitives
{
    [Primitive(73)]
    public static Oop InstVarAt(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(1);
        if (arguments.Count != 1 || !arguments[1].IsInteger)
        {
            return vm.Fail(arguments.Count == 1 ? PrimitiveError.BadArgument : PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        long index = arguments[1].Integer;
        if (receiver.IsImmediate)
        {
            return vm.Fail(PrimitiveError.InappropriateOperation);
        }
        if (vm.Memory.IsContext(receiver))
        {
            return index <= Layouts.Context.FirstTemp
                ? ContextSlots.Fetch(vm, receiver, index - 1)
                : vm.Fail(PrimitiveError.BadIndex);
        }
        return index >= 1 && index <= vm.Memory.FixedSlotsOf(receiver)
            ? vm.Memory.Fetch((int)index - 1, receiver)
            : vm.Fail(PrimitiveError.BadIndex);
    }

    [Primitive(74)]
    public static Oop InstVarAtPut(VirtualMachine vm, Arguments arguments)
    {
        int argumentCount = arguments.Count;
        arguments = arguments.Mirrored(2);
        if (arguments.Count != 2 || !arguments[1].IsInteger)
        {
            return vm.Fail(arguments.Count == 2 ? PrimitiveError.BadArgument : PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        long index = arguments[1].Integer;
        if (vm.Memory.IsContext(receiver))
        {
            return index <= Layouts.Context.FirstTemp
                ? ContextSlots.Store(vm, argumentCount, receiver, index - 1, arguments[2])
                : vm.Fail(PrimitiveError.BadIndex);
        }
        PrimitiveError error = CheckStore(receiver);
        if (error == PrimitiveError.None && (index < 1 || index > vm.Memory.FixedSlotsOf(receiver)))
        {
            error = PrimitiveError.BadIndex;
        }
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        vm.Memory.Store((int)index - 1, receiver, arguments[2]);
        return arguments[2];
    }

    /// <summary>Any slot, or any number of an object without oops, counted from 1.</summary>
    [Primitive(173, Era = PrimitiveEra.Closures)]
    public static Oop SlotAt(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(1);
        if (arguments.Count != 1 || !arguments[1].IsInteger)
        {
            return vm.Fail(arguments.Count == 1 ? PrimitiveError.BadArgument : PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        long index = arguments[1].Integer;
        if (vm.Memory.IsContext(receiver))
        {
            return ContextSlots.Fetch(vm, receiver, index - 1);
        }
        PrimitiveError error = CheckUnit(receiver, index);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        Oop value = Subscripts.FetchUnit(vm.Memory, receiver, index - 1);
        return value.IsNone ? vm.Fail(PrimitiveError.NoMemory) : value;
    }

    [Primitive(174, Era = PrimitiveEra.Closures)]
    public static Oop SlotAtPut(VirtualMachine vm, Arguments arguments)
    {
        int argumentCount = arguments.Count;
        arguments = arguments.Mirrored(2);
        if (arguments.Count != 2 || !arguments[1].IsInteger)
        {
            return vm.Fail(arguments.Count == 2 ? PrimitiveError.BadArgument : PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        long index = arguments[1].Integer;
        if (vm.Memory.IsContext(receiver))
        {
            return ContextSlots.Store(vm, argumentCount, receiver, index - 1, arguments[2]);
        }
        PrimitiveError error = CheckUnit(receiver, index);
        if (error == PrimitiveError.None)
        {
            error = Subscripts.StoreUnit(vm.Memory, receiver, index - 1, arguments[2]);
        }
        return error == PrimitiveError.None ? arguments[2] : vm.Fail(error);
    }

    private static PrimitiveError CheckStore(Oop receiver)
    {
        if (receiver.IsImmediate)
        {
            return PrimitiveError.BadReceiver;
        }
        return ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)) ? PrimitiveError.NoModification : PrimitiveError.None;
    }

    private static PrimitiveError CheckUnit(Oop receiver, long index)
    {
        if (receiver.IsImmediate)
        {
            return PrimitiveError.BadReceiver;
        }
        if (ObjectMemory.FormatOf(receiver).IsCompiledMethod())
        {
            return PrimitiveError.UnsupportedOperation;
        }
        return index >= 1 && index <= Subscripts.UnitCount(receiver) ? PrimitiveError.None : PrimitiveError.BadIndex;
    }
}
