using System.Numerics;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

/// <summary>Integers for number tests: made, read back, and chosen to lie on the edges.</summary>
internal static class Numbers
{
    /// <summary>The dialect of Spur images of this word size.</summary>
    public static ImageDialect Dialect(int wordSize) => wordSize == 4 ? MiniImage.Spur32 : MiniImage.Spur64;

    public static Oop Big(this PrimitiveTester tester, BigInteger value) => tester.Memory.Integer(value);

    public static Oop Boolean(this PrimitiveTester tester, bool value) => tester.Memory.Boolean(value);

    /// <summary>The value of an integer, which must be normalised.</summary>
    public static BigInteger ValueOf(this PrimitiveTester tester, Oop oop)
    {
        Assert.That(tester.Memory.TryBigInteger(oop, out BigInteger value), Is.True, $"{oop} is no integer");
        bool fits = value >= tester.Memory.Dialect.MinInteger && value <= tester.Memory.Dialect.MaxInteger;
        Assert.That(oop.IsInteger, Is.EqualTo(fits), $"{value} has the wrong class");
        if (!fits)
        {
            Assert.That(ObjectMemory.ByteLength(oop), Is.EqualTo(BigInteger.Abs(value).GetByteCount(isUnsigned: true)));
        }
        return value;
    }

    public static double FloatOf(this PrimitiveTester tester, Oop oop)
    {
        Assert.That(tester.Memory.TryFloat(oop, out double value), Is.True, $"{oop} is no Float");
        return value;
    }

    /// <summary>Integers around the powers of two that matter, of both signs, up to 65 bits.</summary>
    public static IEnumerable<BigInteger> Edges()
    {
        int[] exponents = [0, 1, 3, 8, 16, 29, 30, 31, 32, 33, 53, 59, 60, 61, 62, 63, 64];
        return exponents.SelectMany(e => new[] { -1, 0, 1 }.Select(d => BigInteger.Pow(2, e) + d))
            .SelectMany(v => new[] { v, -v }).Append(0).Distinct();
    }

    /// <summary>An integer of at most this many bits, often with long runs of ones or zeros, which make carries.</summary>
    public static BigInteger Random(Random random, int bits)
    {
        byte[] bytes = new byte[random.Next(1, (bits / 8) + 1)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
        {
            int from = random.Next(bytes.Length);
            Array.Fill(bytes, random.Next(2) == 0 ? (byte)0 : (byte)255, from, random.Next(bytes.Length - from + 1));
        }
        BigInteger value = new(bytes, isUnsigned: true);
        return random.Next(2) == 0 ? value : -value;
    }

    public static BigInteger FloorQuotient(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger remainder);
        return remainder != 0 && remainder.Sign != divisor.Sign ? quotient - 1 : quotient;
    }
}
