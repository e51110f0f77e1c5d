using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Control;

/// <summary>Sends, methods and primitives run by the image's own wish; the method cache; the end.</summary>
internal static unsafe class SendPrimitives
{
    /// <summary>perform:, with as many arguments as there are.</summary>
    [Primitive(83)]
    public static Oop Perform(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count == 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        return vm.Interpreter.TryPerform(arguments.Count) ? vm.Rerouted() : vm.Fail(PrimitiveError.BadNumberOfArguments);
    }

    /// <summary>perform:withArguments:.</summary>
    [Primitive(84)]
    public static Oop PerformWithArguments(VirtualMachine vm, Oop receiver, Oop selector, Oop array) =>
        PerformIn(vm, 2, receiver, ObjectMemory.ClassIndexOf(receiver), selector, array);

    /// <summary>
    /// perform:withArguments:inSuperclass:, whose class must be the receiver's or above; and the mirror form
    /// object:perform:withArguments:inClass:.
    /// </summary>
    [Primitive(100)]
    public static Oop PerformInSuperclass(VirtualMachine vm, Arguments arguments)
    {
        int count = arguments.Count;
        arguments = arguments.Mirrored(3);
        if (arguments.Count != 3)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        ObjectMemory memory = vm.Memory;
        Oop behavior = arguments[3];
        for (Oop at = memory.ClassOf(arguments.Receiver); at != memory.Nil; at = memory.Fetch(Layouts.Class.Superclass, at))
        {
            if (at == behavior)
            {
                return PerformIn(vm, count, arguments.Receiver, memory.EnsureClassIndex(behavior), arguments[1], arguments[2]);
            }
        }
        return vm.Fail(PrimitiveError.BadArgument);
    }

    /// <summary>withArgs:executeMethod:, and the mirror form receiver:withArguments:executeMethod:.</summary>
    [Primitive(188)]
    public static Oop ExecuteMethodArgsArray(VirtualMachine vm, Arguments arguments)
    {
        int operands = arguments.Count;
        arguments = arguments.Mirrored(2);
        if (arguments.Count != 2)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        Oop array = arguments[1];
        Oop method = arguments[2];
        if (!IsMethod(method) || !vm.Memory.IsInstanceOf(array, vm.Memory.Known.Array))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (ObjectMemory.SlotCount(array) != CompiledCode.ArgumentCount(method))
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        vm.Interpreter.PopThenPush(operands, receiver);
        _ = vm.Interpreter.SpreadArguments(0, array, out int count);
        vm.Interpreter.ExecuteMethod(method, count);
        return vm.Rerouted();
    }

    /// <summary>with:…executeMethod:, the method last.</summary>
    [Primitive(189)]
    public static Oop ExecuteMethod(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count == 0 || !IsMethod(arguments[arguments.Count]))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        Oop method = arguments[arguments.Count];
        if (CompiledCode.ArgumentCount(method) != arguments.Count - 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        vm.Interpreter.Drop();
        vm.Interpreter.ExecuteMethod(method, arguments.Count - 1);
        return vm.Rerouted();
    }

    /// <summary>
    /// tryPrimitive:withArgs:, the debugger's way to run a primitive on its simulated stack, and the mirror form
    /// receiver:tryPrimitive:withArgs:. A negative code says that this primitive failed, not the one that it tried.
    /// </summary>
    [Primitive(118)]
    public static Oop TryPrimitive(VirtualMachine vm, Arguments arguments)
    {
        int count = arguments.Count;
        arguments = arguments.Mirrored(2);
        if (arguments.Count != 2)
        {
            return vm.Fail(Interpreter.Negated(PrimitiveError.UnsupportedOperation));
        }
        if (!arguments[1].IsInteger || !vm.Memory.IsInstanceOf(arguments[2], vm.Memory.Known.Array))
        {
            return vm.Fail(Interpreter.Negated(PrimitiveError.BadArgument));
        }
        long number = arguments[1].Integer;
        Oop quick = vm.Interpreter.QuickAnswer(number, arguments.Receiver);
        if (!quick.IsNone)
        {
            return quick;
        }
        PrimitiveEntry? primitive = number is >= 0 and <= int.MaxValue ? vm.Primitives.Find((int)number) : null;
        return primitive is null
            ? vm.Fail(Interpreter.Negated(PrimitiveError.BadIndex))
            : vm.Interpreter.TryPrimitive(primitive, count, arguments.Receiver, arguments[2]);
    }

    /// <summary>
    /// tryNamedPrimitiveIn: aMethod for: receiver withArgs: array. When the primitive that is tried fails for a reason that
    /// the image has no name for, that is −1: nil would say that this primitive is missing, another number that it is this
    /// one that failed (VMMaker <c>primitiveDoNamedPrimitiveWithArgs</c>).
    /// </summary>
    [Primitive(218)]
    public static Oop TryNamedPrimitive(VirtualMachine vm, Oop simulator, Oop method, Oop receiver, Oop array)
    {
        _ = simulator;
        const PrimitiveError badArguments = (PrimitiveError)(-2);
        const PrimitiveError badMethod = (PrimitiveError)(-3);
        if (!IsMethod(method) || !vm.Memory.IsInstanceOf(array, vm.Memory.Known.Array))
        {
            return vm.Fail(badArguments);
        }
        if (!vm.Interpreter.IsExternalCall(method))
        {
            return vm.Fail(badMethod);
        }
        if (ObjectMemory.SlotCount(array) != CompiledCode.ArgumentCount(method))
        {
            return vm.Fail(badArguments);
        }
        PrimitiveEntry? primitive = vm.Interpreter.FindExternal(method);
        if (primitive is null)
        {
            return vm.Fail(Interpreter.Negated(PrimitiveError.Generic));
        }
        Oop result = vm.Interpreter.TryPrimitive(primitive, 3, receiver, array);
        if (result.IsNone && vm.Failure != PrimitiveError.None && !vm.Interpreter.NamesError(vm.Failure))
        {
            vm.Failure = Interpreter.Negated(PrimitiveError.Generic);
        }
        return result;
    }

    [Primitive(89)]
    public static Oop FlushCache(VirtualMachine vm, Oop receiver)
    {
        vm.Interpreter.ForgetLookups();
        return receiver;
    }

    [Primitive(116)]
    public static Oop FlushCacheByMethod(VirtualMachine vm, Oop method)
    {
        vm.Interpreter.ForgetMethod(method);
        return method;
    }

    [Primitive(119)]
    public static Oop FlushCacheBySelector(VirtualMachine vm, Oop selector)
    {
        vm.Interpreter.ForgetSelector(selector);
        return selector;
    }

    /// <summary>Quits, with an exit code when one is given.</summary>
    [Primitive(113)]
    public static Oop Quit(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1 || (arguments.Count == 1 && !arguments[1].IsInteger))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.ExitCode = arguments.Count == 1 ? (int)arguments[1].Integer : 0;
        vm.Interpreter.Halt();
        return vm.Rerouted();
    }

    private static Oop PerformIn(VirtualMachine vm, int argumentCount, Oop receiver, int classIndex, Oop selector, Oop array) =>
        vm.Interpreter.TryPerform(argumentCount, receiver, classIndex, selector, array)
            ? vm.Rerouted()
            : vm.Fail(PrimitiveError.BadNumberOfArguments);

    private static bool IsMethod(Oop oop) => oop.IsPointer && ObjectMemory.FormatOf(oop).IsCompiledMethod();
}
