using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arrays;

// VMMaker primitiveSpurStringReplace.
internal static unsafe class ReplacePrimitive
{
    /// <summary>
    /// Copies elements between two objects of one format, first to last. Where the ranges overlap, elements copied
    /// before are copied again, as by the loop that the method falls back to: decompressors repeat runs that way.
    /// </summary>
    [Primitive(105)]
    public static Oop ReplaceFromToWithStartingAt(
        VirtualMachine vm, Oop receiver, long start, long stop, Oop replacement, long from)
    {
        ObjectMemory memory = vm.Memory;
        if (receiver.IsImmediate)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (replacement.IsImmediate)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        long count = stop - start + 1;
        if (count > 0 && ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        ObjectFormat format = ObjectMemory.FormatOf(receiver).Base();
        if (format != ObjectMemory.FormatOf(replacement).Base() || format.IsCompiledMethod()
            || Subscripts.IsFloatOfSwappedWords(memory, receiver) != Subscripts.IsFloatOfSwappedWords(memory, replacement))
        {
            return vm.Fail(PrimitiveError.InappropriateOperation);
        }
        long size = Subscripts.IndexableSize(memory, receiver);
        long available = Subscripts.IndexableSize(memory, replacement);
        if (size < 0 || available < 0)
        {
            return vm.Fail(Subscripts.WhyNot(memory, size < 0 ? receiver : replacement));
        }
        if (start < 1 || count < 0 || stop > size || from < 1 || from - 1 > available - count)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        int width = format.ElementBytes();
        byte* to = ObjectMemory.Bytes(receiver) + ((start - 1 + memory.FixedSlotsOf(receiver)) * width);
        byte* source = ObjectMemory.Bytes(replacement) + ((from - 1 + memory.FixedSlotsOf(replacement)) * width);
        if (source < to && to < source + (count * width))
        {
            CopyUpward(source, to, count, width);
        }
        else
        {
            Buffer.MemoryCopy(source, to, count * width, count * width);
        }
        if (format.IsPointers() && !memory.IsYoung(receiver))
        {
            RememberIfAnyIsYoung(memory, receiver, new ReadOnlySpan<Oop>(to, (int)count));
        }
        return receiver;
    }

    private static void CopyUpward(byte* source, byte* to, long count, int width)
    {
        for (long i = 0; i < count * width; i += width)
        {
            Buffer.MemoryCopy(source + i, to + i, width, width);
        }
    }

    private static void RememberIfAnyIsYoung(ObjectMemory memory, Oop receiver, ReadOnlySpan<Oop> stored)
    {
        foreach (Oop oop in stored)
        {
            if (memory.IsYoung(oop))
            {
                memory.Remembered.Add(receiver);
                return;
            }
        }
    }
}
