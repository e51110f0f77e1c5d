using System.Numerics;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class SmallIntegerPrimitivesTests
{
    private const long Min32 = -(1L << 30);
    private const long Max32 = (1L << 30) - 1;
    private const long Min64 = -(1L << 60);
    private const long Max64 = (1L << 60) - 1;

    [TestCase(1, 3, 4, 7)]
    [TestCase(1, -3, 3, 0)]
    [TestCase(2, 3, 4, -1)]
    [TestCase(9, -3, 4, -12)]
    [TestCase(9, 0, -5, 0)]
    [TestCase(10, 12, -4, -3)]
    [TestCase(11, 7, 3, 1)]
    [TestCase(11, -7, 3, 2)]
    [TestCase(11, 7, -3, -2)]
    [TestCase(11, -7, -3, -1)]
    [TestCase(11, 6, -3, 0)]
    [TestCase(12, 7, 3, 2)]
    [TestCase(12, -7, 3, -3)]
    [TestCase(12, 7, -3, -3)]
    [TestCase(12, -7, -3, 2)]
    [TestCase(12, -6, 3, -2)]
    [TestCase(13, 7, -3, -2)]
    [TestCase(13, -7, 3, -2)]
    [TestCase(13, -7, -3, 2)]
    [TestCase(14, 12, 10, 8)]
    [TestCase(14, -1, 10, 10)]
    [TestCase(15, 12, 10, 14)]
    [TestCase(15, -8, 3, -5)]
    [TestCase(16, 12, 10, 6)]
    [TestCase(16, -1, 5, -6)]
    [TestCase(17, 5, 3, 40)]
    [TestCase(17, 40, -3, 5)]
    [TestCase(17, -5, -1, -3)]
    [TestCase(17, -5, 2, -20)]
    [TestCase(17, 7, 0, 7)]
    [TestCase(17, 7, -31, 0)]
    public void Arithmetic_answers_small_integers(int number, long receiver, long argument, long expected)
    {
        foreach (int wordSize in new[] { 4, 8 })
        {
            using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
            Assert.That(tester.Call(number, Int(receiver), Int(argument)), Is.EqualTo(Int(expected)));
        }
    }

    [TestCase(4, 1, Max32, 1)]
    [TestCase(4, 1, Min32, -1)]
    [TestCase(4, 2, Min32, 1)]
    [TestCase(4, 2, Max32, -1)]
    [TestCase(4, 9, 1 << 15, 1 << 15)]
    [TestCase(4, 9, Min32, -1)]
    [TestCase(4, 10, Min32, -1)]
    [TestCase(4, 12, Min32, -1)]
    [TestCase(4, 13, Min32, -1)]
    [TestCase(8, 1, Max64, 1)]
    [TestCase(8, 2, Min64, 1)]
    [TestCase(8, 9, 1L << 30, 1L << 30)]
    [TestCase(8, 9, Max64, Max64)]
    [TestCase(8, 9, 1L << 32, 1L << 32)]
    [TestCase(8, 10, Min64, -1)]
    [TestCase(8, 12, Min64, -1)]
    [TestCase(8, 13, Min64, -1)]
    [TestCase(8, 17, 5, 62)]
    [TestCase(8, 17, Max64, 4)]
    [TestCase(4, 17, 5, 32)]
    [TestCase(4, 17, 5, 30)]
    [TestCase(4, 17, -5, 28)]
    [TestCase(8, 17, 5, -62)]
    [TestCase(8, 10, 7, 2)]
    [TestCase(8, 10, 7, 0)]
    [TestCase(8, 11, 7, 0)]
    [TestCase(8, 12, 7, 0)]
    [TestCase(8, 13, 7, 0)]
    public void Overflow_remainders_and_zero_divisors_fail(int wordSize, int number, long receiver, long argument)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        Assert.That(tester.Fails(number, Int(receiver), Int(argument)), Is.EqualTo(PrimitiveError.Generic));
    }

    [TestCase(4, 9, Min32, 1, Min32)]
    [TestCase(4, 9, -(1 << 15), 1 << 15, Min32)]
    [TestCase(8, 9, 1L << 30, -(1L << 30), Min64)]
    [TestCase(8, 1, Max32, 1, 1L << 30)]
    [TestCase(8, 1, Max64 - 1, 1, Max64)]
    public void Results_reach_the_ends_of_the_range(int wordSize, int number, long receiver, long argument, long expected)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        Assert.That(tester.Call(number, Int(receiver), Int(argument)), Is.EqualTo(Int(expected)));
    }

    [TestCase(3, 3, 4, true)]
    [TestCase(3, 4, 4, false)]
    [TestCase(4, -3, -4, true)]
    [TestCase(4, 3, 4, false)]
    [TestCase(5, 4, 4, true)]
    [TestCase(5, 5, 4, false)]
    [TestCase(6, 4, 4, true)]
    [TestCase(6, -5, 4, false)]
    [TestCase(7, 4, 4, true)]
    [TestCase(7, 4, -4, false)]
    [TestCase(8, 4, 5, true)]
    [TestCase(8, 4, 4, false)]
    public void Comparisons_answer_booleans(int number, long receiver, long argument, bool expected)
    {
        using PrimitiveTester tester = new();
        Assert.That(tester.Call(number, Int(receiver), Int(argument)), Is.EqualTo(tester.Boolean(expected)));
    }

    [Test]
    public void Equality_knows_large_integers_and_the_other_comparisons_do_not([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        Oop large = tester.Big(1L << 62);
        Assert.That(tester.Call(7, Int(3), large), Is.EqualTo(tester.Memory.False));
        Assert.That(tester.Call(8, Int(3), large), Is.EqualTo(tester.Memory.True));
        foreach (int number in new[] { 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13 })
        {
            Assert.That(tester.Fails(number, Int(3), large), Is.EqualTo(PrimitiveError.BadArgument));
        }
    }

    [Test]
    public void What_is_no_integer_fails([Range(1, 17)] int number)
    {
        using PrimitiveTester tester = new();
        _ = tester.Fails(number, Int(3), tester.Memory.Nil);
        _ = tester.Fails(number, Int(3), tester.Float(3));
        _ = tester.Fails(number, Int(3), Oop.FromCharacter(3));
        _ = tester.Fails(number, tester.Text("3"), Int(3));
        Assert.That(tester.Fails(number, Int(3)), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
    }

    [Test]
    public void Bit_logic_of_positive_integers_covers_a_machine_word([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        ulong all = wordSize == 4 ? uint.MaxValue : ulong.MaxValue;
        ulong some = all & 0xF0F0_F0F0_F0F0_F0F0;
        Assert.That(tester.ValueOf(tester.Call(14, tester.Big(all), tester.Big(some))), Is.EqualTo((BigInteger)some));
        Assert.That(tester.ValueOf(tester.Call(14, tester.Big(all), Int(6))), Is.EqualTo((BigInteger)6));
        Assert.That(tester.ValueOf(tester.Call(15, tester.Big(some), tester.Big(~some & all))), Is.EqualTo((BigInteger)all));
        Assert.That(tester.ValueOf(tester.Call(16, tester.Big(all), tester.Big(some))), Is.EqualTo((BigInteger)(all ^ some)));
        foreach (int number in new[] { 14, 15, 16 })
        {
            _ = tester.Fails(number, Int(1), tester.Big((BigInteger)all + 1));
            _ = tester.Fails(number, Int(1), tester.Big(-(BigInteger)all));
            _ = tester.Fails(number, Int(-1), tester.Big(all));
        }
    }

    [TestCase(4, 1, 31, 1L << 31)]
    [TestCase(4, 5, 29, 5L << 29)]
    [TestCase(8, 1, 61, 1L << 61)]
    [TestCase(8, -1, 61, -(1L << 61))]
    [TestCase(8, -4, 61, long.MinValue)]
    [TestCase(8, Max64, 3, Max64 << 3)]
    public void Shifts_to_the_left_make_large_integers(int wordSize, long receiver, long shift, long expected)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        Assert.That(tester.ValueOf(tester.Call(17, Int(receiver), Int(shift))), Is.EqualTo((BigInteger)expected));
    }

    [Test]
    public void Shifts_take_large_receivers()
    {
        using PrimitiveTester wide = new(MiniImage.Spur64);
        Assert.That(wide.Call(17, wide.Big(1L << 62), Int(-60)), Is.EqualTo(Int(4)));
        Assert.That(wide.Call(17, wide.Big(long.MinValue), Int(-61)), Is.EqualTo(Int(-4)));
        _ = wide.Fails(17, wide.Big(1UL << 63), Int(-60));
        using PrimitiveTester narrow = new(MiniImage.Spur32);
        Assert.That(narrow.Call(17, narrow.Big(1L << 31), Int(-30)), Is.EqualTo(Int(2)));
        _ = narrow.Fails(17, narrow.Big(1L << 32), Int(-30));
        _ = narrow.Fails(17, narrow.Big(-(1L << 31)), Int(-30));
    }

    [Test]
    public void Makes_points_of_anything_and_a_float_or_integer()
    {
        using PrimitiveTester tester = new();
        Oop point = tester.Call(18, Int(3), tester.Float(1.5));
        Assert.That(ObjectMemory.ClassIndexOf(point), Is.EqualTo(tester.Memory.Known.Point));
        Assert.That(tester.Memory.Fetch(0, point), Is.EqualTo(Int(3)));
        Assert.That(tester.FloatOf(tester.Memory.Fetch(1, point)), Is.EqualTo(1.5));
        Assert.That(tester.Fails(18, Int(3), tester.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [TestCase(0, 0)]
    [TestCase(1, 1664525)]
    [TestCase(1000, 53912264)]
    [TestCase(-1, 266770931)]
    public void Hash_multiply_answers_28_bits(long receiver, long expected)
    {
        using PrimitiveTester tester = new();
        Assert.That(tester.Call(159, Int(receiver)), Is.EqualTo(Int(expected)));
    }

    [Test]
    public void Hash_multiply_reads_the_low_word_of_a_large_positive_integer()
    {
        using PrimitiveTester tester = new();
        BigInteger value = BigInteger.Parse("123456789012345678901234567890");
        BigInteger expected = (value & uint.MaxValue) * 1664525 & 0xFFFFFFF;
        Assert.That(tester.ValueOf(tester.Call(159, tester.Big(value))), Is.EqualTo(expected));
        Assert.That(tester.Fails(159, tester.Big(-value)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(
            tester.Fails(159, tester.Memory.AllocateBytes(tester.Memory.Known.LargePositive, 0)),
            Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(tester.Fails(159, tester.Float(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    }

    [Test]
    public void Images_of_block_contexts_know_neither_hash_multiply_nor_small_floats()
    {
        using PrimitiveTester old = new(MiniImage.V3);
        using PrimitiveTester closures = new(MiniImage.V3Closures);
        Assert.That(old.Vm.Primitives.Find(159)?.Method.Name, Is.Not.EqualTo(closures.Vm.Primitives.Find(159)!.Method.Name));
        Assert.That(old.Vm.Primitives.Find(238), Is.Null);
        Assert.That(old.Vm.Primitives.Find(550), Is.Null);
        Assert.That(closures.Vm.Primitives.Find(541), Is.Null);
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(255, 8)]
    [TestCase(256, 9)]
    [TestCase(Max64, 60)]
    public void High_bit_counts_from_one(long receiver, long expected)
    {
        using PrimitiveTester tester = new();
        Assert.That(tester.Call(575, Int(receiver)), Is.EqualTo(Int(expected)));
        _ = tester.Fails(575, Int(-1 - receiver));
    }

    [Test]
    public void Arithmetic_agrees_with_big_integers_or_fails([Values(4, 8)] int wordSize)
    {
        using PrimitiveTester tester = new(Numbers.Dialect(wordSize));
        ObjectMemory memory = tester.Memory;
        BigInteger[] values = [.. Numbers.Edges().Where(v => tester.Big(v).IsInteger)];
        foreach (BigInteger x in values)
        {
            foreach (BigInteger y in values)
            {
                Check(1, x, y, x + y);
                Check(2, x, y, x - y);
                Check(9, x, y, x * y);
                Check(11, x, y, y == 0 ? null : x - (Numbers.FloorQuotient(x, y) * y));
                Check(12, x, y, y == 0 ? null : Numbers.FloorQuotient(x, y));
                Check(13, x, y, y == 0 ? null : BigInteger.Divide(x, y));
            }
        }

        void Check(int number, BigInteger x, BigInteger y, BigInteger? expected)
        {
            if (expected is { } value && memory.Integer(value).IsInteger)
            {
                Assert.That(
                    tester.Call(number, tester.Big(x), tester.Big(y)),
                    Is.EqualTo(Int((long)value)), $"{number}: {x}, {y}");
            }
            else
            {
                _ = tester.Fails(number, tester.Big(x), tester.Big(y));
            }
        }
    }
}
