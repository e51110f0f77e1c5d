using System.Numerics;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class LargeIntegersPluginTests
{
    private const string Module = "LargeIntegers";
    private const int Rounds = 300;

    [Test]
    public void Sums_and_differences_are_of_magnitudes([Values(4, 8)] int wordSize)
    {
        ForPairs(wordSize, (tester, x, y) =>
        {
            int sign = x.Sign < 0 ? -1 : 1;
            BigInteger sum = sign * (BigInteger.Abs(x) + BigInteger.Abs(y));
            BigInteger difference = sign * (BigInteger.Abs(x) - BigInteger.Abs(y));
            Assert.That(tester.ValueOf(Call(tester, "primDigitAdd", x, y)), Is.EqualTo(sum));
            Assert.That(tester.ValueOf(Call(tester, "primDigitSubtract", x, y)), Is.EqualTo(difference));
        });
    }

    [Test]
    public void Products_have_the_sign_that_is_asked_for([Values(4, 8)] int wordSize)
    {
        ForPairs(wordSize, (tester, x, y) =>
        {
            foreach (bool isNegative in new[] { false, true })
            {
                BigInteger product = BigInteger.Abs(x * y) * (isNegative ? -1 : 1);
                Oop result = tester.Call(Module, "primDigitMultiplyNegative", tester.Big(x), tester.Big(y), tester.Boolean(isNegative));
                Assert.That(tester.ValueOf(result), Is.EqualTo(product));
            }
        });
    }

    [Test]
    public void Division_answers_quotient_and_remainder([Values(4, 8)] int wordSize)
    {
        ForPairs(wordSize, (tester, x, y) =>
        {
            if (y == 0)
            {
                _ = tester.Fails(Module, "primDigitDivNegative", tester.Big(x), Int(0), tester.Memory.False);
                return;
            }
            bool isNegative = x.Sign * y.Sign < 0;
            BigInteger quotient = BigInteger.DivRem(x, y, out BigInteger remainder);
            Oop result = tester.Call(Module, "primDigitDivNegative", tester.Big(x), tester.Big(y), tester.Boolean(isNegative));
            Assert.That(ObjectMemory.ClassIndexOf(result), Is.EqualTo(tester.Memory.Known.Array));
            Assert.That(tester.ValueOf(tester.Memory.Fetch(0, result)), Is.EqualTo(quotient));
            Assert.That(tester.ValueOf(tester.Memory.Fetch(1, result)), Is.EqualTo(remainder));
        });
    }

    [Test]
    public void Comparison_is_of_magnitudes([Values(4, 8)] int wordSize)
    {
        ForPairs(wordSize, (tester, x, y) =>
        {
            int expected = BigInteger.Abs(x).CompareTo(BigInteger.Abs(y));
            Assert.That(Call(tester, "primDigitCompare", x, y), Is.EqualTo(Int(expected)));
            Assert.That(Call(tester, "primDigitCompare", x, -x), Is.EqualTo(Int(0)));
        });
    }

    [Test]
    public void Bit_logic_is_of_positive_integers([Values(4, 8)] int wordSize)
    {
        ForPairs(wordSize, (tester, x, y) =>
        {
            (string, Func<BigInteger, BigInteger, BigInteger>)[] operations =
                [("And", (a, b) => a & b), ("Or", (a, b) => a | b), ("Xor", (a, b) => a ^ b)];
            foreach ((string name, Func<BigInteger, BigInteger, BigInteger> operation) in operations)
            {
                if (x.Sign < 0 || y.Sign < 0)
                {
                    _ = tester.Fails(Module, $"primDigitBit{name}", tester.Big(x), tester.Big(y));
                }
                x = BigInteger.Abs(x);
                y = BigInteger.Abs(y);
                Assert.That(tester.ValueOf(Call(tester, $"primDigitBit{name}", x, y)), Is.EqualTo(operation(x, y)));
            }
        });
    }

    [Test]
    public void Shifts_are_of_the_magnitude([Values(4, 8)] int wordSize)
    {
        ForNumbers(wordSize, (tester, x) =>
        {
            foreach (int shift in new[] { -5000, -129, -128, -64, -63, -7, -1, 0, 1, 2, 30, 31, 60, 61, 63, 64, 65, 128, 1000 })
            {
                BigInteger magnitude = shift >= 0 ? BigInteger.Abs(x) << shift : BigInteger.Abs(x) >> -shift;
                Oop result = tester.Call(Module, "primDigitBitShiftMagnitude", tester.Big(x), Int(shift));
                Assert.That(tester.ValueOf(result), Is.EqualTo(x.Sign * magnitude), $"{x} {shift}");
            }
        });
    }

    [Test]
    public void Shifts_that_no_memory_holds_fail()
    {
        using PrimitiveTester tester = new();
        foreach (long shift in new[] { 1L << 40, 1L << 59 })
        {
            Assert.That(
                tester.Fails(Module, "primDigitBitShiftMagnitude", Int(1), Int(shift)),
                Is.EqualTo(PrimitiveError.NoMemory));
        }
        Assert.That(tester.Call(Module, "primDigitBitShiftMagnitude", Int(0), Int(1L << 59)), Is.EqualTo(Int(0)));
        Assert.That(tester.Call(Module, "primDigitBitShiftMagnitude", Int(-1), Int(-(1L << 60))), Is.EqualTo(Int(0)));
    }

    [Test]
    public void Any_bit_looks_at_an_interval_of_the_magnitude()
    {
        ForNumbers(8, (tester, x) =>
        {
            foreach (int from in new[] { 1, 2, 31, 32, 33, 64, 65, 100, 2000 })
            {
                foreach (int to in new[] { 1, 3, 32, 63, 64, 65, 128, 129, 500, 100000 })
                {
                    BigInteger interval = to < from ? 0 : (BigInteger.Abs(x) >> (from - 1)) & ((BigInteger.One << (to - from + 1)) - 1);
                    Oop result = tester.Call(Module, "primAnyBitFromTo", tester.Big(x), Int(from), Int(to));
                    Assert.That(result, Is.EqualTo(tester.Boolean(interval != 0)), $"{x} {from} {to}");
                }
            }
            _ = tester.Fails(Module, "primAnyBitFromTo", tester.Big(x), Int(0), Int(5));
            _ = tester.Fails(Module, "primAnyBitFromTo", tester.Big(x), Int(1), Int(0));
        });
    }

    [Test]
    public void Normalising_drops_leading_zeros([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        foreach (BigInteger value in Numbers.Edges().Append(BigInteger.Pow(7, 500)))
        {
            foreach (int zeros in new[] { 0, 1, 3, 8, 17 })
            {
                byte[] bytes = [.. BigInteger.Abs(value).ToByteArray(isUnsigned: true), .. new byte[zeros]];
                Oop positive = tester.Memory.NewBytes(tester.Memory.Known.LargePositive, bytes);
                Oop negative = tester.Memory.NewBytes(tester.Memory.Known.LargeNegative, bytes);
                Assert.That(
                    tester.ValueOf(tester.Call(Module, "primNormalizePositive", positive)),
                    Is.EqualTo(BigInteger.Abs(value)));
                Assert.That(
                    tester.ValueOf(tester.Call(Module, "primNormalizeNegative", negative)),
                    Is.EqualTo(-BigInteger.Abs(value)));
            }
        }
    }

    [Test]
    public void Normalising_answers_what_is_normal_itself()
    {
        using PrimitiveTester tester = new();
        Oop large = tester.Big(1L << 62);
        Assert.That(tester.Call(Module, "primNormalizePositive", large), Is.EqualTo(large));
        Assert.That(tester.Fails(Module, "primNormalizeNegative", large), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(tester.Fails(Module, "primNormalizePositive", Int(5)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(tester.Fails(Module, "primNormalizePositive", tester.Text("5")), Is.EqualTo(PrimitiveError.BadReceiver));
    }

    [Test]
    public void Montgomery_multiplies_modulo()
    {
        Random random = new(4711);
        using PrimitiveTester tester = new();
        Assert.That(tester.Call(Module, "primMontgomeryDigitLength", Int(0)), Is.EqualTo(Int(32)));
        for (int i = 0; i < Rounds; i++)
        {
            // Every other time all three are just below the radix, where the sum grows by a digit before it is reduced.
            bool isHigh = i % 2 == 0;
            int digits = random.Next(1, 22);
            BigInteger modulus = isHigh
                ? (BigInteger.One << (32 * digits)) - random.Next(1, 1000)
                : BigInteger.Abs(Numbers.Random(random, 700));
            modulus |= 1;
            digits = (int)((modulus.GetBitLength() + 31) / 32);
            BigInteger radix = BigInteger.One << (32 * digits);
            BigInteger x = isHigh ? modulus - random.Next(1, 1000) : BigInteger.Abs(Numbers.Random(random, 700)) % modulus;
            BigInteger y = isHigh ? modulus - random.Next(1, 1000) : BigInteger.Abs(Numbers.Random(random, 700)) % modulus;
            Oop result = tester.Call(
                Module, "primMontgomeryTimesModulo",
                tester.Big(x), tester.Big(y), tester.Big(modulus), tester.Big(NegatedInverse(modulus)));
            BigInteger product = tester.ValueOf(result);
            Assert.That(product, Is.LessThan(modulus).And.GreaterThanOrEqualTo(BigInteger.Zero));
            Assert.That(product * radix % modulus, Is.EqualTo(x * y % modulus));
        }
    }

    [Test]
    public void Montgomery_fails_for_factors_longer_than_the_modulus()
    {
        using PrimitiveTester tester = new();
        Oop longer = tester.Big(BigInteger.One << 32);
        _ = tester.Fails(Module, "primMontgomeryTimesModulo", longer, Int(1), Int(7), Int(1));
        _ = tester.Fails(Module, "primMontgomeryTimesModulo", Int(1), longer, Int(7), Int(1));
        _ = tester.Fails(Module, "primMontgomeryTimesModulo", Int(1), Int(1), Int(0), Int(1));
        _ = tester.Fails(Module, "primMontgomeryTimesModulo", Int(1), Int(1), Int(7), Int(-1));
    }

    [Test]
    public void Answers_its_name()
    {
        using PrimitiveTester tester = new();
        Assert.That(ObjectMemory.TextOf(tester.Call(Module, "primGetModuleName", Int(0))), Does.StartWith(Module));
    }

    [TestCase("primDigitAdd", 1)]
    [TestCase("primDigitSubtract", 1)]
    [TestCase("primDigitCompare", 1)]
    [TestCase("primDigitBitAnd", 1)]
    [TestCase("primDigitBitOr", 1)]
    [TestCase("primDigitBitXor", 1)]
    [TestCase("primDigitMultiplyNegative", 2)]
    [TestCase("primDigitDivNegative", 2)]
    public void What_is_no_integer_fails(string name, int arguments)
    {
        using PrimitiveTester tester = new();
        foreach (Oop wrong in new[] { tester.Memory.Nil, tester.Float(1), tester.Float(1e300), Oop.FromCharacter(1), tester.Text("1") })
        {
            Oop[] rest = arguments == 1 ? [] : [tester.Memory.True];
            _ = tester.Fails(Module, name, [wrong, Int(1), .. rest]);
            _ = tester.Fails(Module, name, [Int(1), wrong, .. rest]);
        }
        if (arguments == 2)
        {
            _ = tester.Fails(Module, name, Int(1), Int(1), tester.Memory.Nil);
        }
    }

    [Test]
    public void Very_long_numbers_multiply_and_divide()
    {
        using PrimitiveTester tester = new();
        BigInteger x = BigInteger.Pow(3, 20000);
        BigInteger y = BigInteger.Pow(7, 9000) + 1;
        Oop product = tester.Call(Module, "primDigitMultiplyNegative", tester.Big(x), tester.Big(y), tester.Memory.False);
        Assert.That(tester.ValueOf(product), Is.EqualTo(x * y));
        Oop quotient = tester.Call(Module, "primDigitDivNegative", product, tester.Big(x), tester.Memory.False);
        Assert.That(tester.ValueOf(tester.Memory.Fetch(0, quotient)), Is.EqualTo(y));
        Assert.That(tester.Memory.Fetch(1, quotient), Is.EqualTo(Int(0)));
    }

    /// <summary>−1 / modulus, modulo 2^32, by Newton's iteration.</summary>
    private static uint NegatedInverse(BigInteger modulus)
    {
        uint low = (uint)(modulus & uint.MaxValue);
        uint inverse = 1;
        for (int i = 0; i < 5; i++)
        {
            inverse *= 2 - (low * inverse);
        }
        Assert.That(low * inverse, Is.EqualTo(1u));
        return 0 - inverse;
    }

    private static Oop Call(PrimitiveTester tester, string name, BigInteger x, BigInteger y) =>
        tester.Call(Module, name, tester.Big(x), tester.Big(y));

    private static void ForNumbers(int wordSize, Action<PrimitiveTester, BigInteger> check) =>
        ForPairs(wordSize, (tester, x, y) =>
        {
            check(tester, x);
            check(tester, y);
        });

    private static void ForPairs(int wordSize, Action<PrimitiveTester, BigInteger, BigInteger> check)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        Random random = new(20260);
        BigInteger[] edges = [.. Numbers.Edges()];
        for (int i = 0; i < Rounds; i++)
        {
            BigInteger x = Choose();
            BigInteger y = Choose();
            check(tester, x, y);
        }

        BigInteger Choose() => random.Next(3) == 0 ? edges[random.Next(edges.Length)] : Numbers.Random(random, 1 << random.Next(3, 12));
    }
}
