using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Storage;

// Identity, class and identity hash (Blue Book p. 636; VMMaker primitiveIdentical, primitiveIdentityHash).
internal static unsafe class IdentityPrimitives
{
    [Primitive(110)]
    public static Oop Identical(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(1);
        return arguments.Count == 1
            ? vm.Memory.Boolean(arguments.Receiver == arguments[1])
            : vm.Fail(PrimitiveError.BadNumberOfArguments);
    }

    [Primitive(169, Era = PrimitiveEra.Closures)]
    public static Oop NotIdentical(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(1);
        return arguments.Count == 1
            ? vm.Memory.Boolean(arguments.Receiver != arguments[1])
            : vm.Fail(PrimitiveError.BadNumberOfArguments);
    }

    [Primitive(111)]
    public static Oop Class(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        return arguments.Count == 0
            ? vm.Memory.ClassOf(arguments.Receiver)
            : vm.Fail(PrimitiveError.BadNumberOfArguments);
    }

    [Primitive(75)]
    public static Oop IdentityHash(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        return arguments.Receiver.IsImmediate
            ? vm.Fail(PrimitiveError.BadReceiver)
            : Oop.FromInteger(vm.Memory.IdentityHash(arguments.Receiver));
    }

    /// <summary>Without argument: whether the receiver has been asked for its hash. With one: gives it that hash.</summary>
    /// <remarks>
    /// A third one says that the receiver is a class, whose hash is its index. The hash of a class with instances is
    /// in their headers and stays (VMMaker <c>primitiveSetOrHasIdentityHash</c> rewrites them).
    /// </remarks>
    [Primitive(161, Era = PrimitiveEra.Spur)]
    public static Oop SetOrHasIdentityHash(VirtualMachine vm, Arguments arguments)
    {
        ObjectMemory memory = vm.Memory;
        Oop receiver = arguments.Receiver;
        if (arguments.Count == 0)
        {
            return memory.Boolean(receiver.IsPointer && ObjectHeader.Hash(ObjectMemory.Header(receiver)) != 0);
        }
        if (arguments.Count > 2)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        bool isClass = arguments.Count == 2 && arguments[2] == memory.True;
        if (!arguments[1].IsInteger || arguments[1].Integer < 0 || arguments[1].Integer > ObjectHeader.HashMask
            || (arguments.Count == 2 && !isClass && arguments[2] != memory.False))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (receiver.IsImmediate)
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        int hash = (int)arguments[1].Integer;
        int old = memory.IdentityHash(receiver);
        if (hash != old)
        {
            if (memory.Classes.Entries[old] == receiver
                || (isClass && (hash <= ObjectHeader.LastPunClassIndex || !memory.Classes.Entries[hash].IsNone)))
            {
                return vm.Fail(PrimitiveError.InappropriateOperation);
            }
            ObjectMemory.Header(receiver) = ObjectHeader.WithHash(ObjectMemory.Header(receiver), hash);
            if (isClass)
            {
                memory.Classes[hash] = receiver;
            }
        }
        return Oop.FromInteger(old);
    }

    /// <summary>The hash of a class: in Spur its index, which it gets now if it had none.</summary>
    [Primitive(175, Era = PrimitiveEra.Closures)]
    public static Oop BehaviorHash(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        return receiver.IsPointer && vm.Memory.EnsureClassIndex(receiver) != 0
            ? Oop.FromInteger(vm.Memory.IdentityHash(receiver))
            : vm.Fail(PrimitiveError.BadReceiver);
    }

    [Primitive(176, Era = PrimitiveEra.Closures)]
    public static Oop MaxIdentityHash(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        return Oop.FromInteger(vm.Memory.Dialect.IdentityHashMask);
    }

    [Primitive(170, Era = PrimitiveEra.Closures)]
    public static Oop AsCharacter(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop code = arguments[arguments.Count];
        Oop character = code.IsInteger ? vm.Memory.Character(code.Integer) : Oop.None;
        return !character.IsNone ? character
            : vm.Fail(arguments.Count == 0 ? PrimitiveError.BadReceiver : PrimitiveError.BadArgument);
    }

    /// <summary>A SmallInteger's value, a Character's code, a SmallFloat64's bits in rotated form.</summary>
    [Primitive(171, Era = PrimitiveEra.Spur)]
    public static Oop ImmediateAsInteger(VirtualMachine vm, Arguments arguments)
    {
        arguments = arguments.Mirrored(0);
        if (arguments.Count != 0)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop receiver = arguments.Receiver;
        return receiver.Tag switch
        {
            Oop.IntegerTag => receiver,
            Oop.CharacterTag => Oop.FromInteger(receiver.Character),
            Oop.FloatTag => Oop.FromInteger(RotatedFloatBits(receiver)),
            _ => vm.Fail(PrimitiveError.BadReceiver),
        };
    }

    /// <summary>The sign, which lies lowest in a SmallFloat64, goes to the top (VMMaker <c>rotatedFloatBitsOf:</c>).</summary>
    private static long RotatedFloatBits(Oop oop)
    {
        const long sign = Oop.TagMask + 1;
        long magnitude = (long)((ulong)oop.Bits >> (Oop.TagBits + 1));
        return (oop.Bits & sign) == 0 ? magnitude : magnitude | (-1L << (64 - Oop.TagBits - 1));
    }
}
