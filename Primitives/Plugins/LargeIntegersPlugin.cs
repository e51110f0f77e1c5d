using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Arithmetic;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The LargeIntegers plugin: arithmetic of integers of any size, sign and magnitude (VMMaker <c>LargeIntegersPlugin</c>).
/// Every result is normalised, where the reference leaves that to the image in division and shift.
/// </summary>
internal static unsafe class LargeIntegersPlugin
{
    private const string Module = "LargeIntegers";
    private const int MontgomeryDigitBits = 32;

    // Longer intermediate results go to the .NET heap.
    private const int StackDigits = 128;

    private enum BitOperation
    {
        And,
        Or,
        Xor,
    }

    [Primitive(Module, "primGetModuleName")]
    public static Oop GetModuleName(VirtualMachine vm, Oop receiver) =>
        vm.Made(vm.Memory.NewString("LargeIntegers v2.0 (i)"));

    /// <summary>Adds magnitudes: the image calls it for operands of one sign, which is the receiver's.</summary>
    [Primitive(Module, "primDigitAdd")]
    public static Oop Add(VirtualMachine vm, Oop receiver, Oop argument)
    {
        ulong smallLeft, smallRight;
        if (!Digits.TryRead(vm.Memory, receiver, &smallLeft, out Digits left)
            || !Digits.TryRead(vm.Memory, argument, &smallRight, out Digits right))
        {
            return vm.Fail();
        }
        int length = Math.Max(left.Span.Length, right.Span.Length) + 1;
        Span<ulong> sum = length <= StackDigits ? stackalloc ulong[length] : new ulong[length];
        DigitArithmetic.Add(left.Span, right.Span, sum);
        return Answer(vm, left.IsNegative, sum);
    }

    /// <summary>Subtracts magnitudes; the sign is the receiver's, or the other one when the argument is greater.</summary>
    [Primitive(Module, "primDigitSubtract")]
    public static Oop Subtract(VirtualMachine vm, Oop receiver, Oop argument)
    {
        ulong smallLeft, smallRight;
        if (!Digits.TryRead(vm.Memory, receiver, &smallLeft, out Digits left)
            || !Digits.TryRead(vm.Memory, argument, &smallRight, out Digits right))
        {
            return vm.Fail();
        }
        bool isLess = DigitArithmetic.Compare(left.Span, right.Span) < 0;
        ReadOnlySpan<ulong> greater = isLess ? right.Span : left.Span;
        int length = greater.Length;
        Span<ulong> difference = length <= StackDigits ? stackalloc ulong[length] : new ulong[length];
        DigitArithmetic.Subtract(greater, isLess ? left.Span : right.Span, difference);
        return Answer(vm, left.IsNegative != isLess, difference);
    }

    /// <summary>Multiplies magnitudes; the image says whether the product is negative.</summary>
    [Primitive(Module, "primDigitMultiplyNegative")]
    public static Oop Multiply(VirtualMachine vm, Oop receiver, Oop argument, Oop isNegative)
    {
        ulong smallLeft, smallRight;
        if (!Digits.TryRead(vm.Memory, receiver, &smallLeft, out Digits left)
            || !Digits.TryRead(vm.Memory, argument, &smallRight, out Digits right) || !IsBoolean(vm.Memory, isNegative))
        {
            return vm.Fail();
        }
        int length = left.Span.Length + right.Span.Length;
        Span<ulong> product = length <= StackDigits ? stackalloc ulong[length] : new ulong[length];
        DigitArithmetic.Multiply(left.Span, right.Span, product);
        return Answer(vm, isNegative == vm.Memory.True, product);
    }

    /// <summary>
    /// Divides magnitudes: an Array of the quotient, whose sign the image says, and the remainder with the receiver's.
    /// </summary>
    [Primitive(Module, "primDigitDivNegative")]
    public static Oop Divide(VirtualMachine vm, Oop receiver, Oop argument, Oop isNegative)
    {
        ulong smallLeft, smallRight;
        if (!Digits.TryRead(vm.Memory, receiver, &smallLeft, out Digits left)
            || !Digits.TryRead(vm.Memory, argument, &smallRight, out Digits right)
            || !IsBoolean(vm.Memory, isNegative) || right.IsZero)
        {
            return vm.Fail();
        }
        if (DigitArithmetic.Compare(left.Span, right.Span) < 0)
        {
            return vm.Made(vm.Memory.NewArray([Oop.FromInteger(0), receiver]));
        }
        int length = left.Span.Length - right.Span.Length + 1;
        Span<ulong> quotient = length <= StackDigits ? stackalloc ulong[length] : new ulong[length];
        int restLength = right.Span.Length;
        Span<ulong> rest = restLength <= StackDigits ? stackalloc ulong[restLength] : new ulong[restLength];
        DigitArithmetic.Divide(left.Span, right.Span, quotient, rest);
        Oop first = Answer(vm, isNegative == vm.Memory.True, quotient);
        Oop second = Answer(vm, left.IsNegative, rest);
        return first.IsNone || second.IsNone ? Oop.None : vm.Made(vm.Memory.NewArray([first, second]));
    }

    /// <summary>Compares magnitudes: −1, 0 or 1.</summary>
    [Primitive(Module, "primDigitCompare")]
    public static Oop Compare(VirtualMachine vm, Oop receiver, Oop argument)
    {
        ulong smallLeft, smallRight;
        return Digits.TryRead(vm.Memory, receiver, &smallLeft, out Digits left)
            && Digits.TryRead(vm.Memory, argument, &smallRight, out Digits right)
                ? Oop.FromInteger(DigitArithmetic.Compare(left.Span, right.Span))
                : vm.Fail();
    }

    [Primitive(Module, "primDigitBitAnd")]
    public static Oop BitAnd(VirtualMachine vm, Oop receiver, Oop argument) =>
        Combine(vm, receiver, argument, BitOperation.And);

    [Primitive(Module, "primDigitBitOr")]
    public static Oop BitOr(VirtualMachine vm, Oop receiver, Oop argument) =>
        Combine(vm, receiver, argument, BitOperation.Or);

    [Primitive(Module, "primDigitBitXor")]
    public static Oop BitXor(VirtualMachine vm, Oop receiver, Oop argument) =>
        Combine(vm, receiver, argument, BitOperation.Xor);

    /// <summary>Shifts the magnitude, to the left when <paramref name="shift"/> is positive. The sign stays.</summary>
    [Primitive(Module, "primDigitBitShiftMagnitude")]
    public static Oop BitShiftMagnitude(VirtualMachine vm, Oop receiver, long shift)
    {
        ulong small;
        if (!Digits.TryRead(vm.Memory, receiver, &small, out Digits digits))
        {
            return vm.Fail();
        }
        long bits = digits.BitLength + shift;
        if (digits.IsZero || bits <= 0)
        {
            return Oop.FromInteger(0);
        }
        if (bits / 8 > vm.Memory.BytesLeft)
        {
            return vm.Fail(PrimitiveError.NoMemory);
        }
        if (bits <= 64)
        {
            ulong digit;
            Span<ulong> one = new(&digit, 1);
            Shift(digits.Span, shift, one);
            return Answer(vm, digits.IsNegative, one);
        }
        Oop shifted = Digits.Allocate(vm.Memory, digits.IsNegative, bits);
        if (!shifted.IsNone)
        {
            Shift(digits.Span, shift, Digits.Target(shifted));
        }
        return vm.Made(shifted);
    }

    /// <summary>Whether a bit of the magnitude is set in an interval whose ends count from 1.</summary>
    [Primitive(Module, "primAnyBitFromTo")]
    public static Oop AnyBit(VirtualMachine vm, Oop receiver, long from, long to)
    {
        ulong small;
        return from >= 1 && to >= 1 && Digits.TryRead(vm.Memory, receiver, &small, out Digits digits)
            ? vm.Memory.Boolean(DigitArithmetic.AnyBit(digits.Span, from - 1, to - 1))
            : vm.Fail();
    }

    [Primitive(Module, "primNormalizePositive")]
    public static Oop NormalizePositive(VirtualMachine vm, Oop receiver) =>
        Normalize(vm, receiver, vm.Memory.Known.LargePositive);

    [Primitive(Module, "primNormalizeNegative")]
    public static Oop NormalizeNegative(VirtualMachine vm, Oop receiver) =>
        Normalize(vm, receiver, vm.Memory.Known.LargeNegative);

    /// <summary>The bits of a digit of <see cref="MontgomeryTimesModulo"/>.</summary>
    [Primitive(Module, "primMontgomeryDigitLength")]
    public static Oop MontgomeryDigitLength(VirtualMachine vm, Oop receiver) =>
        receiver.IsInteger || vm.Memory.IsLargeInteger(receiver) ? Oop.FromInteger(MontgomeryDigitBits) : vm.Fail();

    /// <summary>Montgomery's product of receiver and factor; neither may have more digits than the modulus.</summary>
    [Primitive(Module, "primMontgomeryTimesModulo")]
    public static Oop MontgomeryTimesModulo(VirtualMachine vm, Oop receiver, Oop factor, Oop modulus, Oop inverse)
    {
        ulong smallLeft, smallRight, smallModulus;
        if (!Digits.TryRead(vm.Memory, receiver, &smallLeft, out Digits left)
            || !Digits.TryRead(vm.Memory, factor, &smallRight, out Digits right)
            || !Digits.TryRead(vm.Memory, modulus, &smallModulus, out Digits divisor)
            || !vm.Memory.TryUnsigned32(inverse, out uint negatedInverse))
        {
            return vm.Fail();
        }
        ReadOnlySpan<uint> divisorDigits = MontgomeryDigits(divisor);
        int length = divisorDigits.Length;
        if (length == 0 || MontgomeryDigits(left).Length > length || MontgomeryDigits(right).Length > length)
        {
            return vm.Fail();
        }
        int room = (length / 2) + 1;
        Span<ulong> product = room <= StackDigits ? stackalloc ulong[room] : new ulong[room];
        product.Clear();
        Span<uint> halves = MemoryMarshal.Cast<ulong, uint>(product)[..(length + 1)];
        DigitArithmetic.MultiplyMontgomery(
            MontgomeryDigits(left), MontgomeryDigits(right), divisorDigits, negatedInverse, halves);
        halves[length] = 0;
        return Answer(vm, false, product);
    }

    private static Oop Combine(VirtualMachine vm, Oop receiver, Oop argument, BitOperation operation)
    {
        ulong smallLeft, smallRight;
        if (!Digits.TryRead(vm.Memory, receiver, &smallLeft, out Digits left) || left.IsNegative
            || !Digits.TryRead(vm.Memory, argument, &smallRight, out Digits right) || right.IsNegative)
        {
            return vm.Fail();
        }
        int length = Math.Max(left.Span.Length, right.Span.Length);
        Span<ulong> result = length <= StackDigits ? stackalloc ulong[length] : new ulong[length];
        for (int i = 0; i < length; i++)
        {
            ulong x = i < left.Span.Length ? left.Span[i] : 0;
            ulong y = i < right.Span.Length ? right.Span[i] : 0;
            result[i] = operation switch
            {
                BitOperation.And => x & y,
                BitOperation.Or => x | y,
                _ => x ^ y,
            };
        }
        return Answer(vm, false, result);
    }

    private static void Shift(ReadOnlySpan<ulong> digits, long shift, Span<ulong> shifted)
    {
        if (shift >= 0)
        {
            DigitArithmetic.ShiftLeft(digits, shift, shifted);
        }
        else
        {
            DigitArithmetic.ShiftRight(digits, -shift, shifted);
        }
    }

    /// <summary>The receiver itself when there is nothing to drop.</summary>
    private static Oop Normalize(VirtualMachine vm, Oop receiver, int classIndex)
    {
        ulong small;
        if (!vm.Memory.IsInstanceOf(receiver, classIndex)
            || !Digits.TryRead(vm.Memory, receiver, &small, out Digits digits))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        bool isShort = (digits.BitLength + 7) / 8 == ObjectMemory.ByteLength(receiver);
        return isShort && !digits.IsSmallIn(vm.Memory) ? receiver : Answer(vm, digits.IsNegative, digits.Span);
    }

    private static ReadOnlySpan<uint> MontgomeryDigits(Digits digits)
    {
        long count = (digits.BitLength + MontgomeryDigitBits - 1) / MontgomeryDigitBits;
        return MemoryMarshal.Cast<ulong, uint>(digits.Span)[..(int)count];
    }

    private static bool IsBoolean(ObjectMemory memory, Oop oop) => oop == memory.True || oop == memory.False;

    private static Oop Answer(VirtualMachine vm, bool isNegative, ReadOnlySpan<ulong> magnitude) =>
        vm.Made(Digits.ToInteger(vm.Memory, isNegative, magnitude));
}
