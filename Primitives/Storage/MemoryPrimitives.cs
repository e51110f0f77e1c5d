using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Storage;

// Objects and memory: their sizes, as an object memory of the image's own word size has them, and pinning.
internal static unsafe class MemoryPrimitives
{
    private const long MaximumElements = 1L << 48;

    /// <summary>Grows old space by so many bytes or more; answers by how many.</summary>
    [Primitive(180, Era = PrimitiveEra.Spur)]
    public static Oop GrowMemoryByAtLeast(VirtualMachine vm, Oop receiver, Oop amount)
    {
        _ = receiver;
        if (!amount.IsInteger || amount.Integer < 0)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        long gain = vm.Memory.GrowOld(amount.Integer);
        return gain == 0 ? vm.Fail(PrimitiveError.NoMemory) : vm.Memory.Integer(gain);
    }

    /// <summary>Bytes that an instance of the receiver takes, with so many elements if there is an argument.</summary>
    [Primitive(181, Era = PrimitiveEra.Spur)]
    public static Oop SizeInBytesOfInstance(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        bool isSized = arguments.Count == 1;
        long elements = 0;
        if (isSized)
        {
            elements = arguments[1].Integer;
            if (!arguments[1].IsInteger || elements < 0)
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
        }
        if (!vm.Memory.TryShape(arguments.Receiver, out ClassShape shape) || shape.Format.IsIndexable() != isSized)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (elements > MaximumElements)
        {
            return vm.Fail(PrimitiveError.LimitExceeded);
        }
        int wordSize = vm.Memory.Dialect.WordSize;
        return vm.Memory.Integer(ObjectBytes(wordSize, shape.Format.IsPointers()
            ? shape.FixedSlots + elements
            : WordsFor(elements * shape.Format.ElementBytes(), wordSize)));
    }

    /// <summary>Bytes that the receiver takes with its header; 0 for an immediate.</summary>
    [Primitive(182, Era = PrimitiveEra.Spur)]
    public static Oop SizeInBytes(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        if (receiver.IsImmediate)
        {
            return Oop.FromInteger(0);
        }
        ObjectMemory memory = vm.Memory;
        int wordSize = memory.Dialect.WordSize;
        ObjectFormat format = ObjectMemory.FormatOf(receiver);
        long words = format.IsPointers() ? ObjectMemory.SlotCount(receiver)
            : WordsFor(format.IsBits() ? ObjectMemory.ByteLength(receiver) : Subscripts.IndexableSize(memory, receiver), wordSize);
        return memory.Integer(ObjectBytes(wordSize, words));
    }

    [Primitive(183, Era = PrimitiveEra.Spur)]
    public static Oop IsPinned(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0 || arguments.Receiver.IsImmediate)
        {
            return vm.Fail(arguments.Count == 0 ? PrimitiveError.BadReceiver : PrimitiveError.BadNumberOfArguments);
        }
        return vm.Memory.Boolean(ObjectHeader.IsPinned(ObjectMemory.Header(arguments.Receiver)));
    }

    /// <summary>Pins the receiver to its address, or lets it go; answers what it was before.</summary>
    [Primitive(184, Era = PrimitiveEra.Spur)]
    public static Oop SetPinned(VirtualMachine vm, Arguments arguments)
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
        bool before = ObjectHeader.IsPinned(ObjectMemory.Header(receiver));
        if (on && memory.IsYoung(receiver))
        {
            // A married context is tied to its frame by address.
            if (memory.IsContext(receiver))
            {
                return vm.Fail(PrimitiveError.InappropriateOperation);
            }
            receiver = Becomer.Tenure(memory, receiver);
            if (receiver.IsNone)
            {
                return vm.Fail(PrimitiveError.NoMemory);
            }
        }
        ref ulong header = ref ObjectMemory.Header(receiver);
        header = ObjectHeader.WithPinned(header, on);
        return memory.Boolean(before);
    }

    [Primitive(129)]
    public static Oop SpecialObjectsArray(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        return vm.Memory.SpecialObjects;
    }

    [Primitive(122)]
    public static Oop NoOperation(VirtualMachine vm, Arguments arguments)
    {
        _ = vm;
        return arguments.Receiver;
    }

    private static long WordsFor(long bytes, int wordSize) => (bytes + wordSize - 1) / wordSize;

    /// <summary>VMMaker <c>objectBytesForSlots:</c>: headers and bodies are multiples of 8 bytes, no body is empty.</summary>
    private static long ObjectBytes(int wordSize, long words)
    {
        long header = words >= ObjectHeader.OverflowSlots ? 16 : 8;
        return header + Math.Max(((words * wordSize) + 7) & ~7L, 8);
    }
}
