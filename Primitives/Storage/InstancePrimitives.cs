using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Storage;

// New objects: from a class, or as copies of others (Blue Book p. 634; VMMaker primitiveNew…, primitiveClone).
internal static unsafe class InstancePrimitives
{
    [Primitive(70)]
    public static Oop BasicNew(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count == 0 && vm.Memory.TryInstantiateFixed(arguments.Receiver, out Oop made))
        {
            return made;
        }
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        PrimitiveError error = InstancePlan.MakeFixed(vm.Memory, arguments.Receiver, out InstancePlan plan);
        return error == PrimitiveError.None ? OrNoMemory(vm, plan.Allocate(vm.Memory)) : vm.Fail(error);
    }

    [Primitive(71)]
    public static Oop BasicNewWithSize(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(1);
        if (arguments.Count != 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        PrimitiveError error = PlanWithSize(vm.Memory, arguments.Receiver, arguments[1], out InstancePlan plan);
        return error == PrimitiveError.None ? OrNoMemory(vm, plan.Allocate(vm.Memory)) : vm.Fail(error);
    }

    [Primitive(580, Era = PrimitiveEra.Spur)]
    public static Oop PinnedNew(VirtualMachine vm, Oop receiver)
    {
        PrimitiveError error = InstancePlan.MakeFixed(vm.Memory, receiver, out InstancePlan plan);
        return error == PrimitiveError.None ? OrNoMemory(vm, plan.AllocatePinned(vm.Memory)) : vm.Fail(error);
    }

    [Primitive(581, Era = PrimitiveEra.Spur)]
    public static Oop PinnedNewWithSize(VirtualMachine vm, Oop receiver, Oop size)
    {
        PrimitiveError error = PlanWithSize(vm.Memory, receiver, size, out InstancePlan plan);
        return error == PrimitiveError.None ? OrNoMemory(vm, plan.AllocatePinned(vm.Memory)) : vm.Fail(error);
    }

    /// <summary>An object without oops whose elements are whatever memory held.</summary>
    [Primitive(582, Era = PrimitiveEra.Spur)]
    public static Oop UninitializedNewWithSize(VirtualMachine vm, Oop receiver, Oop size)
    {
        PrimitiveError error = PlanWithSize(vm.Memory, receiver, size, out InstancePlan plan);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        if (!plan.Format.IsBits())
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        Oop oop = vm.Memory.AllocateRaw(plan.ClassIndex, plan.Format, plan.Slots);
        if (!oop.IsNone && plan.Slots > 0)
        {
            // The unused bytes of the last slot are zero in every object.
            ObjectMemory.Slots(oop)[plan.Slots - 1] = Oop.None;
        }
        return OrNoMemory(vm, oop);
    }

    /// <summary>A shallow copy: the same class and slots, neither read-only nor pinned, with an identity of its own.</summary>
    [Primitive(148)]
    public static Oop ShallowCopy(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        if (receiver.IsImmediate)
        {
            return receiver;
        }
        if (vm.Memory.IsContext(receiver))
        {
            return OrNoMemory(vm, vm.Interpreter.CloneContext(receiver));
        }
        long slots = ObjectMemory.SlotCount(receiver);
        Oop copy = vm.Memory.AllocateRaw(ObjectMemory.ClassIndexOf(receiver), ObjectMemory.FormatOf(receiver), slots);
        if (!copy.IsNone)
        {
            CopySlots(receiver, copy, slots);
        }
        return OrNoMemory(vm, copy);
    }

    /// <summary>Copies all slots of an object of the same class and size into the receiver.</summary>
    [Primitive(168)]
    public static Oop CopyFrom(VirtualMachine vm, Oop receiver, Oop source)
    {
        ObjectMemory memory = vm.Memory;
        PrimitiveError error = CheckCopy(memory, receiver, source);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        long slots = ObjectMemory.SlotCount(receiver);
        CopySlots(source, receiver, slots);
        if (ObjectMemory.FormatOf(receiver).IsPointers() && memory.Scavenger.HasYoungReferent(receiver))
        {
            memory.Remembered.Add(receiver);
        }
        return receiver;
    }

    private static PrimitiveError CheckCopy(ObjectMemory memory, Oop receiver, Oop source)
    {
        // A compiled method may run, and a context's slots may lie in a frame: neither is overwritten.
        if (receiver.IsImmediate || memory.IsContext(receiver) || ObjectMemory.FormatOf(receiver).IsCompiledMethod())
        {
            return PrimitiveError.BadReceiver;
        }
        if (source.IsImmediate || memory.ClassOf(source) != memory.ClassOf(receiver)
            || ObjectMemory.FormatOf(source) != ObjectMemory.FormatOf(receiver)
            || ObjectMemory.SlotCount(source) != ObjectMemory.SlotCount(receiver))
        {
            return PrimitiveError.BadArgument;
        }
        return ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)) ? PrimitiveError.NoModification : PrimitiveError.None;
    }

    private static PrimitiveError PlanWithSize(ObjectMemory memory, Oop behavior, Oop size, out InstancePlan plan)
    {
        plan = default;
        return memory.TryUnsigned64(size, out ulong elements)
            ? InstancePlan.Make(memory, behavior, (long)Math.Min(elements, long.MaxValue), out plan)
            : PrimitiveError.BadArgument;
    }

    private static void CopySlots(Oop from, Oop to, long slots) =>
        Buffer.MemoryCopy(ObjectMemory.Slots(from), ObjectMemory.Slots(to), 8 * slots, 8 * slots);

    private static Oop OrNoMemory(VirtualMachine vm, Oop oop) => oop.IsNone ? vm.Fail(PrimitiveError.NoMemory) : oop;
}
