using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.SystemControl;

/// <summary>Mouse and keyboard: events, and the polling of old images.</summary>
internal static class InputPrimitives
{
    private const int EventSlots = 8;

    [Primitive(90, Era = PrimitiveEra.V3)]
    public static Oop MousePoint(VirtualMachine vm, Oop receiver)
    {
        (int x, int y) = vm.Host.MousePosition;
        return vm.OrNoMemory(vm.Memory.NewPoint(Oop.FromInteger(x), Oop.FromInteger(y)));
    }

    [Primitive(107, Era = PrimitiveEra.V3)]
    public static Oop MouseButtons(VirtualMachine vm, Oop receiver) => Oop.FromInteger(vm.Host.MouseButtons);

    /// <summary>Takes the next key; nil when there is none.</summary>
    [Primitive(108, Era = PrimitiveEra.V3)]
    public static Oop NextKey(VirtualMachine vm, Oop receiver) => Key(vm, take: true);

    /// <summary>The next key, which stays; nil when there is none.</summary>
    [Primitive(109, Era = PrimitiveEra.V3)]
    public static Oop PeekKey(VirtualMachine vm, Oop receiver) => Key(vm, take: false);

    /// <summary>The index of the external semaphore that events are to signal.</summary>
    [Primitive(93)]
    public static Oop InputSemaphore(VirtualMachine vm, Oop receiver, long index)
    {
        if (index is < 1 or > int.MaxValue)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.InputSemaphoreIndex = (int)index;
        return receiver;
    }

    /// <summary>Fills the argument, an Array of 8, with the next event; with zeros when there is none.</summary>
    [Primitive(94)]
    public static Oop NextEvent(VirtualMachine vm, Oop receiver, Oop buffer)
    {
        ObjectMemory memory = vm.Memory;
        if (!memory.IsInstanceOf(buffer, memory.Known.Array) || ObjectMemory.SlotCount(buffer) != EventSlots)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(buffer)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Span<long> record = stackalloc long[EventSlots];
        if (!vm.Host.TryTakeEvent(record))
        {
            record.Clear();
        }
        Span<Oop> fields = stackalloc Oop[EventSlots];
        for (int i = 0; i < EventSlots; i++)
        {
            fields[i] = memory.Integer(record[i]);
        }
        if (fields.Contains(Oop.None))
        {
            return vm.Fail(PrimitiveError.NoMemory);
        }
        for (int i = 0; i < EventSlots; i++)
        {
            memory.Store(i, buffer, fields[i]);
        }
        return receiver;
    }

    /// <summary>The key that signals the interrupt semaphore: modifiers above 8 bits of code.</summary>
    [Primitive(133)]
    public static Oop SetInterruptKey(VirtualMachine vm, Oop receiver, long key)
    {
        if (key is < 0 or > 0xFFFF)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.InterruptKey = (int)key;
        return receiver;
    }

    private static Oop Key(VirtualMachine vm, bool take) =>
        vm.Host.NextKey(take) is { } key ? Oop.FromInteger(key) : vm.Memory.Nil;
}
