using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Scheduling;

[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class ProcessTests(string engine, string kind) : SchedulingTest(engine, kind)
{
    private const int PreemptionDoesNotYield = 0x10;

    [Test]
    public void Signals_that_nobody_waits_for_are_counted()
    {
        _ = Machine.Evaluate(m => Wait(Signal(Signal(Signal(m)))).ReturnReceiver());
        Assert.That(ExcessSignals, Is.EqualTo(2));
    }

    [Test]
    public void Waiting_processes_go_on_in_the_order_they_came()
    {
        Held first = Waiter(1, 4, 50);
        Held second = Waiter(2, 5, 50);
        Held third = Waiter(3, 6, 50);
        _ = Machine.Evaluate(m =>
        {
            _ = Resume(Resume(Resume(m, first), second), third);
            _ = Note(Signal(Note(Signal(Note(m, 0)), 0)), 0).ReturnReceiver();
        });
        AssertLog(123_04_05_0);
    }

    [Test]
    public void A_process_of_higher_priority_runs_at_once_and_one_of_lower_or_equal_later()
    {
        Held high = Noter(1, ActivePriority + 1);
        Held equal = Noter(2, ActivePriority);
        Held low = Noter(3, ActivePriority - 1);
        _ = Machine.Evaluate(m =>
        {
            _ = Note(Resume(m, low), 7);
            _ = Note(Resume(m, equal), 8);
            _ = Note(Resume(m, high), 9);
            _ = Note(Yield(m), 6).ReturnReceiver();
        });
        // The preempted one went behind the equal one. The low one has had no turn.
        AssertLog(78_1_2_9_6);
    }

    [Test]
    public void Yield_without_others_of_the_priority_goes_on()
    {
        Held low = Noter(3, ActivePriority - 1);
        _ = Machine.Evaluate(m => Note(Yield(Resume(m, low)), 1).ReturnReceiver());
        AssertLog(1);
    }

    [Test]
    public void Processes_of_lower_priority_run_while_the_others_wait()
    {
        Held low = Machine.Fork("signalling", ActivePriority - 10);
        Held lowest = Noter(5, ActivePriority - 20);
        _ = Machine.Define("Subject", "signalling", m => Note(Signal(Note(m, 1)), 2).ReturnReceiver());
        _ = Machine.Evaluate(m => Note(Wait(Resume(Resume(m, lowest), low)), 3).ReturnReceiver());
        AssertLog(13);
    }

    [Test]
    public void A_suspended_process_is_on_no_list_and_can_be_resumed()
    {
        Held noter = Noter(1, ActivePriority);
        _ = Machine.Evaluate(m =>
        {
            // Suspended before its turn came.
            _ = Resume(m, noter).PushLiteral(noter).Send("suspend", 0).StorePopReceiverVariable(2);
            _ = Note(Yield(m), 2);
            _ = Note(Yield(Resume(m, noter)), 3).ReturnReceiver();
        });
        AssertLog(213);
        AreSame(Memory.ClassOf(Slot(2)), Machine.Image.Class("LinkedList"), "suspend answers the list");
    }

    [Test]
    public void A_process_that_waits_can_be_suspended_and_the_semaphore_forgets_it()
    {
        Held waiter = Waiter(1, 2, 50);
        _ = Machine.Evaluate(m => Signal(Resume(m, waiter).PushLiteral(waiter).Send("suspend", 0).StorePopReceiverVariable(2))
            .ReturnReceiver());
        AssertLog(1);
        AreSame(Slot(2), Slot(Semaphore));
        Assert.That(ExcessSignals, Is.EqualTo(1));
        AreSame(Memory.Fetch(Layouts.Process.MyList, waiter), Nil);
    }

    [Test]
    public void What_is_no_process_or_has_no_context_is_not_resumed()
    {
        Machine.DefinePrimitive("Object", "resume", 87);
        AreSame(Machine.Evaluate(m => m.PushReceiver().Send("resume", 0).ReturnTop()), Nil);
        AreSame(Machine.Evaluate(m => m.PushInteger(1).Send("resume", 0).ReturnTop()), Nil);
    }

    [TestCase(0, 2_1_9)]
    [TestCase(PreemptionDoesNotYield, 2_9)]
    public void A_preempted_process_goes_behind_the_others_unless_the_image_says_otherwise(int flags, int log)
    {
        Machine.Vm.Settings.HeaderFlags = flags;
        Held equal = Noter(1, ActivePriority);
        Held high = Noter(2, ActivePriority + 1);
        _ = Machine.Evaluate(m => Note(Resume(Resume(m, equal), high), 9).ReturnReceiver());
        AssertLog(log);
    }

    [Test]
    public void A_process_that_runs_has_neither_list_nor_context()
    {
        Held noter = Machine.Fork("looking", ActivePriority + 1);
        Machine.DefinePrimitive("Process", "context", 264 + Layouts.Process.SuspendedContext);
        _ = Machine.Define("Subject", "looking", m => m
            .PushLiteral(noter).Send("context", 0).StorePopReceiverVariable(2)
            .PushLiteral(noter).Send("list", 0).StorePopReceiverVariable(3).ReturnReceiver());
        Memory.Store(2, Machine.Receiver, Int(1));
        Memory.Store(3, Machine.Receiver, Int(1));
        _ = Machine.Evaluate(m => Resume(m, noter).ReturnReceiver());
        AreSame(Slot(2), Nil);
        AreSame(Slot(3), Nil);
        Assert.That(Memory.IsContext(Memory.Fetch(Layouts.Process.SuspendedContext, noter)), Is.True);
    }

    [Test]
    public void A_priority_that_changes_while_a_process_waits_counts_when_it_wakes()
    {
        Held waiter = Waiter(1, 2, ActivePriority + 10);
        _ = Machine.Evaluate(m => Resume(m, waiter).ReturnReceiver());
        Memory.Store(Layouts.Process.Priority, waiter, Int(ActivePriority - 10));
        _ = Machine.Evaluate(m => Note(Yield(Note(Signal(m), 3)), 4).ReturnReceiver());
        AssertLog(134);
    }

    [Test]
    public void Many_processes_wait_in_order_whatever_their_priorities()
    {
        Held[] waiters = [.. Enumerable.Range(1, 4).Select(i => Waiter(i, i + 4, ActivePriority + 10 - i))];
        _ = Machine.Evaluate(m =>
        {
            foreach (Held waiter in waiters)
            {
                _ = Resume(m, waiter);
            }
            _ = Signal(Signal(Signal(Signal(m)))).ReturnReceiver();
        });
        AssertLog(12345678);
    }

    [Test]
    public void The_active_process_is_idle_when_it_is_alone_at_the_lowest_priority()
    {
        Oop active = Machine.Vm.Scheduler.ActiveProcess;
        Assert.That(Machine.Vm.Scheduler.IsIdle, Is.False);
        Memory.Store(Layouts.Process.Priority, active, Int(10));
        Assert.That(Machine.Vm.Scheduler.IsIdle, Is.True);
        Held other = Noter(1, 10);
        _ = Machine.Evaluate(m => Resume(m, other).ReturnReceiver());
        Assert.That(Machine.Vm.Scheduler.IsIdle, Is.False);
    }

    [Test]
    public void An_image_without_a_process_that_can_run_is_at_its_end() =>
        Assert.That(() => Machine.Evaluate(m => Wait(m).ReturnReceiver()), Throws.TypeOf<FatalVmException>());

    [Test]
    public void Processes_that_switch_often_keep_their_own_state()
    {
        const int rounds = 200;
        Memory.Store(3, Machine.Receiver, Int(0));
        _ = Machine.Define("Subject", "count", m => Yield(m.Temps(1)
            .PushInteger(0).StorePopTemp(0)
            .Label("loop").PushTemp(0).PushLiteral(Int(rounds)).SendSpecial("<").JumpFalse("end")
            .PushTemp(0).PushInteger(1).SendSpecial("+").StorePopTemp(0)).Jump("loop")
            .Label("end").PushReceiverVariable(3).PushTemp(0).SendSpecial("+").StorePopReceiverVariable(3).ReturnReceiver());
        Held[] processes = [.. Enumerable.Range(0, 3).Select(_ => Machine.Fork("count", ActivePriority))];
        _ = Machine.Evaluate(m =>
        {
            foreach (Held process in processes)
            {
                _ = Resume(m, process);
            }
            _ = Yield(m.PushReceiver().Send("count", 0).Pop());
            _ = Yield(m).ReturnReceiver();
        });
        Assert.That(IntegerSlot(3), Is.EqualTo(4 * rounds));
    }
}
