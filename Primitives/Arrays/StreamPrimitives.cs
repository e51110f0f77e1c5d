using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arrays;

// Stream primitives (Blue Book p. 631–632). Images with closures find Smalltalk as fast and have no such numbers.
internal static class StreamPrimitives
{
    [Primitive(65, Era = PrimitiveEra.BlockContexts)]
    public static Oop Next(VirtualMachine vm, Oop receiver)
    {
        ObjectMemory memory = vm.Memory;
        if (!TryPosition(memory, receiver, Layouts.Stream.ReadLimit, out Oop array, out long position, out long limit))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (position >= limit || !Subscripts.TryFetchElement(memory, array, position + 1, out Oop element))
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        if (IsString(memory, array))
        {
            element = memory.Character(element.Integer);
            if (element.IsNone)
            {
                return vm.Fail(PrimitiveError.BadReceiver);
            }
        }
        memory.StoreUnchecked(Layouts.Stream.Index, receiver, Oop.FromInteger(position + 1));
        return element;
    }

    [Primitive(66, Era = PrimitiveEra.BlockContexts)]
    public static Oop NextPut(VirtualMachine vm, Oop receiver, Oop value)
    {
        ObjectMemory memory = vm.Memory;
        if (!TryPosition(memory, receiver, Layouts.Stream.WriteLimit, out Oop array, out long position, out long limit))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (position >= limit)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        Oop element = value;
        if (IsString(memory, array))
        {
            if (!memory.TryCharacter(value, out int code))
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
            element = Oop.FromInteger(code);
        }
        PrimitiveError error = Subscripts.StoreElement(memory, array, position + 1, element);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        memory.StoreUnchecked(Layouts.Stream.Index, receiver, Oop.FromInteger(position + 1));
        return value;
    }

    [Primitive(67, Era = PrimitiveEra.BlockContexts)]
    public static Oop AtEnd(VirtualMachine vm, Oop receiver) =>
        TryPosition(vm.Memory, receiver, Layouts.Stream.ReadLimit, out Oop array, out long position, out long limit)
            ? vm.Memory.Boolean(position >= limit || position >= Subscripts.IndexableSize(vm.Memory, array))
            : vm.Fail(PrimitiveError.BadReceiver);

    /// <summary>Only streams on Array and String are the VM's (Blue Book p. 632).</summary>
    private static bool TryPosition(
        ObjectMemory memory, Oop stream, int limitSlot, out Oop array, out long position, out long limit)
    {
        array = Oop.None;
        position = limit = 0;
        if (stream.IsImmediate || !ObjectMemory.FormatOf(stream).IsPointers() || ObjectMemory.SlotCount(stream) <= limitSlot
            || ObjectHeader.IsReadOnly(ObjectMemory.Header(stream)))
        {
            return false;
        }
        array = memory.Fetch(Layouts.Stream.Array, stream);
        return (memory.IsInstanceOf(array, memory.Known.Array) || IsString(memory, array))
            && memory.TryFetchInteger(Layouts.Stream.Index, stream, out position)
            && memory.TryFetchInteger(limitSlot, stream, out limit);
    }

    private static bool IsString(ObjectMemory memory, Oop array) => memory.IsInstanceOf(array, memory.Known.String);
}
