using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

public class MemoryPrimitiveTests
{
    [TestCaseSource(typeof(MiniImage), nameof(MiniImage.Dialects))]
    public void Bytes_left_shrink_by_what_is_allocated(object dialect)
    {
        using PrimitiveTester tester = new((ImageDialect)dialect);
        Assert.That(tester.Memory.TryInteger64(tester.Call(112, tester.Memory.Nil), out long before), Is.True);
        _ = tester.Memory.AllocateOld(tester.Memory.Known.ByteArray, ObjectFormat.Bytes, 1000);
        Assert.That(tester.Memory.TryInteger64(tester.Call(112, tester.Memory.Nil, tester.Memory.True), out long after), Is.True);
        Assert.That(before - after, Is.InRange(8016, 8016 + 100), "the array, and at most the answer");
    }

    [TestCase(130)]
    [TestCase(131)]
    public void Collecting_frees_what_nothing_refers_to(int primitive)
    {
        using PrimitiveTester tester = new();
        tester.Memory.Scavenger.Scavenge();
        long empty = tester.Memory.BytesLeft;
        for (int i = 0; i < 100; i++)
        {
            _ = tester.Memory.NewArray(1000);
        }
        Assert.That(tester.Memory.BytesLeft, Is.LessThan(empty - 800_000));
        Assert.That(tester.Memory.TryInteger64(tester.Call(primitive, tester.Memory.Nil), out long left), Is.True);
        Assert.That(left, Is.GreaterThan(empty - 100_000));
        Assert.That(tester.Fails(primitive, tester.Memory.Nil, tester.Memory.Nil), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
    }

    [TestCase(124, "LowSpaceSemaphore")]
    [TestCase(134, "InterruptSemaphore")]
    public void Semaphores_are_registered_and_anything_else_unregisters(int primitive, string name)
    {
        SpecialObject special = Enum.Parse<SpecialObject>(name);
        using PrimitiveTester tester = new();
        Oop semaphore = tester.Memory.Instantiate(tester.Image.Class("Semaphore"));
        Assert.That(tester.Call(primitive, tester.Memory.Nil, semaphore), Is.EqualTo(tester.Memory.Nil));
        Assert.That(tester.Memory.Special(special), Is.EqualTo(semaphore));
        _ = tester.Call(primitive, tester.Memory.Nil, tester.Memory.True);
        Assert.That(tester.Memory.Special(special), Is.EqualTo(tester.Memory.Nil));
    }

    [Test]
    public void The_low_space_threshold_is_a_number_of_bytes()
    {
        using PrimitiveTester tester = new(MiniImage.Spur32);
        _ = tester.Call(125, tester.Memory.Nil, tester.Memory.Integer(3_000_000_000));
        Assert.That(tester.Vm.LowSpaceThreshold, Is.EqualTo(3_000_000_000));
        Assert.That(tester.Fails(125, tester.Memory.Nil, Oop.FromInteger(-1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(125, tester.Memory.Nil, tester.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Vm.LowSpaceThreshold, Is.EqualTo(3_000_000_000));
    }
}
