using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.SystemControl;

/// <summary>How much memory is left, and what is to happen when it runs out.</summary>
internal static class MemoryPrimitives
{
    /// <summary>Bytes left; an argument asks for those on disk too, which are not counted apart.</summary>
    [Primitive(112)]
    public static Oop BytesLeft(VirtualMachine vm, Arguments arguments) =>
        arguments.Count > 1 ? vm.Fail(PrimitiveError.BadNumberOfArguments) : BytesLeft(vm);

    /// <summary>Collects everything, and answers the bytes left.</summary>
    /// <remarks>The primitive holds no oops when objects move: only its operands are live, and the stack is a root.</remarks>
    [Primitive(130)]
    public static Oop FullCollection(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        _ = vm.Memory.FullCollector.TryCollect();
        return BytesLeft(vm);
    }

    /// <summary>Collects new space, and answers the bytes left.</summary>
    [Primitive(131)]
    public static Oop IncrementalCollection(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        vm.Memory.Scavenger.Scavenge();
        return BytesLeft(vm);
    }

    /// <summary>Registers the semaphore to signal when memory runs low; anything else unregisters it.</summary>
    [Primitive(124)]
    public static Oop LowSpaceSemaphore(VirtualMachine vm, Oop receiver, Oop semaphore) =>
        Register(vm, SpecialObject.LowSpaceSemaphore, semaphore, receiver);

    /// <summary>Registers the semaphore to signal when the user presses the interrupt key; anything else unregisters it.</summary>
    [Primitive(134)]
    public static Oop InterruptSemaphore(VirtualMachine vm, Oop receiver, Oop semaphore) =>
        Register(vm, SpecialObject.InterruptSemaphore, semaphore, receiver);

    /// <summary>The bytes left at which memory runs low; 0 for never.</summary>
    [Primitive(125)]
    public static Oop SignalAtBytesLeft(VirtualMachine vm, Oop receiver, Oop bytes)
    {
        if (!vm.Memory.TryInteger64(bytes, out long threshold) || threshold < 0)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.LowSpaceThreshold = threshold;
        return receiver;
    }

    private static Oop BytesLeft(VirtualMachine vm)
    {
        // An image of 32 bits has no place for more, and counts with what is left.
        long most = vm.Memory.Dialect.WordSize == 4 ? uint.MaxValue : long.MaxValue;
        return vm.OrNoMemory(vm.Memory.Integer(Math.Min(vm.Memory.BytesLeft, most)));
    }

    private static Oop Register(VirtualMachine vm, SpecialObject which, Oop semaphore, Oop answer)
    {
        bool isSemaphore = vm.Memory.IsInstanceOf(semaphore, vm.Memory.Known.Semaphore);
        return vm.Memory.SetSpecial(which, isSemaphore ? semaphore : vm.Memory.Nil) ? answer : vm.Fail();
    }
}
