using System.Numerics;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arithmetic;

/// <summary>How number primitives answer: a number of C# becomes one of the image, or the primitive fails.</summary>
internal static class NumberResults
{
    /// <summary>The object just made; the primitive fails when there was no memory for it.</summary>
    public static Oop Made(this VirtualMachine vm, Oop oop) => oop.IsNone ? vm.Fail(PrimitiveError.NoMemory) : oop;

    /// <summary>A SmallInteger; the primitive fails when the value needs a large one.</summary>
    public static Oop SmallInteger(this VirtualMachine vm, long value) =>
        vm.Memory.IsSmallInteger(value) ? Oop.FromInteger(value) : vm.Fail();

    /// <summary>An integer of the image, small or large.</summary>
    public static Oop Integer(this VirtualMachine vm, long value)
    {
        if (vm.Memory.IsSmallInteger(value))
        {
            return Oop.FromInteger(value);
        }
        ulong magnitude = value < 0 ? (ulong)-value : (ulong)value;
        return vm.Made(Digits.ToInteger(vm.Memory, value < 0, new ReadOnlySpan<ulong>(in magnitude)));
    }

    public static Oop Float(this VirtualMachine vm, double value) => vm.Made(vm.Memory.Float(value));

    /// <summary>Division that rounds down, as <c>//</c> does. The divisor is not zero, and the quotient fits.</summary>
    public static T FloorQuotient<T>(T dividend, T divisor) where T : IBinaryInteger<T>
    {
        (T quotient, T remainder) = T.DivRem(dividend, divisor);
        return T.IsZero(remainder) || T.IsNegative(remainder) == T.IsNegative(divisor) ? quotient : quotient - T.One;
    }

    /// <summary>The remainder of <see cref="FloorQuotient"/>: it has the sign of the divisor, as <c>\\</c> has.</summary>
    public static T FloorRemainder<T>(T dividend, T divisor) where T : IBinaryInteger<T>
    {
        T remainder = dividend % divisor;
        return T.IsZero(remainder) || T.IsNegative(remainder) == T.IsNegative(divisor) ? remainder : remainder + divisor;
    }
}
