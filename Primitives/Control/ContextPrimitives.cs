using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Control;

/// <summary>Contexts as objects: their variable part, and the searches up the sender chain that exceptions need.</summary>
internal static class ContextPrimitives
{
    private const int UnwindMarker = 198;
    private const int HandlerMarker = 199;

    /// <summary>stackp:, which clears the slots that it exposes.</summary>
    [Primitive(76)]
    public static Oop StoreStackPointer(VirtualMachine vm, Oop context, long depth)
    {
        ObjectMemory memory = vm.Memory;
        if (!memory.IsContext(context) || depth < 0 || Layouts.Context.FirstTemp + depth > ObjectMemory.SlotCount(context))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (vm.Interpreter.CurrentFrame.Context == context)
        {
            // As the reference does: the frame that runs needs its operands.
            return vm.Fail();
        }
        vm.Interpreter.PopThenPush(1, context);
        vm.Interpreter.StoreStackPointer(context, (int)depth);
        return vm.Rerouted();
    }

    /// <summary>findNextUnwindContextUpTo:, the argument not included; nil is beyond all.</summary>
    [Primitive(195)]
    public static Oop FindNextUnwindContext(VirtualMachine vm, Oop context, Oop end)
    {
        if (!vm.Memory.IsContext(context))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (!IsContextOrNil(vm.Memory, end))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        Oop sender = vm.Interpreter.ContextSlot(context, Layouts.Context.Sender);
        return vm.Interpreter.FindMarkedInHeap(sender, UnwindMarker, end, includesHome: false);
    }

    /// <summary>terminateTo:, which ends the contexts between the receiver and the argument.</summary>
    [Primitive(196)]
    public static Oop TerminateTo(VirtualMachine vm, Oop context, Oop previous)
    {
        if (!vm.Memory.IsContext(context))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (context == previous || !IsContextOrNil(vm.Memory, previous))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Interpreter.PopThenPush(1, context);
        vm.Interpreter.TerminateTo(context, previous);
        return vm.Rerouted();
    }

    /// <summary>findNextHandlerContextStarting.</summary>
    [Primitive(197)]
    public static Oop FindHandlerContext(VirtualMachine vm, Oop context) => vm.Memory.IsContext(context)
        ? vm.Interpreter.FindMarkedInHeap(context, HandlerMarker, vm.Memory.Nil, includesHome: false)
        : vm.Fail(PrimitiveError.BadReceiver);

    [Primitive(210, Era = PrimitiveEra.Closures)]
    public static Oop At(VirtualMachine vm, Oop context, long index) => vm.Memory.IsContext(context) && index >= 1
        ? ContextSlots.Fetch(vm, context, Layouts.Context.FirstTemp + index - 1)
        : vm.Fail(PrimitiveError.BadIndex);

    [Primitive(211, Era = PrimitiveEra.Closures)]
    public static Oop AtPut(VirtualMachine vm, Oop context, long index, Oop value) => vm.Memory.IsContext(context) && index >= 1
        ? ContextSlots.Store(vm, 2, context, Layouts.Context.FirstTemp + index - 1, value)
        : vm.Fail(PrimitiveError.BadIndex);

    [Primitive(212, Era = PrimitiveEra.Closures)]
    public static Oop Size(VirtualMachine vm, Oop context) => vm.Memory.IsContext(context)
        ? Oop.FromInteger(ContextSlots.Depth(vm, context))
        : vm.Fail(PrimitiveError.BadReceiver);

    private static bool IsContextOrNil(ObjectMemory memory, Oop oop) => oop == memory.Nil || memory.IsContext(oop);
}
