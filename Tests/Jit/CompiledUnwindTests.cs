using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>Compiled frames are left all at once: by returns of blocks, past ensure blocks, and for other processes.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.CompiledClosures))]
public class CompiledUnwindTests(string engine, string kind) : CompiledTest(engine, kind)
{
    private Held _unwound = null!;

    [SetUp]
    public void DefineMethods()
    {
        Machine.DefineBlocks();
        _unwound = Machine.Variable(Int(0));
        foreach (string className in new[] { "BlockClosure", "FullBlockClosure" })
        {
            _ = Machine.Define(className, "ensure:", m => m.Temps(2).Primitive(198)
                .PushReceiver().Send("value", 0).StorePopTemp(1).PushTemp(0).Send("value", 0).Pop().PushTemp(1).ReturnTop());
        }
        // What the return would answer, and a hundred.
        _ = Machine.Define("Context", "aboutToReturn:through:", m => m
            .PushLiteralVariable(_unwound).PushInteger(1).SendSpecial("+").StorePopLiteralVariable(_unwound)
            .PushTemp(0).PushLiteral(Int(100)).SendSpecial("+").ReturnTop());
        // run: block after: n, which is n frames deep when it runs the block. It never gets to its end.
        _ = Machine.Define("Subject", "run:after:", m => m
            .PushTemp(1).PushInteger(0).SendSpecial("=").JumpFalse("deeper")
            .PushTemp(0).Send("value", 0).Pop().ReturnNil()
            .Label("deeper").PushReceiver().PushTemp(0).PushTemp(1).PushInteger(1).SendSpecial("-").Send("run:after:", 2)
            .Pop().ReturnNil());
    }

    [Test]
    public void A_return_from_a_loop_through_many_frames_ends_them_all([Values(0, 3, 600)] int depth)
    {
        // test: n. 1 to: 100 do: [:i | i = 30 ifTrue: [self run: [^i] after: n]]
        Held method = Machine.Hold(Machine.Define("Subject", "test:", m => Loop(m.Temps(1), 1, 100, b => b
                .PushTemp(1).PushLiteral(Int(30)).SendSpecial("=").JumpFalse("go")
                .PushReceiver().PushTemp(1).PushClosure(1, 0, c => c.PushTemp(0).ReturnTop()).PushTemp(0).Send("run:after:", 2).Pop()
                .Label("go"))
            .ReturnNil()));
        Warm(method, Int(30), Machine.Receiver, "test:", Int(depth));
    }

    [Test]
    public void A_return_past_an_ensure_block_in_code_tells_the_context_each_time()
    {
        // test. ^[[^1] value] ensure: [nil]. The blocks go on with what aboutToReturn:through: answers.
        Held method = Machine.Hold(Machine.Define("Subject", "test", m => m
            .PushClosure(0, 0, b => b
                .PushClosure(0, 0, c => c.PushInteger(1).ReturnTop().BlockReturnTop()).Send("value", 0).BlockReturnTop())
            .PushClosure(0, 0, b => b.PushNil().BlockReturnTop())
            .Send("ensure:", 1).ReturnTop()));
        Held caller = Machine.Hold(Machine.Define("Subject", "loop", m => Loop(m.Temps(2).PushInteger(0).StorePopTemp(0), 1, 10, b =>
                AddTo(b.PushReceiver().Send("test", 0), 0))
            .PushTemp(0).ReturnTop()));
        Warm(caller, Int(10 * 101), Machine.Receiver, "loop");
        AssertCompiled(method);
        Assert.That(Memory.Fetch(Layouts.Association.Value, _unwound).Integer, Is.EqualTo(120));
    }

    [Test]
    public void Processes_switch_out_of_deep_stacks_and_go_on_where_they_were([Values(1, 1000)] int depth)
    {
        Machine.DefinePrimitive("Process", "suspend", 88);
        Machine.DefinePrimitive("Process", "resume", 87);
        // The worker suspends itself at the bottom, ten times; slot 1 sums how deep it was.
        _ = Machine.Define("Subject", "down:pausing:", m => m
            .PushTemp(0).PushInteger(0).SendSpecial("=").JumpFalse("deeper")
            .PushTemp(1).Send("suspend", 0).Pop().PushInteger(0).ReturnTop()
            .Label("deeper").PushReceiver().PushTemp(0).PushInteger(1).SendSpecial("-").PushTemp(1).Send("down:pausing:", 2)
            .PushInteger(1).SendSpecial("+").ReturnTop());
        _ = Machine.Define("Subject", "worker", m => Loop(m.Temps(1), 0, 10, b => b
                .PushReceiver().PushLiteral(Int(depth)).PushReceiverVariable(0).Send("down:pausing:", 2)
                .PushReceiverVariable(1).SendSpecial("+").StorePopReceiverVariable(1))
            .ReturnReceiver());
        Held worker = Machine.Fork("worker", 60);
        Memory.Store(0, Machine.Receiver, worker);
        Memory.Store(1, Machine.Receiver, Int(0));
        _ = Machine.Define("Subject", "drive", m => Loop(m.Temps(1), 0, 11, b => b.PushLiteral(worker).Send("resume", 0).Pop())
            .PushReceiverVariable(1).ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "drive"), Int(10 * depth));
    }
}
