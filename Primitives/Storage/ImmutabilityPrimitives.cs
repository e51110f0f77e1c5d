using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Storage;

// Read-only objects, which Spur knows (VMMaker canBeImmutable:).
internal static class ImmutabilityPrimitives
{
    /// <summary>Immediates are read-only, as nothing can be stored into them.</summary>
    [Primitive(163, Era = PrimitiveEra.Spur)]
    public static Oop IsReadOnlyObject(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        return vm.Memory.Boolean(receiver.IsImmediate || ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)));
    }

    /// <summary>Answers what it was before.</summary>
    [Primitive(164, Era = PrimitiveEra.Spur)]
    public static Oop SetIsReadOnlyObject(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(1);
        if (arguments.Count != 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        ObjectMemory memory = vm.Memory;
        Oop receiver = arguments.Receiver;
        if (receiver.IsImmediate)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        bool on = arguments[1] == memory.True;
        if (!on && arguments[1] != memory.False)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (on && !CanBeReadOnly(memory, receiver))
        {
            return vm.Fail(PrimitiveError.InappropriateOperation);
        }
        ref ulong header = ref ObjectMemory.Header(receiver);
        bool before = ObjectHeader.IsReadOnly(header);
        header = ObjectHeader.WithReadOnly(header, on);
        return memory.Boolean(before);
    }

    /// <summary>What the VM itself writes to stays writable: contexts, weak objects, all that schedules processes.</summary>
    private static bool CanBeReadOnly(ObjectMemory memory, Oop oop)
    {
        int index = ObjectMemory.ClassIndexOf(oop);
        if (memory.IsContext(oop) || ObjectMemory.FormatOf(oop) is ObjectFormat.Weak or ObjectFormat.Ephemeron
            || index == memory.Known.Semaphore || index == memory.Known.Process)
        {
            return false;
        }
        if (!TrySlot(memory, memory.Special(SpecialObject.SchedulerAssociation), Layouts.Association.Value, out Oop scheduler)
            || !TrySlot(memory, scheduler, Layouts.Scheduler.ProcessLists, out Oop lists)
            || !TrySlot(memory, scheduler, Layouts.Scheduler.ActiveProcess, out Oop process))
        {
            return true;
        }
        return oop != scheduler && oop != lists && index != ObjectMemory.ClassIndexOf(process)
            && !(TrySlot(memory, lists, 0, out Oop list) && index == ObjectMemory.ClassIndexOf(list));
    }

    private static bool TrySlot(ObjectMemory memory, Oop oop, int slot, out Oop value)
    {
        bool exists = oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && slot < ObjectMemory.SlotCount(oop);
        value = exists ? memory.Fetch(slot, oop) : Oop.None;
        return exists;
    }
}
