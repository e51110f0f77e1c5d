using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Scheduling;

/// <summary>The suspends of newer images, which have a process that waited wait again.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(Spur))]
public class SuspendTests(string engine, string kind) : SchedulingTest(engine, kind)
{
    private const int Answer = 2;
    private const int Mutex = 4;
    private const int Entered = 5;

    [SetUp]
    public void DefineSuspends()
    {
        Machine.DefinePrimitive("Process", "suspend1", 568);
        Machine.DefinePrimitive("Process", "suspend2", 578);
        Machine.DefinePrimitive("Mutex", "exit", 185);
        Machine.DefinePrimitive("Mutex", "enter", 186);
        Machine.DefinePrimitive("Object", "perform:", 83);
        Memory.Store(Mutex, Machine.Receiver, Machine.New("Mutex"));
    }

    [TestCase("suspend1")]
    [TestCase("suspend2")]
    public void A_process_that_waited_waits_again_when_it_is_resumed(string suspend)
    {
        Held waiter = Waiter(1, 2, 50);
        _ = Machine.Evaluate(m =>
        {
            _ = Suspend(Resume(m, waiter), waiter, suspend);
            // Signalled while nobody waits; the process takes that signal, and would otherwise leave it.
            _ = Note(Resume(Note(Signal(m), 3), waiter), 4).ReturnReceiver();
        });
        AssertLog(1324);
        Assert.That(ExcessSignals, Is.Zero);
        AreSame(Slot(Answer), suspend == "suspend1" ? Slot(Semaphore) : Nil);
    }

    [Test]
    public void The_old_suspend_lets_the_process_go_on_without_a_signal()
    {
        Held waiter = Waiter(1, 2, 50);
        _ = Machine.Evaluate(m => Note(Resume(Suspend(Resume(m, waiter), waiter, "suspend"), waiter), 3).ReturnReceiver());
        AssertLog(123);
    }

    [TestCase("suspend1")]
    [TestCase("suspend2")]
    public void A_process_that_was_to_enter_a_mutex_owns_it_afterwards(string suspend)
    {
        _ = Machine.Define("Subject", "critical", m =>
            Note(Note(m, 1).PushReceiverVariable(Mutex).Send("enter", 0).StorePopReceiverVariable(Entered), 2).ReturnReceiver());
        Held other = Machine.Fork("critical", 50);
        _ = Machine.Evaluate(m =>
        {
            _ = Resume(m.PushReceiverVariable(Mutex).Send("enter", 0).Pop(), other);
            _ = Note(Resume(Suspend(m, other, suspend), other), 3);
            _ = Note(m.PushReceiverVariable(Mutex).Send("exit", 0).Pop(), 4).ReturnReceiver();
        });
        AssertLog(1324);
        AreSame(Slot(Answer), suspend == "suspend1" ? Slot(Mutex) : Nil);
        AreSame(Slot(Entered), Memory.False);
        AreSame(Memory.Fetch(Layouts.Mutex.Owner, Slot(Mutex)), other);
    }

    [TestCase("suspend1")]
    [TestCase("suspend2")]
    public void A_process_that_is_ready_goes_on_where_it_was(string suspend)
    {
        Held noter = Noter(1, ActivePriority);
        _ = Machine.Evaluate(m =>
        {
            _ = Suspend(Resume(m, noter), noter, suspend);
            _ = Note(Yield(Resume(Note(Yield(m), 2), noter)), 3).ReturnReceiver();
        });
        AssertLog(213);
        AreSame(Memory.ClassOf(Slot(Answer)), Machine.Image.Class("LinkedList"));
    }

    [TestCase("suspend")]
    [TestCase("suspend1")]
    [TestCase("suspend2")]
    public void The_active_process_gets_nil_and_goes_on_when_it_is_resumed(string suspend)
    {
        Held other = Machine.Fork("suspending", 50);
        _ = Machine.Define("Subject", "suspending", m => Note(Suspend(Note(m, 1), other, suspend), 2).ReturnReceiver());
        Memory.Store(Answer, Machine.Receiver, Int(1));
        _ = Machine.Evaluate(m => Note(Resume(Note(Resume(m, other), 3), other), 4).ReturnReceiver());
        AssertLog(1324);
        AreSame(Slot(Answer), Nil);
    }

    [TestCase("suspend1")]
    [TestCase("suspend2")]
    public void A_process_that_waits_by_perform_is_only_taken_off_the_list(string suspend)
    {
        _ = Machine.Define("Subject", "waiting", m => Note(Note(m, 1)
            .PushReceiverVariable(Semaphore).PushLiteral(Machine.Image.Symbol("wait")).Send("perform:", 1).Pop(), 2).ReturnReceiver());
        Held waiter = Machine.Fork("waiting", 50);
        _ = Machine.Evaluate(m => Note(Resume(Suspend(Resume(m, waiter), waiter, suspend), waiter), 3).ReturnReceiver());
        AssertLog(123);
    }

    [TestCase("suspend")]
    [TestCase("suspend1")]
    [TestCase("suspend2")]
    public void What_is_on_no_list_is_not_suspended(string suspend)
    {
        _ = Machine.Define("Process", suspend, m => m
            .Primitive(suspend switch { "suspend" => 88, "suspend1" => 568, _ => 578 }).PushLiteral(Int(7)).ReturnTop());
        Held noter = Noter(1, ActivePriority);
        AreSame(Machine.Evaluate(m => m.PushLiteral(noter).Send(suspend, 0).ReturnTop()), Int(7));
        // Its list does not know it, or is none.
        Memory.Store(Layouts.Process.MyList, noter, Slot(Semaphore));
        AreSame(Machine.Evaluate(m => m.PushLiteral(noter).Send(suspend, 0).ReturnTop()), Int(7));
        Memory.Store(Layouts.Process.MyList, noter, Int(3));
        AreSame(Machine.Evaluate(m => m.PushLiteral(noter).Send(suspend, 0).ReturnTop()), Int(7));
    }

    private static MethodBuilder Suspend(MethodBuilder m, Held process, string suspend) =>
        m.PushLiteral(process).Send(suspend, 0).StorePopReceiverVariable(Answer);
}
