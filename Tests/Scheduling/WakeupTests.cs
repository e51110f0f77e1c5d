using System.Diagnostics;
using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Scheduling;

/// <summary>What wakes processes from outside: the timer, and semaphores signalled from other threads.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class WakeupTests(string engine, string kind) : SchedulingTest(engine, kind)
{
    private readonly FakeHost _host = new();

    private protected override Machine NewMachine() => new(Engine, CodeKind, _host);

    /// <summary>What the image may do while it waits: it runs a loop, which is polled, until the waiter has noted something.</summary>
    [SetUp]
    public void DefineSpin()
    {
        _ = Machine.Define("Subject", "spin", m => m
            .Label("loop").PushReceiverVariable(Log).PushLiteral(Int(12)).SendSpecial("=").JumpFalse("again").ReturnReceiver()
            .Label("again").Jump("loop"));
        _ = Machine.Define("Subject", "turn", m => m.ReturnReceiver());
        Machine.DefinePrimitive("Subject", "signal:atMilliseconds:", 136);
        Machine.DefinePrimitive("Subject", "signal:atMicroseconds:", 242);
    }

    [Test]
    public void The_timer_signals_when_its_time_has_come()
    {
        Held waiter = Waiter(1, 2, 50);
        TimeSpan due = TimeSpan.FromSeconds(5000);
        // The millisecond clock of the oldest images is not the host's: it runs while the test does.
        TimeSpan early = CodeKind.HasClosures ? due - TimeSpan.FromMicroseconds(1) : due / 2;
        SetTimer(Slot(Semaphore), due);
        _ = Machine.Evaluate(m => Resume(m, waiter).ReturnReceiver());
        Poll();
        AssertLog(1);
        _host.UtcNow += early;
        Poll();
        AssertLog(1);
        _host.UtcNow += due - early;
        Poll();
        AssertLog(12);
        Poll();
        Assert.That(ExcessSignals, Is.Zero, "it signals once");
    }

    [Test]
    public void A_time_that_has_passed_signals_at_once()
    {
        // 0 on the millisecond clock, which starts with the machine, would be no time.
        SpinWait.SpinUntil(() => Machine.Vm.Clock.Milliseconds > 1);
        SetTimer(Slot(Semaphore), TimeSpan.FromMilliseconds(-1));
        Poll();
        Assert.That(ExcessSignals, Is.EqualTo(1));
    }

    [Test]
    public void A_timer_can_be_cancelled()
    {
        SetTimer(Slot(Semaphore), TimeSpan.FromSeconds(1000));
        SetTimer(Nil, TimeSpan.FromSeconds(1000));
        _host.UtcNow += TimeSpan.FromSeconds(2000);
        Poll();
        Assert.That(ExcessSignals, Is.Zero);
    }

    [Test]
    public void The_time_0_cancels_too()
    {
        SetTimer(Slot(Semaphore), TimeSpan.FromSeconds(1000));
        string selector = CodeKind.HasClosures ? "signal:atMicroseconds:" : "signal:atMilliseconds:";
        _ = Machine.Send(Machine.Receiver, selector, Slot(Semaphore), Int(0));
        _host.UtcNow += TimeSpan.FromSeconds(2000);
        Poll();
        Assert.That(ExcessSignals, Is.Zero);
    }

    [Test]
    public void Times_beyond_all_calendars_are_no_trouble()
    {
        Assume.That(CodeKind.HasClosures);
        foreach (Oop time in (Oop[])[Memory.Integer(long.MaxValue - 1), Memory.Integer(long.MinValue)])
        {
            _ = Machine.Send(Machine.Receiver, "signal:atMicroseconds:", Slot(Semaphore), time);
            Machine.Vm.Wakeups.Sleep(TimeSpan.Zero);
        }
        Poll();
        Assert.That(ExcessSignals, Is.EqualTo(1), "the second has passed");
    }

    [Test]
    public void An_idle_machine_is_woken_by_signals_and_by_the_timer()
    {
        Machine.DefinePrimitive("Subject", "relinquish:", 230);
        Memory.Store(2, Memory.Special(SpecialObject.ExternalObjects), Slot(Semaphore));
        Memory.Store(Layouts.Process.Priority, Machine.Vm.Scheduler.ActiveProcess, Int(1));
        Machine.Vm.Wakeups.SignalExternal(3);
        _ = Machine.Send(Machine.Receiver, "relinquish:", Int(1000));
        Poll();
        Assert.That(ExcessSignals, Is.EqualTo(1));
        SetTimer(Slot(Semaphore), TimeSpan.FromMilliseconds(5));
        _host.UtcNow += TimeSpan.FromMilliseconds(5);
        _ = Machine.Send(Machine.Receiver, "relinquish:", Int(1000));
        SpinWait.SpinUntil(() => CodeKind.HasClosures || Machine.Vm.Clock.Milliseconds > 10);
        Poll();
        Assert.That(ExcessSignals, Is.EqualTo(2));
        Assert.That(Machine.Vm.Wakeups.HasSlept, Is.True);
    }

    [Test]
    public void A_sleep_may_take_the_timers_grace_too()
    {
        Memory.Store(Layouts.Process.Priority, Machine.Vm.Scheduler.ActiveProcess, Int(1));
        TimeSpan grace = TimeSpan.FromMilliseconds(200);
        Machine.Vm.Wakeups.SetTimer(Machine.Vm.Clock.UtcMicroseconds + 1000, grace);
        long begun = Stopwatch.GetTimestamp();
        Machine.Vm.Wakeups.Sleep(TimeSpan.FromMilliseconds(1));
        Assert.That(Machine.Vm.Wakeups.HasSlept, "the first only tells that the image is idle");
        Machine.Vm.Wakeups.Sleep(TimeSpan.FromMilliseconds(1));
        Assert.That(Stopwatch.GetElapsedTime(begun), Is.GreaterThan(grace / 2));
        Assert.That(Machine.Vm.Clock.RestOfMillisecond, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public void A_busy_machine_polls_though_no_timer_is_set()
    {
        Assume.That(CodeKind.Name, Is.EqualTo("V3").Or.EqualTo("Spur64Sista"), "it takes seconds, and is the same in all images");
        int polls = 0;
        Interpreter.Polled += () => Memory.Store(Log, Machine.Receiver, Int(++polls > 2 ? 12 : 1));
        Machine.Vm.Wakeups.StartHeartbeat();
        _ = Machine.Send(Machine.Receiver, "spin");
        AssertLog(12);
    }

    [Test]
    public void The_timer_takes_semaphores_only()
    {
        AreSame(Machine.Send(Machine.Receiver, "signal:atMilliseconds:", Machine.Receiver, Int(0)), Nil);
        if (CodeKind.HasClosures)
        {
            AreSame(Machine.Send(Machine.Receiver, "signal:atMicroseconds:", Machine.Receiver, Int(0)), Nil);
        }
    }

    [Test]
    public void External_semaphores_are_signalled_by_other_threads()
    {
        Memory.Store(2, Memory.Special(SpecialObject.ExternalObjects), Slot(Semaphore));
        Held waiter = Waiter(1, 2, 50);
        Thread thread = new(() => Machine.Vm.Wakeups.SignalExternal(3));
        _ = Machine.Evaluate(m => Resume(m, waiter).ReturnReceiver());
        AssertLog(1);
        thread.Start();
        // The machine runs, and the signal comes some time: the limit of the machine is the test's.
        _ = Machine.Send(Machine.Receiver, "spin");
        thread.Join();
        AssertLog(12);
    }

    [Test]
    public void Every_external_signal_counts()
    {
        Memory.Store(2, Memory.Special(SpecialObject.ExternalObjects), Slot(Semaphore));
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Machine.Vm.Wakeups.SignalExternal(3);
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Poll();
        Assert.That(ExcessSignals, Is.EqualTo(400));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(4)]
    [TestCase(1_000_000)]
    public void External_signals_of_no_semaphore_are_dropped(int index)
    {
        Machine.Vm.Wakeups.SignalExternal(index);
        Poll();
        Assert.That(ExcessSignals, Is.Zero);
    }

    /// <summary>Sets the timer by the clock of the image's age: milliseconds since the start, or microseconds since 1901.</summary>
    private void SetTimer(Oop semaphore, TimeSpan ahead)
    {
        if (CodeKind.HasClosures)
        {
            Oop time = Memory.Integer(Machine.Vm.Clock.UtcMicroseconds + (long)ahead.TotalMicroseconds);
            _ = Machine.Send(Machine.Receiver, "signal:atMicroseconds:", semaphore, time);
            return;
        }
        Oop milliseconds = Int(Machine.Vm.Clock.Milliseconds + (long)ahead.TotalMilliseconds);
        _ = Machine.Send(Machine.Receiver, "signal:atMilliseconds:", semaphore, milliseconds);
    }

    /// <summary>One send, in whose activation the machine comes to its check point.</summary>
    private void Poll() => Machine.Evaluate(m => m.PushReceiver().Send("turn", 0).ReturnTop());
}
