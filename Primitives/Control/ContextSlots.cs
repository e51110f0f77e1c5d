using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Control;

/// <summary>
/// The slots of contexts for the primitives that read and write any object's: they may lie in a frame, and end at the
/// stack pointer.
/// </summary>
internal static class ContextSlots
{
    /// <summary>The number of slots that can be read: the named ones, temps and operands.</summary>
    public static long Count(VirtualMachine vm, Oop context) => Layouts.Context.FirstTemp + Depth(vm, context);

    /// <summary>Temps and operands.</summary>
    public static long Depth(VirtualMachine vm, Oop context) =>
        vm.Interpreter.ContextSlot(context, Layouts.Context.StackPointer) is { IsInteger: true } depth
            ? Math.Clamp(depth.Integer, 0, ObjectMemory.SlotCount(context) - Layouts.Context.FirstTemp)
            : 0;

    /// <param name="vm">The machine.</param>
    /// <param name="context">Any context.</param>
    /// <param name="slot">Counted from 0.</param>
    public static Oop Fetch(VirtualMachine vm, Oop context, long slot) => slot >= 0 && slot < Count(vm, context)
        ? vm.Interpreter.ContextSlot(context, (int)slot)
        : vm.Fail(PrimitiveError.BadIndex);

    /// <summary>Stores, and answers the value of a primitive that was called with <paramref name="argumentCount"/>.</summary>
    public static Oop Store(VirtualMachine vm, int argumentCount, Oop context, long slot, Oop value)
    {
        if (slot < 0 || slot >= Count(vm, context))
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        vm.Interpreter.PopThenPush(argumentCount, value);
        vm.Interpreter.StoreContextSlot(context, (int)slot, value);
        return vm.Rerouted();
    }
}
