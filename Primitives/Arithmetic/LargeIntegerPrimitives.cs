using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arithmetic;

/// <summary>
/// Arithmetic of integers whose magnitude fits 64 bits, large or small (VMMaker <c>primitive…LargeIntegers</c>).
/// What does not fit fails: the image goes on with the LargeIntegers plugin.
/// </summary>
internal static unsafe class LargeIntegerPrimitives
{
    private const int Bits = 64;

    [Primitive(20), Primitive("", "primitiveRemLargeIntegers")]
    public static Oop Remainder(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right) && right != 0
            ? Answer(vm, left % right)
            : vm.Fail();

    [Primitive(21), Primitive("", "primitiveAddLargeIntegers")]
    public static Oop Add(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right)
            ? Answer(vm, left + right)
            : vm.Fail();

    [Primitive(22), Primitive("", "primitiveSubtractLargeIntegers")]
    public static Oop Subtract(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right)
            ? Answer(vm, left - right)
            : vm.Fail();

    [Primitive(23), Primitive("", "primitiveLessThanLargeIntegers")]
    public static Oop LessThan(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right)
            ? vm.Memory.Boolean(left < right)
            : vm.Fail();

    [Primitive(24), Primitive("", "primitiveGreaterThanLargeIntegers")]
    public static Oop GreaterThan(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right)
            ? vm.Memory.Boolean(left > right)
            : vm.Fail();

    [Primitive(25), Primitive("", "primitiveLessOrEqualLargeIntegers")]
    public static Oop LessOrEqual(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right)
            ? vm.Memory.Boolean(left <= right)
            : vm.Fail();

    [Primitive(26), Primitive("", "primitiveGreaterOrEqualLargeIntegers")]
    public static Oop GreaterOrEqual(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right)
            ? vm.Memory.Boolean(left >= right)
            : vm.Fail();

    [Primitive(27), Primitive("", "primitiveEqualLargeIntegers")]
    public static Oop Equal(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right)
            ? vm.Memory.Boolean(left == right)
            : vm.Fail();

    [Primitive(28), Primitive("", "primitiveNotEqualLargeIntegers")]
    public static Oop NotEqual(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right)
            ? vm.Memory.Boolean(left != right)
            : vm.Fail();

    [Primitive(29), Primitive("", "primitiveMultiplyLargeIntegers")]
    public static Oop Multiply(VirtualMachine vm, Oop receiver, Oop argument)
    {
        if (!TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right))
        {
            return vm.Fail();
        }
        ulong high = Math.BigMul((ulong)Int128.Abs(left), (ulong)Int128.Abs(right), out ulong magnitude);
        bool isNegative = Int128.IsNegative(left) != Int128.IsNegative(right);
        return high == 0 ? Answer(vm, isNegative ? -(Int128)magnitude : magnitude) : vm.Fail();
    }

    /// <summary>Exact division; a remainder fails, and the image makes a Fraction.</summary>
    [Primitive(30), Primitive("", "primitiveDivideLargeIntegers")]
    public static Oop Divide(VirtualMachine vm, Oop receiver, Oop argument)
    {
        if (!TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right) || right == 0)
        {
            return vm.Fail();
        }
        (Int128 quotient, Int128 remainder) = Int128.DivRem(left, right);
        return remainder == 0 ? Answer(vm, quotient) : vm.Fail();
    }

    [Primitive(31), Primitive("", "primitiveModLargeIntegers")]
    public static Oop Modulo(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right) && right != 0
            ? Answer(vm, NumberResults.FloorRemainder(left, right))
            : vm.Fail();

    [Primitive(32), Primitive("", "primitiveDivLargeIntegers")]
    public static Oop FloorDivide(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right) && right != 0
            ? Answer(vm, NumberResults.FloorQuotient(left, right))
            : vm.Fail();

    [Primitive(33), Primitive("", "primitiveQuoLargeIntegers")]
    public static Oop Quotient(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryBoth(vm.Memory, receiver, argument, out Int128 left, out Int128 right) && right != 0
            ? Answer(vm, left / right)
            : vm.Fail();

    // Bit logic knows no negative numbers: VMMaker reads both as positive64BitValueOf:.
    [Primitive(34), Primitive("", "primitiveBitAndLargeIntegers")]
    public static Oop BitAnd(VirtualMachine vm, Oop receiver, Oop argument) =>
        vm.Memory.TryUnsigned64(receiver, out ulong left) && vm.Memory.TryUnsigned64(argument, out ulong right)
            ? vm.Made(vm.Memory.UnsignedInteger(left & right))
            : vm.Fail();

    [Primitive(35), Primitive("", "primitiveBitOrLargeIntegers")]
    public static Oop BitOr(VirtualMachine vm, Oop receiver, Oop argument) =>
        vm.Memory.TryUnsigned64(receiver, out ulong left) && vm.Memory.TryUnsigned64(argument, out ulong right)
            ? vm.Made(vm.Memory.UnsignedInteger(left | right))
            : vm.Fail();

    [Primitive(36), Primitive("", "primitiveBitXorLargeIntegers")]
    public static Oop BitXor(VirtualMachine vm, Oop receiver, Oop argument) =>
        vm.Memory.TryUnsigned64(receiver, out ulong left) && vm.Memory.TryUnsigned64(argument, out ulong right)
            ? vm.Made(vm.Memory.UnsignedInteger(left ^ right))
            : vm.Fail();

    /// <summary>Shifts as two's complement does: to the right it rounds down.</summary>
    [Primitive(37), Primitive("", "primitiveBitShiftLargeIntegers")]
    public static Oop BitShift(VirtualMachine vm, Oop receiver, long shift) =>
        shift >= Bits || !TryRead(vm.Memory, receiver, out Int128 value) ? vm.Fail()
        : Answer(vm, shift >= 0 ? value << (int)shift : value >> (int)-Math.Max(shift, -Bits));

    private static bool TryBoth(ObjectMemory memory, Oop receiver, Oop argument, out Int128 left, out Int128 right)
    {
        right = 0;
        return TryRead(memory, receiver, out left) && TryRead(memory, argument, out right);
    }

    /// <summary>An integer whose magnitude fits 64 bits (VMMaker <c>magnitude64BitValueOf:</c>).</summary>
    private static bool TryRead(ObjectMemory memory, Oop oop, out Int128 value)
    {
        ulong small;
        if (!Digits.TryRead(memory, oop, &small, out Digits digits) || digits.Span.Length > 1)
        {
            value = 0;
            return false;
        }
        value = digits.IsZero ? 0 : digits.Span[0];
        value = digits.IsNegative ? -value : value;
        return true;
    }

    private static Oop Answer(VirtualMachine vm, Int128 value)
    {
        UInt128 magnitude = (UInt128)Int128.Abs(value);
        if (magnitude > ulong.MaxValue)
        {
            return vm.Fail();
        }
        ulong digit = (ulong)magnitude;
        return vm.Made(Digits.ToInteger(vm.Memory, Int128.IsNegative(value), new ReadOnlySpan<ulong>(in digit)));
    }
}
