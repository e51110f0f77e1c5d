using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Control;

namespace JitTalk.Primitives.Arrays;

// Subscript primitives (Blue Book p. 624–628; VMMaker commonAt:, commonAtPut:). All have a mirror form.
internal static class ElementPrimitives
{
    [Primitive(60)]
    public static Oop At(VirtualMachine vm, Arguments arguments) => Fetch(vm, arguments, isString: false);

    [Primitive(61)]
    public static Oop AtPut(VirtualMachine vm, Arguments arguments) => Store(vm, arguments, isString: false);

    [Primitive(63)]
    public static Oop StringAt(VirtualMachine vm, Arguments arguments) => Fetch(vm, arguments, isString: true);

    [Primitive(64)]
    public static Oop StringAtPut(VirtualMachine vm, Arguments arguments) => Store(vm, arguments, isString: true);

    [Primitive(62)]
    public static Oop Size(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        if (vm.Memory.IsContext(arguments.Receiver))
        {
            return Oop.FromInteger(ContextSlots.Depth(vm, arguments.Receiver));
        }
        long size = Subscripts.IndexableSize(vm.Memory, arguments.Receiver);
        return size < 0 ? vm.Fail(PrimitiveError.BadReceiver) : Oop.FromInteger(size);
    }

    private static Oop Fetch(VirtualMachine vm, Arguments arguments, bool isString)
    {
        arguments = arguments.Mirrored(1);
        if (arguments.Count != 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        if (receiver.IsPointer && !arguments[1].IsInteger)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (vm.Memory.IsContext(receiver))
        {
            return arguments[1].Integer >= 1
                ? ContextSlots.Fetch(vm, receiver, Layouts.Context.FirstTemp + arguments[1].Integer - 1)
                : vm.Fail(PrimitiveError.BadIndex);
        }
        if (!Subscripts.TryFetchElement(vm.Memory, receiver, arguments[1].Integer, out Oop element))
        {
            return vm.Fail(Subscripts.WhyNot(vm.Memory, receiver));
        }
        if (!isString)
        {
            return element;
        }
        Oop character = element.IsInteger ? vm.Memory.Character(element.Integer) : Oop.None;
        return character.IsNone ? vm.Fail(PrimitiveError.BadReceiver) : character;
    }

    private static Oop Store(VirtualMachine vm, Arguments arguments, bool isString)
    {
        int argumentCount = arguments.Count;
        arguments = arguments.Mirrored(2);
        if (arguments.Count != 2)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        Oop value = arguments[2];
        if (receiver.IsPointer && !arguments[1].IsInteger)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (vm.Memory.IsContext(receiver))
        {
            return arguments[1].Integer >= 1
                ? ContextSlots.Store(vm, argumentCount, receiver, Layouts.Context.FirstTemp + arguments[1].Integer - 1, value)
                : vm.Fail(PrimitiveError.BadIndex);
        }
        if (isString)
        {
            if (!vm.Memory.TryCharacter(value, out int code))
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
            value = Oop.FromInteger(code);
        }
        PrimitiveError error = Subscripts.StoreElement(vm.Memory, receiver, arguments[1].Integer, value);
        return error == PrimitiveError.None ? arguments[2] : vm.Fail(error);
    }
}
