using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class FloatPrimitivesTests
{
    private static readonly double[] Samples =
    [
        0.0, -0.0, 1, -1, 0.5, 1.5, -2.75, 3.0, Math.PI, 1e10, 1e-10, 1e300, -1e300, 1e-300, double.MaxValue,
        double.Epsilon, 4.9e-320, (1L << 53) + 2.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
    ];

    [Test]
    public void Arithmetic_agrees_with_doubles([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        foreach (double x in Samples)
        {
            foreach (double y in Samples)
            {
                Same(x + y, 41);
                Same(x - y, 42);
                Same(x * y, 49);
                if (y == 0)
                {
                    Assert.That(tester.Fails(50, tester.Float(x), tester.Float(y)), Is.EqualTo(PrimitiveError.BadArgument));
                }
                else
                {
                    Same(x / y, 50);
                }

                void Same(double expected, int number) =>
                    AreSame(tester, number, expected, tester.Float(x), tester.Float(y));
            }
        }
    }

    [Test]
    public void Comparisons_agree_with_doubles([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        foreach (double x in Samples)
        {
            foreach (double y in Samples)
            {
                (int, bool)[] expected = [(43, x < y), (44, x > y), (45, x <= y), (46, x >= y), (47, x == y), (48, x != y)];
                foreach ((int number, bool result) in expected)
                {
                    Assert.That(
                        tester.Call(number, tester.Float(x), tester.Float(y)),
                        Is.EqualTo(tester.Boolean(result)), $"{number}: {x}, {y}");
                }
            }
        }
    }

    [Test]
    public void Small_integer_arguments_are_converted()
    {
        using PrimitiveTester tester = new();
        AreSame(tester, 41, 3.5, tester.Float(1.5), Int(2));
        AreSame(tester, 42, -0.5, tester.Float(1.5), Int(2));
        AreSame(tester, 49, 3.0, tester.Float(1.5), Int(2));
        AreSame(tester, 50, 0.75, tester.Float(1.5), Int(2));
        _ = tester.Fails(50, tester.Float(1.5), Int(0));
        Assert.That(tester.Call(43, tester.Float(1.5), Int(2)), Is.EqualTo(tester.Memory.True));
        Assert.That(tester.Call(47, tester.Float(2), Int(2)), Is.EqualTo(tester.Memory.True));
        Assert.That(tester.Call(47, tester.Float(double.NaN), Int(2)), Is.EqualTo(tester.Memory.False));
    }

    [TestCase(0L)]
    [TestCase(1L)]
    [TestCase(-1L)]
    [TestCase(63L)]
    [TestCase(64L)]
    [TestCase(65L)]
    public void Integers_beyond_53_bits_compare_exactly(long offset)
    {
        // 2^59 is a double; its neighbours above are 2^7 apart, those below 2^6.
        const long power = 1L << 59;
        using PrimitiveTester tester = new();
        foreach (int sign in new[] { 1, -1 })
        {
            foreach (double x in new double[] { power, power + 128, power - 64 })
            {
                long left = sign * (long)x;
                long right = sign * (power + offset);
                (int, bool)[] expected =
                [
                    (43, left < right), (44, left > right), (45, left <= right),
                    (46, left >= right), (47, left == right), (48, left != right),
                ];
                foreach ((int number, bool result) in expected)
                {
                    Assert.That(
                        tester.Call(number, tester.Float(sign * x), Int(right)),
                        Is.EqualTo(tester.Boolean(result)), $"{number}: {left}, {right}");
                }
            }
        }
    }

    [Test]
    public void Arguments_that_are_no_numbers_fail([Range(41, 50)] int number)
    {
        using PrimitiveTester tester = new();
        Assert.That(tester.Fails(number, tester.Float(1), tester.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(number, tester.Float(1), tester.Big(1L << 62)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(number, tester.Text("1"), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(tester.Fails(number, tester.Float(1)), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
    }

    [Test]
    public void Small_floats_share_the_primitives_of_floats()
    {
        using PrimitiveTester tester = new(MiniImage.Spur64);
        for (int number = 41; number <= 59; number++)
        {
            Assert.That(tester.Vm.Primitives.Find(number + 500), Is.Not.Null.And.SameAs(tester.Vm.Primitives.Find(number)));
        }
    }

    [Test]
    public void Converts_small_integers()
    {
        using PrimitiveTester tester = new();
        AreSame(tester, 40, -3.0, Int(-3));
        AreSame(tester, 40, 1152921504606846976.0, Int((1L << 60) - 1));
        Assert.That(tester.Fails(40, tester.Float(3)), Is.EqualTo(PrimitiveError.BadReceiver));
    }

    [TestCase(0.9, 0)]
    [TestCase(-0.9, 0)]
    [TestCase(-2.5, -2)]
    [TestCase(1e9, 1000000000)]
    [TestCase(1073741824.0, 1L << 30)]
    [TestCase(-1073741825.5, -(1L << 30) - 1)]
    [TestCase(1152921504606846976.0, 1L << 60)]
    [TestCase(-1152921504606846976.0, -(1L << 60))]
    [TestCase(-2305843009213693952.0, -(1L << 61))]
    [TestCase(9223372036854774784.0, 9223372036854774784L)]
    public void Truncates_to_integers_of_64_bits(double value, long expected)
    {
        foreach (int wordSize in new[] { 4, 8 })
        {
            using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
            Assert.That(tester.ValueOf(tester.Call(51, tester.Float(value))), Is.EqualTo((System.Numerics.BigInteger)expected));
        }
    }

    [TestCase(9223372036854775808.0)]
    [TestCase(-9223372036854775808.0)]
    [TestCase(1e300)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void What_has_no_integral_part_of_64_bits_fails(double value)
    {
        using PrimitiveTester tester = new();
        Assert.That(tester.Fails(51, tester.Float(value)), Is.EqualTo(PrimitiveError.Generic));
    }

    [TestCase(1.25, 0.25)]
    [TestCase(-1.25, -0.25)]
    [TestCase(-2.0, -0.0)]
    [TestCase(2.0, 0.0)]
    [TestCase(1e300, 0.0)]
    [TestCase(double.PositiveInfinity, 0.0)]
    [TestCase(double.NegativeInfinity, -0.0)]
    [TestCase(double.NaN, double.NaN)]
    [TestCase(double.Epsilon, double.Epsilon)]
    public void Fraction_parts_keep_the_sign(double value, double expected)
    {
        using PrimitiveTester tester = new();
        AreSame(tester, 52, expected, tester.Float(value));
    }

    [TestCase(1.0, 0)]
    [TestCase(1.5, 0)]
    [TestCase(-2.0, 1)]
    [TestCase(0.4, -2)]
    [TestCase(double.MaxValue, 1023)]
    [TestCase(2.2250738585072014E-308, -1022)]
    [TestCase(double.Epsilon, -1074)]
    [TestCase(0.0, -1)]
    [TestCase(-0.0, -1)]
    [TestCase(double.NaN, -1)]
    [TestCase(double.PositiveInfinity, -1)]
    public void Exponents_are_those_of_frexp_less_one(double value, int expected)
    {
        using PrimitiveTester tester = new();
        Assert.That(tester.Call(53, tester.Float(value)), Is.EqualTo(Int(expected)));
    }

    [TestCase(1.5, 3, 12.0)]
    [TestCase(1.0, -1074, double.Epsilon)]
    [TestCase(1.0, -1075, 0.0)]
    [TestCase(1.5, -1074, 2 * double.Epsilon)]
    [TestCase(1.0, -2000, 0.0)]
    [TestCase(-1.0, -1L << 40, -0.0)]
    [TestCase(1.0, 1023, 8.98846567431158E+307)]
    [TestCase(1.0, 1024, double.PositiveInfinity)]
    [TestCase(double.Epsilon, 2097, 8.98846567431158E+307)]
    [TestCase(double.Epsilon, 1L << 40, double.PositiveInfinity)]
    [TestCase(0.0, 1L << 40, 0.0)]
    [TestCase(-0.0, 5, -0.0)]
    [TestCase(double.NaN, 5, double.NaN)]
    [TestCase(double.NegativeInfinity, -5000, double.NegativeInfinity)]
    // Just beside a tie: who rounds twice rounds these the wrong way.
    [TestCase(0.5000000000000001, -1074, double.Epsilon)]
    [TestCase(1.4999999999999998, -1074, double.Epsilon)]
    public void Times_two_power_scales_as_ldexp(double value, long power, double expected)
    {
        using PrimitiveTester tester = new();
        AreSame(tester, 54, expected, tester.Float(value), Int(power));
    }

    [Test]
    public void Times_two_power_takes_small_integers_only()
    {
        using PrimitiveTester tester = new();
        Assert.That(tester.Fails(54, tester.Float(1), tester.Float(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(54, tester.Float(1), tester.Big(1L << 62)), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void Roots_are_of_numbers_that_are_not_negative()
    {
        using PrimitiveTester tester = new();
        AreSame(tester, 55, 1.5, tester.Float(2.25));
        AreSame(tester, 55, -0.0, tester.Float(-0.0));
        AreSame(tester, 55, double.PositiveInfinity, tester.Float(double.PositiveInfinity));
        Assert.That(tester.Fails(55, tester.Float(-1)), Is.EqualTo(PrimitiveError.Generic));
        Assert.That(tester.Fails(55, tester.Float(double.NaN)), Is.EqualTo(PrimitiveError.Generic));
    }

    [TestCase(56, 0.5, 0.479425538604203)]
    [TestCase(57, 1.0, 0.7853981633974483)]
    [TestCase(58, 10.0, 2.302585092994046)]
    [TestCase(58, 0.0, double.NegativeInfinity)]
    [TestCase(58, -1.0, double.NaN)]
    [TestCase(59, 1.0, 2.718281828459045)]
    [TestCase(59, 1000.0, double.PositiveInfinity)]
    [TestCase(59, double.NegativeInfinity, 0.0)]
    public void Functions_answer_floats(int number, double value, double expected)
    {
        using PrimitiveTester tester = new();
        double result = tester.FloatOf(tester.Call(number, tester.Float(value)));
        Assert.That(result, Is.EqualTo(expected).Within(1).Ulps);
        Assert.That(tester.Fails(number, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    }

    [Test]
    public void Words_are_read_most_significant_first([Values] bool isV3)
    {
        using PrimitiveTester tester = new(isV3 ? MiniImage.V3 : MiniImage.Spur64);
        // 1.1 is 3FF19999 9999999A.
        Assert.That(
            tester.ValueOf(tester.Call(38, tester.Float(1.1), Int(1))),
            Is.EqualTo((System.Numerics.BigInteger)0x3FF19999));
        Assert.That(
            tester.ValueOf(tester.Call(38, tester.Float(1.1), Int(2))),
            Is.EqualTo((System.Numerics.BigInteger)0x9999999A));
        foreach (int index in new[] { 0, 3, -1 })
        {
            Assert.That(tester.Fails(38, tester.Float(1.1), Int(index)), Is.EqualTo(PrimitiveError.BadIndex));
        }
        Assert.That(tester.Fails(38, tester.Float(1.1), tester.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(38, tester.Text("1.1"), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    }

    [Test]
    public void Words_are_stored_most_significant_first([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        Oop boxed = tester.Float(1e300);
        Assert.That(tester.Call(39, boxed, Int(1), Int(0x3FF19999)), Is.EqualTo(Int(0x3FF19999)));
        Assert.That(
            tester.ValueOf(tester.Call(39, boxed, Int(2), tester.Big(0x9999999A))),
            Is.EqualTo((System.Numerics.BigInteger)0x9999999A));
        Assert.That(tester.FloatOf(boxed), Is.EqualTo(1.1));
        Assert.That(tester.Fails(39, boxed, Int(3), Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(tester.Fails(39, boxed, tester.Memory.Nil, Int(0)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(39, boxed, Int(1), Int(-1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(39, boxed, Int(1), tester.Big(1L << 32)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(39, tester.Text("12345678"), Int(1), Int(0)), Is.EqualTo(PrimitiveError.BadReceiver));
        ref ulong header = ref ObjectMemory.Header(boxed);
        header = ObjectHeader.WithReadOnly(header, true);
        Assert.That(tester.Fails(39, boxed, Int(1), Int(0)), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(tester.FloatOf(boxed), Is.EqualTo(1.1));
    }

    [Test]
    public void Words_of_immediate_floats_cannot_be_stored()
    {
        using PrimitiveTester tester = new(MiniImage.Spur64);
        Assert.That(tester.Fails(39, tester.Float(1), Int(1), Int(0)), Is.EqualTo(PrimitiveError.BadReceiver));
    }

    private static void AreSame(PrimitiveTester tester, int number, double expected, params Oop[] operands)
    {
        double result = tester.FloatOf(tester.Call(number, operands));
        bool isSame = double.IsNaN(expected)
            ? double.IsNaN(result)
            : BitConverter.DoubleToInt64Bits(result) == BitConverter.DoubleToInt64Bits(expected);
        Assert.That(isSame, Is.True, $"primitive {number} answered {result:R} instead of {expected:R}");
    }
}
