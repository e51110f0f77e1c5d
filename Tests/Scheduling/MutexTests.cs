using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Scheduling;

[TestFixtureSource(typeof(EngineTest), nameof(Closures))]
public class MutexTests(string engine, string kind) : SchedulingTest(engine, kind)
{
    private const int Mutex = 2;

    [SetUp]
    public void MakeMutex()
    {
        Machine.DefinePrimitive("Mutex", "exit", 185);
        Machine.DefinePrimitive("Mutex", "enter", 186);
        Machine.DefinePrimitive("Mutex", "tryEnter", 187);
        Memory.Store(Mutex, Machine.Receiver, Machine.New("Mutex"));
    }

    [Test]
    public void A_free_mutex_is_entered_and_the_owner_may_enter_again()
    {
        AreSame(Machine.Evaluate(m => Send(m, "enter").ReturnTop()), Memory.False);
        AreSame(Memory.Fetch(Layouts.Mutex.Owner, Slot(Mutex)), Machine.Vm.Scheduler.ActiveProcess);
        AreSame(Machine.Evaluate(m => Send(m, "enter").ReturnTop()), Memory.True);
        AreSame(Machine.Evaluate(m => Send(m, "tryEnter").ReturnTop()), Memory.True);
        _ = Machine.Evaluate(m => Send(m, "exit").ReturnTop());
        AreSame(Memory.Fetch(Layouts.Mutex.Owner, Slot(Mutex)), Nil);
        AreSame(Machine.Evaluate(m => Send(m, "tryEnter").ReturnTop()), Memory.False);
    }

    [Test]
    public void Another_process_waits_until_the_owner_leaves_and_owns_it_then()
    {
        _ = Machine.Define("Subject", "critical", m =>
            Note(Send(Note(m, 1), "enter").StorePopReceiverVariable(5), 2).ReturnReceiver());
        Held other = Machine.Fork("critical", 50);
        _ = Machine.Evaluate(m =>
        {
            _ = Note(Resume(Send(m, "enter").Pop(), other), 3);
            _ = Note(Send(m, "exit").Pop(), 4).ReturnReceiver();
        });
        AssertLog(1324);
        AreSame(Slot(5), Memory.False, "the process that waited was not the owner");
        AreSame(Memory.Fetch(Layouts.Mutex.Owner, Slot(Mutex)), other);
    }

    [Test]
    public void Another_process_is_refused_when_it_does_not_want_to_wait()
    {
        _ = Machine.Define("Subject", "critical", m => Send(m, "tryEnter").StorePopReceiverVariable(5).ReturnReceiver());
        Memory.Store(5, Machine.Receiver, Int(1));
        Held other = Machine.Fork("critical", 50);
        _ = Machine.Evaluate(m => Resume(Send(m, "enter").Pop(), other).ReturnReceiver());
        AreSame(Slot(5), Nil);
    }

    private static MethodBuilder Send(MethodBuilder m, string selector) => m.PushReceiverVariable(Mutex).Send(selector, 0);
}
