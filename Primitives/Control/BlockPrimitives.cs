using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Control;

/// <summary>
/// Blocks (Blue Book p. 638). The plain <c>value…</c> of closures, 201–205, 207, 209, 221 and 222, is in the
/// interpreter's send.
/// </summary>
internal static class BlockPrimitives
{
    [Primitive(80, Era = PrimitiveEra.BlockContexts)]
    public static Oop BlockCopy(VirtualMachine vm, Oop context, long argumentCount)
    {
        if (!vm.Memory.IsContext(context))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        Oop block = vm.Interpreter.NewBlockContext(context, (int)argumentCount);
        if (block.IsNone)
        {
            return vm.Fail(PrimitiveError.NoMemory);
        }
        vm.Interpreter.PopThenPush(1, block);
        return vm.Rerouted();
    }

    [Primitive(81, Era = PrimitiveEra.BlockContexts)]
    public static Oop Value(VirtualMachine vm, Arguments arguments)
    {
        bool runs = IsBlockContext(vm, arguments.Receiver)
            && vm.Interpreter.ActivateBlockContext(arguments.Receiver, arguments.Count);
        return runs ? vm.Rerouted() : vm.Fail(PrimitiveError.BadNumberOfArguments);
    }

    [Primitive(82, Era = PrimitiveEra.BlockContexts)]
    public static Oop ValueWithArguments(VirtualMachine vm, Oop block, Oop array)
    {
        Interpreter interpreter = vm.Interpreter;
        if (!IsBlockContext(vm, block) || !interpreter.SpreadArguments(1, array, out int count))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (interpreter.ActivateBlockContext(block, count))
        {
            return vm.Rerouted();
        }
        interpreter.GatherArguments(count, array);
        return vm.Fail(PrimitiveError.BadNumberOfArguments);
    }

    [Primitive(206, Era = PrimitiveEra.Closures)]
    public static Oop ClosureValueWithArguments(VirtualMachine vm, Oop closure, Oop array) =>
        ActivateWithArguments(vm, closure, array, isFull: false);

    [Primitive(208, Era = PrimitiveEra.Spur)]
    public static Oop FullClosureValueWithArguments(VirtualMachine vm, Oop closure, Oop array) =>
        ActivateWithArguments(vm, closure, array, isFull: true);

    [Primitive(200, Era = PrimitiveEra.Closures)]
    public static Oop ClosureCopy(VirtualMachine vm, Oop context, long argumentCount, Oop copied)
    {
        ObjectMemory memory = vm.Memory;
        if (!memory.IsContext(context) || !memory.IsInstanceOf(copied, memory.Known.Array))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        int count = (int)ObjectMemory.SlotCount(copied);
        Oop closure = memory.Allocate(memory.Known.Closure, ObjectFormat.FixedAndIndexable, Layouts.Closure.FirstCopied + count);
        if (closure.IsNone)
        {
            return vm.Fail(PrimitiveError.NoMemory);
        }
        // The body begins after the two bytes of the jump that follows the send.
        long pc = vm.Interpreter.ContextSlot(context, Layouts.Context.Pc).Integer + 2;
        memory.StoreUnchecked(Layouts.Closure.OuterContext, closure, context);
        memory.StoreUnchecked(Layouts.Closure.StartPcOrMethod, closure, Oop.FromInteger(pc));
        memory.StoreUnchecked(Layouts.Closure.ArgumentCount, closure, Oop.FromInteger(argumentCount));
        for (int i = 0; i < count; i++)
        {
            memory.StoreUnchecked(Layouts.Closure.FirstCopied + i, closure, memory.Fetch(i, copied));
        }
        return closure;
    }

    private static Oop ActivateWithArguments(VirtualMachine vm, Oop closure, Oop array, bool isFull)
    {
        Interpreter interpreter = vm.Interpreter;
        if (!interpreter.SpreadArguments(1, array, out int count))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (interpreter.ActivateClosure(closure, count, isFull))
        {
            return vm.Rerouted();
        }
        interpreter.GatherArguments(count, array);
        return vm.Fail(PrimitiveError.BadNumberOfArguments);
    }

    private static bool IsBlockContext(VirtualMachine vm, Oop oop) =>
        vm.Memory.IsInstanceOf(oop, vm.Memory.Known.BlockContext);
}
