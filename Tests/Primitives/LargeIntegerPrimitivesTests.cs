using System.Numerics;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class LargeIntegerPrimitivesTests
{
    /// <summary>In the order of the numbers from 20 on.</summary>
    private static readonly string[] Names =
    [
        "Rem", "Add", "Subtract", "LessThan", "GreaterThan", "LessOrEqual", "GreaterOrEqual", "Equal", "NotEqual",
        "Multiply", "Divide", "Mod", "Div", "Quo", "BitAnd", "BitOr", "BitXor", "BitShift",
    ];

    [Test]
    public void Numbers_and_names_are_the_same_primitives()
    {
        using PrimitiveTester tester = new();
        for (int i = 0; i < Names.Length; i++)
        {
            PrimitiveEntry? named = tester.Vm.Primitives.Find(string.Empty, $"primitive{Names[i]}LargeIntegers");
            Assert.That(named, Is.Not.Null.And.SameAs(tester.Vm.Primitives.Find(20 + i)));
        }
    }

    [Test]
    public void Arithmetic_agrees_with_big_integers_up_to_64_bits([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        BigInteger[] values = [.. Numbers.Edges()];
        foreach (BigInteger x in values)
        {
            foreach (BigInteger y in values)
            {
                Check(21, x, y, x + y);
                Check(22, x, y, x - y);
                Check(29, x, y, x * y);
                Check(20, x, y, y == 0 ? null : BigInteger.Remainder(x, y));
                Check(30, x, y, y == 0 || x % y != 0 ? null : x / y);
                Check(31, x, y, y == 0 ? null : x - (Numbers.FloorQuotient(x, y) * y));
                Check(32, x, y, y == 0 ? null : Numbers.FloorQuotient(x, y));
                Check(33, x, y, y == 0 ? null : BigInteger.Divide(x, y));
                bool positive = x.Sign >= 0 && y.Sign >= 0;
                Check(34, x, y, positive ? x & y : null);
                Check(35, x, y, positive ? x | y : null);
                Check(36, x, y, positive ? x ^ y : null);
            }
        }

        void Check(int number, BigInteger x, BigInteger y, BigInteger? expected)
        {
            if (expected is { } value && Fits(x) && Fits(y) && Fits(value))
            {
                Assert.That(
                    tester.ValueOf(tester.Call(number, tester.Big(x), tester.Big(y))),
                    Is.EqualTo(value), $"{number}: {x}, {y}");
            }
            else
            {
                Assert.That(tester.Fails(number, tester.Big(x), tester.Big(y)), Is.EqualTo(PrimitiveError.Generic));
            }
        }
    }

    [Test]
    public void Comparisons_agree_with_big_integers([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        BigInteger[] values = [.. Numbers.Edges().Where(Fits)];
        foreach (BigInteger x in values)
        {
            foreach (BigInteger y in values)
            {
                (int, bool)[] expected = [(23, x < y), (24, x > y), (25, x <= y), (26, x >= y), (27, x == y), (28, x != y)];
                foreach ((int number, bool result) in expected)
                {
                    Assert.That(
                        tester.Call(number, tester.Big(x), tester.Big(y)),
                        Is.EqualTo(tester.Boolean(result)), $"{number}: {x}, {y}");
                }
            }
        }
    }

    [Test]
    public void Shifts_agree_with_big_integers([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        foreach (BigInteger value in Numbers.Edges().Where(Fits))
        {
            foreach (int shift in new[] { -1000, -65, -64, -63, -32, -2, -1, 0, 1, 2, 31, 33, 62, 63 })
            {
                BigInteger expected = shift > 0 ? value << shift : value >> -shift;
                if (Fits(expected))
                {
                    Assert.That(
                        tester.ValueOf(tester.Call(37, tester.Big(value), Int(shift))),
                        Is.EqualTo(expected), $"{value} {shift}");
                }
                else
                {
                    _ = tester.Fails(37, tester.Big(value), Int(shift));
                }
            }
            _ = tester.Fails(37, tester.Big(value), Int(64));
        }
    }

    [Test]
    public void What_is_no_integer_of_64_bits_fails([Range(20, 37)] int number)
    {
        using PrimitiveTester tester = new();
        Oop large = tester.Big(ulong.MaxValue);
        Oop tooLarge = tester.Big((BigInteger)ulong.MaxValue + 1);
        foreach (Oop wrong in new[] { tooLarge, tester.Memory.Nil, tester.Float(1), tester.Float(1e300), Oop.FromCharacter(1), tester.Text("1") })
        {
            _ = tester.Fails(number, large, wrong);
            _ = tester.Fails(number, wrong, number == 37 ? Int(1) : large);
        }
        Assert.That(tester.Fails(number, large), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
    }

    [Test]
    public void Leading_zeros_do_not_count()
    {
        using PrimitiveTester tester = new();
        Oop seven = tester.Memory.NewBytes(tester.Memory.Known.LargePositive, [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Oop zero = tester.Memory.AllocateBytes(tester.Memory.Known.LargeNegative, 3);
        Assert.That(tester.Call(21, seven, Int(1)), Is.EqualTo(Int(8)));
        Assert.That(tester.Call(27, zero, Int(0)), Is.EqualTo(tester.Memory.True));
        _ = tester.Fails(33, seven, zero);
    }

    private static bool Fits(BigInteger value) => BigInteger.Abs(value) <= ulong.MaxValue;
}
