using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Control;

namespace JitTalk.Primitives.Storage;

// The objects of the image one after the other (Blue Book p. 635; VMMaker allInstancesOf:, firstAccessibleObject).
// Those that answer all at once collect first: what they answer is alive (VMMaker marks, for the same end).
internal static unsafe class EnumerationPrimitives
{
    [Primitive(77)]
    public static Oop SomeInstance(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop found = FirstInstance(vm.Memory, vm.Memory.FirstObject, arguments.Receiver);
        return found.IsNone ? vm.Fail(PrimitiveError.NotFound) : found;
    }

    [Primitive(78)]
    public static Oop NextInstance(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        if (receiver.IsImmediate)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        Oop found = FirstInstance(vm.Memory, vm.Memory.NextObject(receiver), vm.Memory.ClassOf(receiver));
        return found.IsNone ? vm.Fail(PrimitiveError.NotFound) : found;
    }

    [Primitive(138)]
    public static Oop SomeObject(VirtualMachine vm, Arguments arguments)
    {
        _ = arguments;
        return FirstVisible(vm.Memory, vm.Memory.FirstObject);
    }

    /// <summary>The object after the receiver; 0 after the last one.</summary>
    [Primitive(139)]
    public static Oop NextObject(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0 || arguments.Receiver.IsImmediate)
        {
            return vm.Fail(arguments.Count == 0 ? PrimitiveError.BadReceiver : PrimitiveError.BadNumberOfArguments);
        }
        Oop next = FirstVisible(vm.Memory, vm.Memory.NextObject(arguments.Receiver));
        return next.IsNone ? Oop.FromInteger(0) : next;
    }

    /// <summary>An Array of the receiver's instances that are no garbage, itself not among them.</summary>
    [Primitive(177, Era = PrimitiveEra.Closures)]
    [Primitive("", "primitiveAllInstances")]
    public static Oop AllInstances(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0 || arguments.Receiver.IsImmediate)
        {
            return vm.Fail(arguments.Count == 0 ? PrimitiveError.BadReceiver : PrimitiveError.BadNumberOfArguments);
        }
        ObjectMemory memory = vm.Memory;
        _ = memory.FullCollector.TryCollect();
        Oop behavior = arguments.Receiver;
        List<Oop> instances = [];
        for (Oop oop = FirstInstance(memory, memory.FirstObject, behavior); !oop.IsNone;
            oop = FirstInstance(memory, memory.NextObject(oop), behavior))
        {
            instances.Add(oop);
        }
        return NewArray(vm, instances);
    }

    [Primitive(178, Era = PrimitiveEra.Closures)]
    [Primitive("", "primitiveAllObjects")]
    public static Oop AllObjects(VirtualMachine vm, Arguments arguments)
    {
        _ = arguments;
        ObjectMemory memory = vm.Memory;
        _ = memory.FullCollector.TryCollect();
        List<Oop> objects = [];
        for (Oop oop = FirstVisible(memory, memory.FirstObject); !oop.IsNone;
            oop = FirstVisible(memory, memory.NextObject(oop)))
        {
            objects.Add(oop);
        }
        return NewArray(vm, objects);
    }

    /// <summary>Whether a slot of the receiver holds the argument.</summary>
    [Primitive(132)]
    public static Oop PointsTo(VirtualMachine vm, Oop receiver, Oop thing)
    {
        if (receiver.IsImmediate)
        {
            return vm.Memory.False;
        }
        if (vm.Memory.IsContext(receiver))
        {
            return vm.Memory.Boolean(ContextPointsTo(vm, receiver, thing));
        }
        _ = vm.Memory.FollowSlots(receiver);
        long count = vm.Memory.PointerSlotCount(receiver);
        return vm.Memory.Boolean(new ReadOnlySpan<Oop>(ObjectMemory.Slots(receiver), (int)count).Contains(thing));
    }

    private static bool ContextPointsTo(VirtualMachine vm, Oop context, Oop thing)
    {
        for (long slot = ContextSlots.Count(vm, context) - 1; slot >= 0; slot--)
        {
            if (ContextSlots.Fetch(vm, context, slot) == thing)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The next ephemeron or weak object that lost a referent; fails when there is none.</summary>
    [Primitive(172, Era = PrimitiveEra.Spur)]
    public static Oop FetchNextMourner(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        return vm.Memory.Mourners.TryTake(out Oop mourner) ? mourner : vm.Fail(PrimitiveError.NotFound);
    }

    /// <summary>The class of an object, not its index, is compared: after <c>become:</c> a class may have two.</summary>
    private static Oop FirstInstance(ObjectMemory memory, Oop from, Oop behavior)
    {
        Oop oop = from;
        while (!oop.IsNone && !(ObjectMemory.IsVisible(oop) && memory.ClassOf(oop) == behavior))
        {
            oop = memory.NextObject(oop);
        }
        return oop;
    }

    private static Oop FirstVisible(ObjectMemory memory, Oop from)
    {
        Oop oop = from;
        while (!oop.IsNone && !ObjectMemory.IsVisible(oop))
        {
            oop = memory.NextObject(oop);
        }
        return oop;
    }

    private static Oop NewArray(VirtualMachine vm, List<Oop> elements)
    {
        Oop array = vm.Memory.NewArray(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(elements));
        return array.IsNone ? vm.Fail(PrimitiveError.NoMemory) : array;
    }
}
