using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>What becomes of those who take all memory, in an image that has no low-space notifier.</summary>
public sealed class SpaceTests
{
    private static readonly Engine Engine = new("SmallMemory", new VmOptions
    {
        Memory = new MemoryOptions
        {
            EdenBytes = 64 << 10,
            EdenReserveBytes = 16 << 10,
            SurvivorBytes = 8 << 10,
            LargeObjectBytes = 4 << 10,
            MaximumBytes = 4 << 20,
        },
        // What is on it goes to new space at once.
        StackBytes = 4 << 10,
    });

    private Machine _machine = null!;

    [SetUp]
    public void MakeMachine()
    {
        _machine = new Machine(Engine, CodeKind.Named("Spur64"));
        _machine.DefinePrimitive("Process", "resume", 87);
        // A chain of Arrays.
        _ = _machine.Define("Subject", "takeAll", m => m
            .Label("loop").PushReceiverVariable(1).PushNewArray(1, popsElements: true).StorePopReceiverVariable(1).Jump("loop"));
        _ = _machine.Define("Subject", "recurse", m => m.PushReceiver().Send("recurse", 0).ReturnTop());
    }

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [TestCase("takeAll")]
    [TestCase("recurse")]
    public void A_process_that_takes_all_memory_is_suspended_and_others_go_on(string selector)
    {
        const int highPriority = 60;
        ObjectMemory memory = _machine.Memory;
        Held greedy = _machine.Fork(selector, highPriority);
        Oop result = _machine.Evaluate(m => m.PushLiteral(greedy).Send("resume", 0).Pop().PushInteger(7).ReturnTop());
        Assert.That(result, Is.EqualTo(Oop.FromInteger(7)));
        Assert.That(memory.IsContext(memory.Fetch(Layouts.Process.SuspendedContext, greedy)));
        Assert.That(memory.Fetch(Layouts.Process.MyList, greedy), Is.EqualTo(memory.Nil));
        Assert.That(memory.IsExhausted);
        // What it took can be given back: nothing but the Subject and the process refers to it.
        memory.Store(1, _machine.Receiver, memory.Nil);
        memory.Store(Layouts.Process.SuspendedContext, greedy, memory.Nil);
        Assert.That(memory.FullCollector.TryCollect());
        Assert.That(memory.IsExhausted, Is.False);
        memory.Verifier.Verify();
    }

    [Test]
    public void The_last_process_that_takes_all_memory_ends_the_machine_in_words() =>
        Assert.That(() => _machine.Send(_machine.Receiver, "takeAll"),
            Throws.TypeOf<FatalVmException>().With.Message.StartsWith("out of memory: the image takes all of the 4 MB"));
}
