using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Jit.Translation;

/// <summary>
/// Arithmetic on the bits of two SmallIntegers, for compiled code; the runtime inlines it there. Answers an oop's bits of
/// 61 bits of value, or 0 when the message has to be sent.
/// </summary>
internal static class TaggedIntegers
{
    private const int MostShift = 62;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Multiply(long a, long b)
    {
        // One factor keeps its three tag bits, as zeros: the product comes out shifted.
        long high = Math.BigMul(a - Oop.IntegerTag, b >> Oop.TagBits, out long low);
        return high == low >> 63 ? low + Oop.IntegerTag : 0;
    }

    /// <summary>Division without remainder.</summary>
    public static long Divide(long a, long b)
    {
        long divisor = b >> Oop.TagBits;
        if (divisor == 0)
        {
            return 0;
        }
        (long quotient, long remainder) = Math.DivRem(a >> Oop.TagBits, divisor);
        return remainder != 0 ? 0 : Tagged(quotient);
    }

    /// <summary>Division towards negative infinity.</summary>
    public static long Quotient(long a, long b)
    {
        long divisor = b >> Oop.TagBits;
        if (divisor == 0)
        {
            return 0;
        }
        (long quotient, long remainder) = Math.DivRem(a >> Oop.TagBits, divisor);
        return Tagged(remainder != 0 && (remainder ^ divisor) < 0 ? quotient - 1 : quotient);
    }

    /// <summary>The remainder of <see cref="Quotient"/>: it has the divisor's sign.</summary>
    public static long Modulo(long a, long b)
    {
        long divisor = b >> Oop.TagBits;
        if (divisor == 0)
        {
            return 0;
        }
        long remainder = (a >> Oop.TagBits) % divisor;
        return Tagged(remainder != 0 && (remainder ^ divisor) < 0 ? remainder + divisor : remainder);
    }

    public static long Shift(long a, long b)
    {
        long value = a >> Oop.TagBits;
        long bits = b >> Oop.TagBits;
        if (bits < 0)
        {
            return Tagged(value >> (int)Math.Min(-bits, MostShift));
        }
        if (bits > MostShift)
        {
            return 0;
        }
        long shifted = value << (int)bits;
        return shifted >> (int)bits == value ? Tagged(shifted) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Tagged(long value)
    {
        long bits = value << Oop.TagBits;
        return bits >> Oop.TagBits == value ? bits | Oop.IntegerTag : 0;
    }
}
