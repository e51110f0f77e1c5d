using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Storage;

// VMMaker changeClassOf:to:. An object may change to a class whose instances could look as it does.
internal static unsafe class ChangeClassPrimitives
{
    /// <summary>Gives the receiver the class of the argument.</summary>
    [Primitive(115)]
    public static Oop ChangeClassTo(VirtualMachine vm, Oop receiver, Oop example)
    {
        if (receiver.IsImmediate || example.IsImmediate)
        {
            return vm.Fail(receiver.IsImmediate ? PrimitiveError.BadReceiver : PrimitiveError.BadArgument);
        }
        PrimitiveError error = ChangeClass(vm.Memory, receiver, vm.Memory.ClassOf(example));
        return error == PrimitiveError.None ? receiver : vm.Fail(error);
    }

    /// <summary>Makes the argument an instance of the receiver.</summary>
    [Primitive(160, Era = PrimitiveEra.Closures)]
    public static Oop AdoptInstance(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(1);
        if (arguments.Count != 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        if (arguments[1].IsImmediate)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        PrimitiveError error = ChangeClass(vm.Memory, arguments[1], arguments.Receiver);
        return error switch
        {
            PrimitiveError.None => arguments.Receiver,
            // Here it is the class that is the receiver.
            PrimitiveError.BadReceiver => vm.Fail(PrimitiveError.BadArgument),
            PrimitiveError.BadArgument => vm.Fail(PrimitiveError.BadReceiver),
            _ => vm.Fail(error),
        };
    }

    private static PrimitiveError ChangeClass(ObjectMemory memory, Oop oop, Oop behavior)
    {
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(oop)))
        {
            return PrimitiveError.NoModification;
        }
        if (!memory.TryShape(behavior, out ClassShape shape))
        {
            return PrimitiveError.BadArgument;
        }
        PrimitiveError error = Fit(memory, oop, shape, out ObjectFormat format);
        if (error != PrimitiveError.None)
        {
            return error;
        }
        int index = memory.IsImmediateClass(behavior) ? 0 : memory.EnsureClassIndex(behavior);
        // A context's slots may lie in a frame, and what becomes one must be more than large enough.
        if (index == 0 || memory.IsContext(oop) || memory.Known.IsContext(index))
        {
            return PrimitiveError.InappropriateOperation;
        }
        ref ulong header = ref ObjectMemory.Header(oop);
        header = ObjectHeader.WithFormat(ObjectHeader.WithClassIndex(header, index), format);
        return PrimitiveError.None;
    }

    private static PrimitiveError Fit(ObjectMemory memory, Oop oop, ClassShape shape, out ObjectFormat format)
    {
        ObjectFormat old = format = ObjectMemory.FormatOf(oop);
        if (old.IsPointers() != shape.Format.IsPointers() || old.IsCompiledMethod() != shape.Format.IsCompiledMethod()
            || (!memory.Dialect.IsSpur && old.Base() != shape.Format))
        {
            return PrimitiveError.InappropriateOperation;
        }
        if (shape.Format.IsPointers())
        {
            long slots = ObjectMemory.SlotCount(oop);
            format = shape.Format;
            return slots == shape.FixedSlots || (slots > shape.FixedSlots && shape.Format.IsIndexable())
                ? PrimitiveError.None
                : PrimitiveError.BadReceiver;
        }
        if (shape.Format.IsCompiledMethod())
        {
            return PrimitiveError.None;
        }
        long bytes = ObjectMemory.ByteLength(oop);
        format = shape.Format.ForByteLength(bytes);
        return bytes % shape.Format.ElementBytes() == 0 ? PrimitiveError.None : PrimitiveError.BadReceiver;
    }
}
