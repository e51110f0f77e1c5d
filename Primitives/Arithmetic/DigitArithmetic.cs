using System.Numerics;
using System.Runtime.InteropServices;

namespace JitTalk.Primitives.Arithmetic;

/// <summary>
/// Arithmetic of magnitudes: digits of 64 bits, the lowest first. Operands have no leading zeros, results may.
/// (Knuth, The Art of Computer Programming 2, section 4.3.1.)
/// </summary>
internal static class DigitArithmetic
{
    private const int DigitBits = 64;

    // From here on .NET's Karatsuba multiplication makes up for its smaller digits and its copies (measured).
    private const int LongDigits = 100;

    public static long BitLength(ReadOnlySpan<ulong> digits) =>
        digits.IsEmpty ? 0 : ((long)digits.Length * DigitBits) - BitOperations.LeadingZeroCount(digits[^1]);

    /// <summary>Negative, zero or positive, as the left magnitude is less, equal or greater.</summary>
    public static int Compare(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        if (left.Length != right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }
        for (int i = left.Length - 1; i >= 0; i--)
        {
            if (left[i] != right[i])
            {
                return left[i] < right[i] ? -1 : 1;
            }
        }
        return 0;
    }

    /// <summary>The sum takes one digit more than the longer operand.</summary>
    public static void Add(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> sum)
    {
        ReadOnlySpan<ulong> longer = left.Length >= right.Length ? left : right;
        ReadOnlySpan<ulong> shorter = left.Length >= right.Length ? right : left;
        ulong carry = 0;
        for (int i = 0; i < longer.Length; i++)
        {
            ulong digit = longer[i] + carry;
            carry = digit < carry ? 1UL : 0UL;
            if (i < shorter.Length)
            {
                digit += shorter[i];
                carry += digit < shorter[i] ? 1UL : 0UL;
            }
            sum[i] = digit;
        }
        sum[longer.Length] = carry;
    }

    /// <summary>Subtracts a magnitude that is not greater. The difference takes as many digits as the left one.</summary>
    public static void Subtract(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> difference)
    {
        ulong borrow = 0;
        for (int i = 0; i < left.Length; i++)
        {
            ulong digit = left[i] - borrow;
            borrow = digit > left[i] ? 1UL : 0UL;
            if (i < right.Length)
            {
                borrow += digit < right[i] ? 1UL : 0UL;
                digit -= right[i];
            }
            difference[i] = digit;
        }
    }

    /// <summary>The product takes as many digits as both operands together.</summary>
    public static void Multiply(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> product)
    {
        product.Clear();
        if (Math.Min(left.Length, right.Length) >= LongDigits)
        {
            Write(ToBigInteger(left) * ToBigInteger(right), product);
            return;
        }
        for (int i = 0; i < left.Length; i++)
        {
            ulong carry = 0;
            for (int k = 0; k < right.Length; k++)
            {
                (product[i + k], carry) = MultiplyAdd(left[i], right[k], product[i + k], carry);
            }
            product[i + right.Length] = carry;
        }
    }

    /// <summary>
    /// Divides by a magnitude that is neither zero nor greater. The quotient takes one digit more than the operands
    /// differ by, the remainder as many as the divisor.
    /// </summary>
    public static void Divide(
        ReadOnlySpan<ulong> dividend, ReadOnlySpan<ulong> divisor, Span<ulong> quotient, Span<ulong> remainder)
    {
        if (divisor.Length == 1 && divisor[0] <= uint.MaxValue)
        {
            remainder[0] = DivideByHalfDigit(dividend, divisor[0], quotient);
            return;
        }
        Write(BigInteger.DivRem(ToBigInteger(dividend), ToBigInteger(divisor), out BigInteger rest), quotient);
        Write(rest, remainder);
    }

    /// <summary>Fills <paramref name="shifted"/>, which has the digits that the result needs.</summary>
    public static void ShiftLeft(ReadOnlySpan<ulong> digits, long shift, Span<ulong> shifted)
    {
        int whole = (int)(shift / DigitBits);
        int bits = (int)(shift % DigitBits);
        shifted[..whole].Clear();
        for (int i = whole; i < shifted.Length; i++)
        {
            ulong low = i > whole && bits > 0 ? digits[i - whole - 1] >> (DigitBits - bits) : 0;
            ulong high = i - whole < digits.Length ? digits[i - whole] << bits : 0;
            shifted[i] = high | low;
        }
    }

    /// <summary>Fills <paramref name="shifted"/>, which has the digits that the result needs.</summary>
    public static void ShiftRight(ReadOnlySpan<ulong> digits, long shift, Span<ulong> shifted)
    {
        int whole = (int)(shift / DigitBits);
        int bits = (int)(shift % DigitBits);
        for (int i = 0; i < shifted.Length; i++)
        {
            ulong high = i + whole + 1 < digits.Length && bits > 0 ? digits[i + whole + 1] << (DigitBits - bits) : 0;
            shifted[i] = (digits[i + whole] >> bits) | high;
        }
    }

    /// <summary>Whether a bit is set from <paramref name="first"/> to <paramref name="last"/>, counted from 0.</summary>
    public static bool AnyBit(ReadOnlySpan<ulong> digits, long first, long last)
    {
        last = Math.Min(last, BitLength(digits) - 1);
        for (long at = first / DigitBits; at <= last / DigitBits && first <= last; at++)
        {
            ulong mask = ulong.MaxValue;
            if (at == first / DigitBits)
            {
                mask <<= (int)(first % DigitBits);
            }
            if (at == last / DigitBits)
            {
                mask &= ulong.MaxValue >> (int)(DigitBits - 1 - (last % DigitBits));
            }
            if ((digits[(int)at] & mask) != 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Montgomery's product: left · right · 2^(−32 n) modulo <paramref name="modulus"/>, all in n digits of 32 bits.
    /// (Montgomery, Modular Multiplication Without Trial Division; VMMaker <c>cDigitMontgomery:…</c>)
    /// </summary>
    /// <param name="left">At most n digits.</param>
    /// <param name="right">At most n digits.</param>
    /// <param name="modulus">n digits.</param>
    /// <param name="inverse">The negated inverse of the modulus modulo 2^32.</param>
    /// <param name="product">n + 1 digits, zero.</param>
    public static void MultiplyMontgomery(
        ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, ReadOnlySpan<uint> modulus, uint inverse, Span<uint> product)
    {
        int length = modulus.Length;
        for (int i = 0; i < length; i++)
        {
            ulong digit = i < left.Length ? left[i] : 0;
            ulong first = product[0] + (digit * (right.IsEmpty ? 0 : right[0]));
            ulong factor = (uint)first * inverse;
            // Two carries: one for each of the two products that a digit of the sum takes.
            ulong carry = first >> 32;
            ulong reduced = (((uint)first) + (factor * modulus[0])) >> 32;
            for (int k = 1; k < length; k++)
            {
                carry += product[k] + (digit * (k < right.Length ? right[k] : 0));
                reduced += (uint)carry + (factor * modulus[k]);
                product[k - 1] = (uint)reduced;
                carry >>= 32;
                reduced >>= 32;
            }
            carry += product[length] + reduced;
            product[length - 1] = (uint)carry;
            product[length] = (uint)(carry >> 32);
        }
        if (product[length] != 0 || CompareHalves(product[..length], modulus) >= 0)
        {
            SubtractHalves(product, modulus);
        }
    }

    private static (ulong Low, ulong High) MultiplyAdd(ulong left, ulong right, ulong first, ulong second)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        low += first;
        high += low < first ? 1UL : 0UL;
        low += second;
        high += low < second ? 1UL : 0UL;
        return (low, high);
    }

    private static ulong DivideByHalfDigit(ReadOnlySpan<ulong> dividend, ulong divisor, Span<ulong> quotient)
    {
        ulong remainder = 0;
        for (int i = dividend.Length - 1; i >= 0; i--)
        {
            (ulong high, remainder) = Math.DivRem((remainder << 32) | (dividend[i] >> 32), divisor);
            (ulong low, remainder) = Math.DivRem((remainder << 32) | (uint)dividend[i], divisor);
            quotient[i] = (high << 32) | low;
        }
        return remainder;
    }

    private static int CompareHalves(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        int at = left.Length - 1;
        while (at > 0 && left[at] == right[at])
        {
            at--;
        }
        return left[at].CompareTo(right[at]);
    }

    private static void SubtractHalves(Span<uint> left, ReadOnlySpan<uint> right)
    {
        long borrow = 0;
        for (int i = 0; i < right.Length; i++)
        {
            borrow += (long)left[i] - right[i];
            left[i] = (uint)borrow;
            borrow >>= 32;
        }
        left[right.Length] = (uint)(left[right.Length] + borrow);
    }

    private static BigInteger ToBigInteger(ReadOnlySpan<ulong> digits) =>
        new(MemoryMarshal.AsBytes(digits), isUnsigned: true);

    private static void Write(BigInteger value, Span<ulong> digits)
    {
        digits.Clear();
        _ = value.TryWriteBytes(MemoryMarshal.AsBytes(digits), out _, isUnsigned: true);
    }
}
