using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Scheduling;

/// <summary>
/// Tests of processes. They note what happens, and in which order, as the digits of a number in slot 0 of the receiver.
/// The evaluation itself is a process of priority 40.
/// </summary>
public abstract class SchedulingTest(string engine, string kind) : EngineTest(engine, kind)
{
    private protected const int Log = 0;
    private protected const int Semaphore = 1;
    private protected const int ActivePriority = 40;

    [SetUp]
    public void DefinePrimitives()
    {
        foreach ((string className, string selector, int number) in new[]
        {
            ("Semaphore", "signal", 85), ("Semaphore", "wait", 86), ("Process", "resume", 87), ("Process", "suspend", 88),
            ("Process", "list", 264 + Layouts.Process.MyList), ("ProcessorScheduler", "yield", 167),
        })
        {
            Machine.DefinePrimitive(className, selector, number);
        }
        _ = Machine.Define("Subject", "note:", m => m
            .PushReceiverVariable(Log).PushLiteral(Int(10)).SendSpecial("*").PushTemp(0).SendSpecial("+")
            .StorePopReceiverVariable(Log).ReturnReceiver());
        Memory.Store(Log, Machine.Receiver, Int(0));
        Memory.Store(Semaphore, Machine.Receiver, NewSemaphore());
    }

    private protected Oop NewSemaphore()
    {
        Oop semaphore = Machine.New("Semaphore");
        Memory.StoreUnchecked(Layouts.Semaphore.ExcessSignals, semaphore, Int(0));
        return semaphore;
    }

    /// <summary>A process that is suspended at the start of a method, which notes something before and after it waits.</summary>
    private protected Held Waiter(int before, int after, int priority)
    {
        string selector = $"wait{before}";
        _ = Machine.Define("Subject", selector, m =>
            Wait(Note(m, before)).PushReceiver().PushInteger(after).Send("note:", 1).ReturnTop());
        return Machine.Fork(selector, priority);
    }

    /// <summary>A process that only notes something.</summary>
    private protected Held Noter(int what, int priority)
    {
        string selector = $"note{what}";
        _ = Machine.Define("Subject", selector, m => Note(m, what).ReturnReceiver());
        return Machine.Fork(selector, priority);
    }

    private protected static MethodBuilder Note(MethodBuilder m, int what) =>
        m.PushReceiver().PushInteger(what).Send("note:", 1).Pop();

    private protected static MethodBuilder Signal(MethodBuilder m) => m.PushReceiverVariable(Semaphore).Send("signal", 0).Pop();

    private protected static MethodBuilder Wait(MethodBuilder m) => m.PushReceiverVariable(Semaphore).Send("wait", 0).Pop();

    private protected static MethodBuilder Resume(MethodBuilder m, Held process) => m.PushLiteral(process).Send("resume", 0).Pop();

    private protected MethodBuilder Yield(MethodBuilder m) => m
        .PushLiteralVariable(Machine.Hold(Memory.Special(SpecialObject.SchedulerAssociation))).Send("yield", 0).Pop();

    private protected void AssertLog(long digits) => Assert.That(IntegerSlot(Log), Is.EqualTo(digits));

    private protected long ExcessSignals => Memory.Fetch(Layouts.Semaphore.ExcessSignals, Slot(Semaphore)).Integer;
}
