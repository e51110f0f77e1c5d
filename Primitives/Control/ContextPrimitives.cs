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
        Interpreter interpreter = vm.Interpreter;
        interpreter.PopThenPush(1, context);
        Oop running = interpreter.FlushFrames();
        long old = memory.Fetch(Layouts.Context.StackPointer, context) is { IsInteger: true } top ? top.Integer : 0;
        for (long i = Math.Max(old, 0); i < depth; i++)
        {
            memory.StoreUnchecked(Layouts.Context.FirstTemp + (int)i, context, memory.Nil);
        }
        memory.StoreUnchecked(Layouts.Context.StackPointer, context, Oop.FromInteger(depth));
        interpreter.ResumeContext(running);
        return vm.Rerouted();
    }

    /// <summary>findNextUnwindContextUpTo:.</summary>
    [Primitive(195, Era = PrimitiveEra.Closures)]
    public static Oop FindNextUnwindContext(VirtualMachine vm, Oop context, Oop end)
    {
        if (!vm.Memory.IsContext(context))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        Oop sender = vm.Interpreter.ContextSlot(context, Layouts.Context.Sender);
        return vm.Interpreter.FindMarkedInHeap(sender, UnwindMarker, end, includesHome: false);
    }

    /// <summary>terminateTo:, which ends the contexts between the receiver and the argument.</summary>
    [Primitive(196, Era = PrimitiveEra.Closures)]
    public static Oop TerminateTo(VirtualMachine vm, Oop context, Oop previous)
    {
        ObjectMemory memory = vm.Memory;
        if (!memory.IsContext(context))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (previous != memory.Nil && !memory.IsContext(previous))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        Interpreter interpreter = vm.Interpreter;
        interpreter.PopThenPush(1, context);
        Oop running = interpreter.FlushFrames();
        if (HasSender(memory, context, previous))
        {
            Oop at = memory.Fetch(Layouts.Context.Sender, context);
            while (at != previous)
            {
                Oop next = memory.Fetch(Layouts.Context.Sender, at);
                interpreter.KillContext(at);
                at = next;
            }
        }
        memory.Store(Layouts.Context.Sender, context, previous);
        interpreter.ResumeContext(running);
        return vm.Rerouted();
    }

    /// <summary>findNextHandlerContextStarting.</summary>
    [Primitive(197, Era = PrimitiveEra.Closures)]
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

    private static bool HasSender(ObjectMemory memory, Oop context, Oop sender)
    {
        if (context == sender)
        {
            return false;
        }
        Oop at = memory.Fetch(Layouts.Context.Sender, context);
        while (memory.IsContext(at) && at != sender)
        {
            at = memory.Fetch(Layouts.Context.Sender, at);
        }
        return at == sender;
    }
}
