using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class NonLocalReturnTests(string engine, string kind) : EngineTest(engine, kind)
{
    [SetUp]
    public void DefineMethods()
    {
        Machine.DefineBlocks();
        // run: block after: n, which is n frames deep when it runs the block. It never gets to its end.
        _ = Machine.Define("Subject", "run:after:", m => m
            .PushTemp(1).PushInteger(0).SendSpecial("=").JumpFalse("deeper")
            .PushTemp(0).Send("value", 0).Pop().ReturnNil()
            .Label("deeper").PushReceiver().PushTemp(0).PushTemp(1).PushInteger(1).SendSpecial("-").Send("run:after:", 2)
            .Pop().ReturnNil());
        foreach (string context in new[] { "Context", "BlockContext" })
        {
            _ = Machine.Define(context, "cannotReturn:", m => m.PushTemp(0).PushLiteral(Int(1000)).SendSpecial("+").ReturnTop());
        }
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(2000)]
    public void A_return_in_a_block_returns_from_its_home(int depth)
    {
        _ = Machine.Define("Subject", "test", m => Block(m.PushReceiver(), b => b.PushLiteral(Int(5)).ReturnTop())
            .PushLiteral(Int(depth)).Send("run:after:", 2).Pop().ReturnNil());
        AreSame(Machine.Evaluate(m => m.PushInteger(1).PushReceiver().Send("test", 0).SendSpecial("+").ReturnTop()), Int(6));
    }

    [Test]
    public void A_return_in_a_block_in_a_block_returns_from_the_method()
    {
        _ = Machine.Define("Subject", "test", m => Block(m, outer =>
                Block(outer, inner => inner.PushLiteral(Int(5)).ReturnTop()).Send("value", 0).Pop().PushNil().BlockReturnTop())
            .Send("value", 0).Pop().ReturnNil());
        AreSame(Machine.Evaluate(m => m.PushInteger(1).PushReceiver().Send("test", 0).SendSpecial("+").ReturnTop()), Int(6));
    }

    [Test]
    public void Every_form_of_return_returns_from_the_home()
    {
        AreSame(Machine.Evaluate(m => Block(m, b => b.ReturnReceiver()).Send("value", 0).Pop().PushInteger(1).ReturnTop()), Machine.Receiver);
        AreSame(Machine.Evaluate(m => Block(m, b => b.ReturnTrue()).Send("value", 0).Pop().PushInteger(1).ReturnTop()), Memory.True);
        AreSame(Machine.Evaluate(m => Block(m, b => b.ReturnFalse()).Send("value", 0).Pop().PushInteger(1).ReturnTop()), Memory.False);
        AreSame(Machine.Evaluate(m => Block(m, b => b.ReturnNil()).Send("value", 0).Pop().PushInteger(1).ReturnTop()), Nil);
    }

    [Test]
    public void A_home_that_has_returned_cannot_return_again()
    {
        _ = Machine.Define("Subject", "make", m => Block(m, b => b.PushLiteral(Int(5)).ReturnTop().BlockReturnTop()).ReturnTop());
        AreSame(Machine.Evaluate(m => m.PushReceiver().Send("make", 0).Send("value", 0).ReturnTop()), Int(1005));
    }

    [Test]
    public void A_home_that_was_returned_from_past_it_cannot_return_again()
    {
        // The first return drops the frame of the home; the block is kept in a slot.
        _ = Machine.Define("Subject", "test", m => Block(m.PushReceiver(), b => b.PushLiteral(Int(5)).ReturnTop().BlockReturnTop())
            .StoreReceiverVariable(0).PushLiteral(Int(300)).Send("run:after:", 2).ReturnTop());
        AreSame(Machine.Evaluate(m => m.PushReceiver().Send("test", 0).Pop().PushReceiverVariable(0).Send("value", 0).ReturnTop()), Int(1005));
    }

    private MethodBuilder Block(MethodBuilder m, Action<MethodBuilder> body) =>
        CodeKind.HasClosures ? m.PushClosure(0, 0, body) : m.PushBlockContext(0, body);
}

[TestFixtureSource(typeof(EngineTest), nameof(Closures))]
public class UnwindTests(string engine, string kind) : EngineTest(engine, kind)
{
    private Held _result = null!;
    private Held _through = null!;
    private readonly Oop[] _ensure = new Oop[2];

    [SetUp]
    public void DefineMethods()
    {
        Machine.DefineBlocks();
        (_result, _through) = (Machine.Variable(Nil), Machine.Variable(Nil));
        string[] classes = ["BlockClosure", "FullBlockClosure"];
        for (int i = 0; i < classes.Length; i++)
        {
            _ensure[i] = Machine.Define(classes[i], "ensure:", m => m.Temps(2).Primitive(198)
                .PushReceiver().Send("value", 0).StorePopTemp(1).PushTemp(0).Send("value", 0).Pop().PushTemp(1).ReturnTop());
        }
        _ = Machine.Define("Context", "aboutToReturn:through:", m => m
            .PushTemp(0).StorePopLiteralVariable(_result).PushTemp(1).StorePopLiteralVariable(_through)
            .PushLiteral(Int(42)).ReturnTop());
    }

    [Test]
    public void A_return_past_an_ensure_block_tells_the_context_that_returns()
    {
        // The answer of the message stands where the result of the return would: the block goes on.
        AreSame(Machine.Evaluate(m => m
            .PushClosure(0, 0, b => b.PushLiteral(Int(5)).ReturnTop().BlockReturnTop())
            .PushClosure(0, 0, b => b.PushNil().BlockReturnTop())
            .Send("ensure:", 1).PushInteger(1).SendSpecial("+").ReturnTop()), Int(43));
        AreSame(Memory.Fetch(Layouts.Association.Value, _result), Int(5));
        Oop through = Memory.Fetch(Layouts.Association.Value, _through);
        Assert.That(Memory.IsContext(through), Is.True);
        Assert.That(_ensure, Does.Contain(Memory.Fetch(Layouts.Context.Method, through)));
    }

    [Test]
    public void An_ensure_block_that_nobody_returns_past_runs_after_the_other()
    {
        AreSame(Machine.Evaluate(m => m
            .PushClosure(0, 0, b => b.PushLiteral(Int(5)).BlockReturnTop())
            .PushClosure(0, 0, b => b.PushInteger(1).StorePopReceiverVariable(0).PushNil().BlockReturnTop())
            .Send("ensure:", 1).ReturnTop()), Int(5));
        Assert.That(IntegerSlot(0), Is.EqualTo(1));
        AreSame(Memory.Fetch(Layouts.Association.Value, _through), Nil);
    }

    [Test]
    public void An_ensure_block_beyond_the_home_is_not_unwound()
    {
        _ = Machine.Define("Subject", "inner", m => m
            .PushClosure(0, 0, b => b.PushLiteral(Int(5)).ReturnTop()).Send("value", 0).Pop().ReturnNil());
        AreSame(Machine.Evaluate(m => m
            .PushClosure(0, 0, b => b.PushReceiver().Send("inner", 0).BlockReturnTop())
            .PushClosure(0, 0, b => b.PushNil().BlockReturnTop())
            .Send("ensure:", 1).ReturnTop()), Int(5));
        AreSame(Memory.Fetch(Layouts.Association.Value, _through), Nil);
    }
}
