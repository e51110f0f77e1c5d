using System.Numerics;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arithmetic;

/// <summary>
/// Arithmetic of SmallIntegers (Blue Book page 620; VMMaker <c>InterpreterPrimitives</c>). A result that is no
/// SmallInteger fails; the image goes on with a large integer, a Fraction or a Float.
/// </summary>
internal static unsafe class SmallIntegerPrimitives
{
    private const long HashMultiplier = 1664525;
    private const long HashMask = (1 << 28) - 1;

    // SmallIntegers have at most 61 bits: neither sum nor difference overflows a long.
    [Primitive(1)]
    public static Oop Add(VirtualMachine vm, long receiver, long argument) => vm.SmallInteger(receiver + argument);

    [Primitive(2)]
    public static Oop Subtract(VirtualMachine vm, long receiver, long argument) => vm.SmallInteger(receiver - argument);

    [Primitive(3)]
    public static bool LessThan(VirtualMachine vm, long receiver, long argument) => receiver < argument;

    [Primitive(4)]
    public static bool GreaterThan(VirtualMachine vm, long receiver, long argument) => receiver > argument;

    [Primitive(5)]
    public static bool LessOrEqual(VirtualMachine vm, long receiver, long argument) => receiver <= argument;

    [Primitive(6)]
    public static bool GreaterOrEqual(VirtualMachine vm, long receiver, long argument) => receiver >= argument;

    /// <summary>Knows large integers of 64 bits too, as VMMaker's <c>primitiveEqual</c> does.</summary>
    [Primitive(7)]
    public static Oop Equal(VirtualMachine vm, Oop receiver, Oop argument) =>
        vm.Memory.TryInteger64(receiver, out long left) && vm.Memory.TryInteger64(argument, out long right)
            ? vm.Memory.Boolean(left == right)
            : vm.Fail();

    [Primitive(8)]
    public static Oop NotEqual(VirtualMachine vm, Oop receiver, Oop argument) =>
        vm.Memory.TryInteger64(receiver, out long left) && vm.Memory.TryInteger64(argument, out long right)
            ? vm.Memory.Boolean(left != right)
            : vm.Fail();

    [Primitive(9)]
    public static Oop Multiply(VirtualMachine vm, long receiver, long argument)
    {
        long high = Math.BigMul(receiver, argument, out long low);
        return high == low >> 63 ? vm.SmallInteger(low) : vm.Fail();
    }

    [Primitive(10)]
    public static Oop Divide(VirtualMachine vm, long receiver, long argument) =>
        argument != 0 && receiver % argument == 0 ? vm.SmallInteger(receiver / argument) : vm.Fail();

    [Primitive(11)]
    public static Oop Modulo(VirtualMachine vm, long receiver, long argument) =>
        argument != 0 ? vm.SmallInteger(NumberResults.FloorRemainder(receiver, argument)) : vm.Fail();

    [Primitive(12)]
    public static Oop FloorDivide(VirtualMachine vm, long receiver, long argument) =>
        argument != 0 ? vm.SmallInteger(NumberResults.FloorQuotient(receiver, argument)) : vm.Fail();

    [Primitive(13)]
    public static Oop Quotient(VirtualMachine vm, long receiver, long argument) =>
        argument != 0 ? vm.SmallInteger(receiver / argument) : vm.Fail();

    [Primitive(14)]
    public static Oop BitAnd(VirtualMachine vm, Oop receiver, Oop argument) =>
        receiver.IsInteger && argument.IsInteger ? Oop.FromInteger(receiver.Integer & argument.Integer)
        : TryMachineWord(vm.Memory, receiver, out ulong left) && TryMachineWord(vm.Memory, argument, out ulong right)
            ? vm.Made(vm.Memory.UnsignedInteger(left & right))
            : vm.Fail();

    [Primitive(15)]
    public static Oop BitOr(VirtualMachine vm, Oop receiver, Oop argument) =>
        receiver.IsInteger && argument.IsInteger ? Oop.FromInteger(receiver.Integer | argument.Integer)
        : TryMachineWord(vm.Memory, receiver, out ulong left) && TryMachineWord(vm.Memory, argument, out ulong right)
            ? vm.Made(vm.Memory.UnsignedInteger(left | right))
            : vm.Fail();

    [Primitive(16)]
    public static Oop BitXor(VirtualMachine vm, Oop receiver, Oop argument) =>
        receiver.IsInteger && argument.IsInteger ? Oop.FromInteger(receiver.Integer ^ argument.Integer)
        : TryMachineWord(vm.Memory, receiver, out ulong left) && TryMachineWord(vm.Memory, argument, out ulong right)
            ? vm.Made(vm.Memory.UnsignedInteger(left ^ right))
            : vm.Fail();

    /// <summary>
    /// Left when <paramref name="shift"/> is positive: fails rather than lose bits. Results reach as far as a machine
    /// word of the image: signed 64 bits, or unsigned 32 (VMMaker <c>primitiveBitShift</c>).
    /// </summary>
    [Primitive(17)]
    public static Oop BitShift(VirtualMachine vm, Oop receiver, long shift)
    {
        ObjectMemory memory = vm.Memory;
        int most = memory.Dialect.IntegerBits;
        if (shift < -most || shift > most || !TryShiftable(memory, receiver, out long value))
        {
            return vm.Fail();
        }
        if (shift < 0)
        {
            return vm.Integer(value >> (int)-shift);
        }
        long shifted = value << (int)shift;
        bool fits = shifted >> (int)shift == value
            && (memory.Dialect.WordSize == 8 || (shifted >= memory.Dialect.MinInteger && shifted <= uint.MaxValue));
        return fits ? vm.Integer(shifted) : vm.Fail();
    }

    [Primitive(18)]
    public static Oop MakePoint(VirtualMachine vm, Oop x, Oop y) =>
        y.IsInteger || vm.Memory.IsFloat(y) ? vm.Made(vm.Memory.NewPoint(x, y)) : vm.Fail(PrimitiveError.BadArgument);

    /// <summary>A hash of 28 bits, of an integer that is positive when it is large.</summary>
    [Primitive(159, Era = PrimitiveEra.Closures)]
    public static Oop HashMultiply(VirtualMachine vm, Oop receiver)
    {
        if (receiver.IsInteger)
        {
            return Oop.FromInteger((receiver.Integer * HashMultiplier) & HashMask);
        }
        bool isPositive = vm.Memory.IsInstanceOf(receiver, vm.Memory.Known.LargePositive)
            && ObjectMemory.IsByteObject(receiver) && ObjectMemory.SlotCount(receiver) > 0;
        return isPositive
            ? Oop.FromInteger((*(uint*)ObjectMemory.Bytes(receiver) * HashMultiplier) & HashMask)
            : vm.Fail(PrimitiveError.BadReceiver);
    }

    /// <summary>The place of the highest bit, counted from 1; 0 for 0. Negative integers have none.</summary>
    [Primitive(575)]
    public static Oop HighBit(VirtualMachine vm, long receiver) =>
        receiver >= 0 ? Oop.FromInteger(64 - BitOperations.LeadingZeroCount((ulong)receiver)) : vm.Fail();

    /// <summary>A non-negative integer of the image's word size (VMMaker <c>positiveMachineIntegerValueOf:</c>).</summary>
    private static bool TryMachineWord(ObjectMemory memory, Oop oop, out ulong value) =>
        memory.TryUnsigned64(oop, out value) && (memory.Dialect.WordSize == 8 || value <= uint.MaxValue);

    private static bool TryShiftable(ObjectMemory memory, Oop oop, out long value) =>
        memory.TryInteger64(oop, out value)
        && (oop.IsInteger || memory.Dialect.WordSize == 8 || (value >= 0 && value <= uint.MaxValue));
}
