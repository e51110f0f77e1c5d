using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

public class TimePrimitiveTests
{
    // 2001-09-09T01:46:40Z, the fake host's time, is 1000000000 in Unix; 1901 lies 69 years and 17 leap days before 1970.
    private const long UnixSeconds = 1_000_000_000;
    private const long SecondsTo1970 = ((69 * 365) + 17) * 86_400L;
    private const long TwoHours = 7_200;

    private static long Number(PrimitiveTester tester, Oop oop)
    {
        Assert.That(tester.Memory.TryInteger64(oop, out long value), Is.True, "an integer");
        return value;
    }

    private static PrimitiveTester Tester(ImageDialect? dialect = null) => new(dialect, host: new FakeHost());

    [TestCaseSource(typeof(MiniImage), nameof(MiniImage.Dialects))]
    public void Seconds_are_local(object dialect)
    {
        using PrimitiveTester tester = Tester((ImageDialect)dialect);
        Assert.That(Number(tester, tester.Call(137, tester.Memory.Nil)), Is.EqualTo(UnixSeconds + SecondsTo1970 + TwoHours));
    }

    [TestCase(240, 0)]
    [TestCase(241, TwoHours)]
    [TestCase(245, 0)]
    [TestCase(246, TwoHours)]
    public void Microseconds_count_from_1901(int primitive, long offset)
    {
        using PrimitiveTester tester = Tester(MiniImage.Spur32);
        Assert.That(
            Number(tester, tester.Call(primitive, tester.Memory.Nil)),
            Is.EqualTo(1_000_000 * (UnixSeconds + SecondsTo1970 + offset)));
    }

    [Test]
    public void Time_and_offset_come_in_a_new_array_or_in_one_given()
    {
        using PrimitiveTester tester = Tester();
        ObjectMemory memory = tester.Memory;
        Oop since1970 = tester.Call("", "primitiveUtcWithOffset", memory.Nil);
        Assert.That(Number(tester, memory.Fetch(0, since1970)), Is.EqualTo(1_000_000 * UnixSeconds));
        Assert.That(memory.Fetch(1, since1970).Integer, Is.EqualTo(TwoHours));
        Oop given = memory.NewArray(3);
        Assert.That(tester.Call(244, memory.Nil, given), Is.EqualTo(given));
        Assert.That(Number(tester, memory.Fetch(0, given)), Is.EqualTo(1_000_000 * (UnixSeconds + SecondsTo1970)));
        Assert.That(memory.Fetch(1, given).Integer, Is.EqualTo(TwoHours));
        Assert.That(memory.Fetch(2, given), Is.EqualTo(memory.Nil));
    }

    [Test]
    public void What_cannot_hold_time_and_offset_is_refused()
    {
        using PrimitiveTester tester = Tester();
        ObjectMemory memory = tester.Memory;
        Assert.That(tester.Fails(244, memory.Nil, memory.NewArray(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(244, memory.Nil, tester.Text("abcdefghijklmnopq")), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(244, memory.Nil, Oop.FromInteger(2)), Is.EqualTo(PrimitiveError.BadArgument));
        Oop readOnly = memory.NewArray(2);
        ref ulong header = ref ObjectMemory.Header(readOnly);
        header = ObjectHeader.WithReadOnly(header, true);
        Assert.That(tester.Fails(244, memory.Nil, readOnly), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(memory.Fetch(0, readOnly), Is.EqualTo(memory.Nil));
    }

    [Test]
    public void The_millisecond_clock_stays_in_its_mask_and_does_not_go_back()
    {
        using PrimitiveTester tester = Tester(MiniImage.V3);
        long before = tester.Call(135, tester.Memory.Nil).Integer;
        long after = tester.Call(135, tester.Memory.Nil).Integer;
        Assert.That(after, Is.GreaterThanOrEqualTo(before));
        Assert.That(after, Is.InRange(0, 0x1FFF_FFFF));
        Assert.That(tester.Call("", "primitiveMillisecondClockMask", tester.Memory.Nil).Integer, Is.EqualTo(536_870_911));
    }

    [Test]
    public void Images_of_block_contexts_have_other_primitives_by_the_newer_numbers()
    {
        using PrimitiveTester tester = Tester(MiniImage.V3);
        Assert.That(tester.Vm.Primitives.Find(240), Is.Null);
        Assert.That(tester.Vm.Primitives.Find(244)?.Method.Name, Is.Not.EqualTo("UtcAndTimezoneOffset"));
    }

    [Test]
    public void An_old_offset_is_followed_when_it_changes()
    {
        FakeHost host = new();
        using PrimitiveTester tester = new(host: host);
        long before = Number(tester, tester.Call(137, tester.Memory.Nil));
        host.UtcOffset = TimeSpan.FromHours(-3.5);
        Assert.That(tester.Call(243, tester.Memory.Nil), Is.EqualTo(tester.Memory.Nil));
        Assert.That(Number(tester, tester.Call(137, tester.Memory.Nil)), Is.EqualTo(before - 19_800));
    }
}
