using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

public class VmParameterTests
{
    private static Oop Get(PrimitiveTester tester, long index) => tester.Call(254, tester.Memory.Nil, Oop.FromInteger(index));

    private static Oop Set(PrimitiveTester tester, long index, Oop value) =>
        tester.Call(254, tester.Memory.Nil, Oop.FromInteger(index), value);

    [TestCaseSource(typeof(MiniImage), nameof(MiniImage.Dialects))]
    public void All_parameters_are_those_asked_for_one_by_one(object dialect)
    {
        using PrimitiveTester tester = new((ImageDialect)dialect);
        Oop all = tester.Call(254, tester.Memory.Nil);
        int[] steady = [2, 7, 9, 11, 22, 40, 41, 42, 43, 48, 49, 65, 75];
        foreach (int index in steady)
        {
            Assert.That(tester.Memory.Fetch(index - 1, all), Is.EqualTo(Get(tester, index)), $"{index}");
        }
        Assert.That(ObjectMemory.SlotCount(all), Is.EqualTo(77));
    }

    [Test]
    public void An_image_learns_its_word_size_and_format()
    {
        foreach (ImageDialect dialect in MiniImage.Dialects)
        {
            using PrimitiveTester tester = new(dialect);
            Assert.That(Get(tester, 40).Integer, Is.EqualTo(dialect.WordSize));
            Assert.That(Get(tester, 41).Integer, Is.EqualTo(dialect.Format));
        }
    }

    [Test]
    public void Only_images_with_closures_hear_of_stack_pages()
    {
        using PrimitiveTester old = new(MiniImage.V3);
        using PrimitiveTester tester = new();
        Assert.That(Get(old, 42), Is.EqualTo(old.Memory.Nil));
        Assert.That(Get(tester, 42).IsInteger, Is.True);
    }

    [Test]
    public void Scavenges_and_their_tenures_are_counted()
    {
        using PrimitiveTester tester = new();
        long scavenges = Get(tester, 9).Integer;
        tester.Memory.Scavenger.Scavenge();
        tester.Memory.Scavenger.Scavenge();
        Assert.That(Get(tester, 9).Integer, Is.EqualTo(scavenges + 2));
        Assert.That(Get(tester, 11).Integer, Is.EqualTo(tester.Memory.Scavenger.TenuredObjects));
    }

    [Test]
    public void Old_space_grows_with_what_is_allocated_there()
    {
        using PrimitiveTester tester = new();
        long before = Get(tester, 1).Integer;
        _ = tester.Memory.AllocateOld(tester.Memory.Known.ByteArray, ObjectFormat.Bytes, 10);
        Assert.That(Get(tester, 1).Integer, Is.EqualTo(before + 88));
    }

    [TestCase(6, 3)]
    [TestCase(23, 1 << 20)]
    [TestCase(24, 8 << 20)]
    [TestCase(25, 4 << 20)]
    [TestCase(26, 5)]
    [TestCase(43, 50)]
    [TestCase(45, 6 << 20)]
    [TestCase(47, 1 << 20)]
    [TestCase(48, 0x7F)]
    [TestCase(49, 1024)]
    public void What_is_set_is_answered_and_the_old_value_when_it_is_set(int index, long value)
    {
        using PrimitiveTester tester = new();
        Oop old = Get(tester, index);
        Assert.That(Set(tester, index, Oop.FromInteger(value)), Is.EqualTo(old));
        Assert.That(Get(tester, index).Integer, Is.EqualTo(value));
    }

    [Test]
    public void Header_flags_lack_their_two_lowest_bits()
    {
        using PrimitiveTester tester = new();
        tester.Vm.Settings.HeaderFlags = 0x43;
        Assert.That(Get(tester, 48).Integer, Is.EqualTo(0x10));
        _ = Set(tester, 48, Oop.FromInteger(0x84));
        Assert.That(tester.Vm.Settings.HeaderFlags, Is.EqualTo(0x213), "file times in UTC, processes not yielding, and the two");
    }

    [TestCase(75, 0x100)]
    [TestCase(77, 0x800)]
    public void Mixed_numbers_are_flags_that_say_no(int index, int flag)
    {
        using PrimitiveTester tester = new();
        Assert.That(Get(tester, index), Is.EqualTo(tester.Memory.True));
        Assert.That(Set(tester, index, tester.Memory.False), Is.EqualTo(tester.Memory.True));
        Assert.That(tester.Vm.Settings.HeaderFlags, Is.EqualTo(flag));
        Assert.That(Get(tester, index), Is.EqualTo(tester.Memory.False));
        Assert.That(tester.Fails(254, tester.Memory.Nil, Oop.FromInteger(index), Oop.FromInteger(0)), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [TestCase(1, 5, PrimitiveError.InappropriateOperation)]
    [TestCase(5, 4000, PrimitiveError.InappropriateOperation)]
    [TestCase(40, 4, PrimitiveError.InappropriateOperation)]
    [TestCase(43, 65_536, PrimitiveError.InappropriateOperation)]
    [TestCase(48, -1, PrimitiveError.InappropriateOperation)]
    [TestCase(48, 1L << 30, PrimitiveError.InappropriateOperation)]
    [TestCase(49, -1, PrimitiveError.InappropriateOperation)]
    [TestCase(0, 0, PrimitiveError.BadIndex)]
    [TestCase(78, 0, PrimitiveError.BadIndex)]
    public void What_cannot_be_set_stays(long index, long value, object error)
    {
        using PrimitiveTester tester = new();
        Oop[] before = Values(tester);
        Assert.That(tester.Fails(254, tester.Memory.Nil, Oop.FromInteger(index), Oop.FromInteger(value)), Is.EqualTo((PrimitiveError)error));
        Assert.That(Values(tester), Is.EqualTo(before));
    }

    [Test]
    public void Old_images_may_set_the_allocations_between_collections()
    {
        using PrimitiveTester old = new(MiniImage.V3);
        _ = Set(old, 5, Oop.FromInteger(4000));
        Assert.That(Get(old, 5).Integer, Is.EqualTo(4000));
    }

    [Test]
    public void Wrong_arguments_fail()
    {
        using PrimitiveTester tester = new();
        Oop nil = tester.Memory.Nil;
        Assert.That(tester.Fails(254, nil, nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(254, nil, Oop.FromInteger(45), nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(254, nil, nil, nil, nil), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
    }

    private static Oop[] Values(PrimitiveTester tester) =>
        [.. new[] { 2, 5, 6, 23, 24, 25, 26, 40, 43, 45, 47, 48, 49, 75, 77 }.Select(i => Get(tester, i))];
}
