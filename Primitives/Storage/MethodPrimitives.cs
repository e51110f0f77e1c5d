using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Storage;

// Compiled methods as objects: their header and literals (Blue Book p. 635; VMMaker primitiveObjectAt).
internal static class MethodPrimitives
{
    /// <summary>The header at 1, then the literals.</summary>
    [Primitive(68)]
    public static Oop ObjectAt(VirtualMachine vm, Oop receiver, long index)
    {
        PrimitiveError error = Check(vm.Memory, receiver, index);
        return error == PrimitiveError.None ? vm.Memory.Fetch((int)index - 1, receiver) : vm.Fail(error);
    }

    [Primitive(69)]
    public static Oop ObjectAtPut(VirtualMachine vm, Oop receiver, long index, Oop value)
    {
        ObjectMemory memory = vm.Memory;
        PrimitiveError error = Check(memory, receiver, index);
        if (error == PrimitiveError.None && ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)))
        {
            error = PrimitiveError.NoModification;
        }
        if (error == PrimitiveError.None && index == 1 && !CanBeHeader(memory, receiver, value))
        {
            error = PrimitiveError.BadArgument;
        }
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        memory.Store((int)index - 1, receiver, value);
        memory.NoteCodeChange(receiver);
        return value;
    }

    /// <summary>A method of so many bytecodes, whose literals are as many nils as the header announces.</summary>
    [Primitive(79)]
    public static Oop NewMethod(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(2);
        if (arguments.Count != 2)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        ObjectMemory memory = vm.Memory;
        Oop behavior = arguments.Receiver;
        Oop header = arguments[2];
        if (!header.IsInteger || !arguments[1].IsInteger || arguments[1].Integer < 0)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!memory.TryShape(behavior, out ClassShape shape) || !shape.Format.IsCompiledMethod())
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        int index = memory.EnsureClassIndex(behavior);
        if (index == 0 || arguments[1].Integer > int.MaxValue)
        {
            return vm.Fail(index == 0 ? PrimitiveError.LimitExceeded : PrimitiveError.NoMemory);
        }
        int literals = CompiledCode.LiteralCount(header.Integer, memory.Dialect);
        long bytes = (8 * (1 + literals)) + arguments[1].Integer;
        Oop method = memory.Allocate(index, ObjectFormat.CompiledMethod.ForByteLength(bytes), (bytes + 7) >> 3);
        if (method.IsNone)
        {
            return vm.Fail(PrimitiveError.NoMemory);
        }
        memory.StoreUnchecked(0, method, header);
        for (int i = 1; i <= literals; i++)
        {
            memory.StoreUnchecked(i, method, memory.Nil);
        }
        return method;
    }

    private static PrimitiveError Check(ObjectMemory memory, Oop receiver, long index)
    {
        if (receiver.IsImmediate || !ObjectMemory.FormatOf(receiver).IsCompiledMethod()
            || !CompiledCode.IsSound(receiver, memory.Dialect))
        {
            return PrimitiveError.BadReceiver;
        }
        return index >= 1 && index <= 1 + CompiledCode.LiteralCount(receiver, memory.Dialect)
            ? PrimitiveError.None
            : PrimitiveError.BadIndex;
    }

    /// <summary>A header that announces more literals would turn bytecodes into oops.</summary>
    private static bool CanBeHeader(ObjectMemory memory, Oop method, Oop value) =>
        value.IsInteger
        && CompiledCode.LiteralCount(value.Integer, memory.Dialect) <= CompiledCode.LiteralCount(method, memory.Dialect);
}
