using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Plugins;

namespace JitTalk.Primitives.Arrays;

// Comparing byte objects (VMMaker primitiveCompareWith, primitiveCompareBytes).
internal static class ComparePrimitives
{
    /// <summary>
    /// Negative, 0 or positive: the difference of the first bytes that differ, or of the ranks that a table of 256
    /// gives them, else of the lengths.
    /// </summary>
    [Primitive(158, Era = PrimitiveEra.Closures)]
    [Primitive("", "primitiveCompareWith")]
    public static Oop CompareWith(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count is not (1 or 2))
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop left = arguments.Receiver;
        Oop right = arguments[1];
        if (!ObjectMemory.IsByteObject(left) || !ObjectMemory.IsByteObject(right))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (arguments.Count == 1)
        {
            return Oop.FromInteger(ByteStrings.Compare(ObjectMemory.ByteSpan(left), ObjectMemory.ByteSpan(right)));
        }
        Oop order = arguments[2];
        if (!ObjectMemory.IsByteObject(order) || ObjectMemory.ByteLength(order) != ByteStrings.TableSize)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        // VMMaker looks one entry further, where a byte of 255 reads past the table; the image means this one.
        return Oop.FromInteger(ByteStrings.Compare(
            ObjectMemory.ByteSpan(left), ObjectMemory.ByteSpan(right), ObjectMemory.ByteSpan(order)));
    }

    [Primitive("", "primitiveCompareBytes")]
    public static Oop CompareBytes(VirtualMachine vm, Oop receiver, Oop other)
    {
        if (!ObjectMemory.IsByteObject(receiver) || !ObjectMemory.IsByteObject(other))
        {
            return vm.Fail(ObjectMemory.IsByteObject(receiver) ? PrimitiveError.BadArgument : PrimitiveError.BadReceiver);
        }
        return vm.Memory.Boolean(ObjectMemory.ByteSpan(receiver).SequenceEqual(ObjectMemory.ByteSpan(other)));
    }
}
