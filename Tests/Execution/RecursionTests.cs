using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>Recursion deeper than the stack: frames become contexts, whatever activated them.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class RecursionTests(string engine, string kind) : EngineTest(engine, kind)
{
    // A collection for each send takes its time: one image is enough.
    private int Depth => Engine.Options.CollectEvery > 0 ? 500 : 20_000;

    [Test]
    public void Sends_go_as_deep_as_memory_allows()
    {
        int depth = CodeKind.Name == "Spur64Sista" && Engine.Options.CollectEvery == 0 ? 100_000 : 5 * Depth;
        _ = Machine.Define("Subject", "down:", m => Descend(m, x => x.Send("down:", 1)));
        AreSame(Machine.Send(Machine.Receiver, "down:", Int(depth)), Int(depth));
    }

    [Test]
    public void Performed_sends_go_as_deep()
    {
        Machine.DefinePrimitive("Object", "perform:with:", 83);
        _ = Machine.Define("Subject", "down:", m => Descend(
            m, x => x.StorePopTemp(1).PushLiteral(Machine.Image.Symbol("down:")).PushTemp(1).Send("perform:with:", 2), temps: 1));
        AreSame(Machine.Send(Machine.Receiver, "down:", Int(Depth)), Int(Depth));
    }

    [Test]
    public void Messages_that_are_not_understood_go_as_deep()
    {
        // doesNotUnderstand: takes the argument out of the Message, and sends what is not understood again.
        Machine.DefinePrimitive("Message", "arguments", 264 + Layouts.Message.Arguments);
        Machine.DefinePrimitive("Array", "at:", 60);
        _ = Machine.Define("Subject", "doesNotUnderstand:", m => m.Temps(1)
            .PushTemp(0).Send("arguments", 0).PushInteger(1).SendSpecial("at:").StorePopTemp(1)
            .PushTemp(1).PushInteger(0).SendSpecial("=").JumpFalse("deeper").PushInteger(0).ReturnTop()
            .Label("deeper").PushReceiver().PushTemp(1).PushInteger(1).SendSpecial("-").Send("unknown:", 1)
            .PushInteger(1).SendSpecial("+").ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "unknown:", Int(Depth)), Int(Depth));
    }

    [Test]
    public void Sends_through_blocks_go_as_deep()
    {
        Machine.DefineBlocks();
        _ = Machine.Define("Subject", "down:", m => Descend(m, x =>
        {
            _ = x.Pop().Pop();
            return (CodeKind.HasClosures
                ? x.PushTemp(0).PushClosure(1, 0, b => b.PushReceiver().PushTemp(0).PushInteger(1).SendSpecial("-").Send("down:", 1).BlockReturnTop())
                : x.PushBlockContext(0, b => b.PushReceiver().PushTemp(0).PushInteger(1).SendSpecial("-").Send("down:", 1).BlockReturnTop()))
                .Send("value", 0);
        }));
        AreSame(Machine.Send(Machine.Receiver, "down:", Int(Depth)), Int(Depth));
    }

    /// <summary>n = 0 ifTrue: [^0]. ^1 + (receiver with n - 1 on the stack, and what is sent to it)</summary>
    private static MethodBuilder Descend(MethodBuilder m, Func<MethodBuilder, MethodBuilder> send, int temps = 0) => send(m
            .Temps(temps).PushTemp(0).PushInteger(0).SendSpecial("=").JumpFalse("deeper").PushInteger(0).ReturnTop()
            .Label("deeper").PushReceiver().PushTemp(0).PushInteger(1).SendSpecial("-"))
        .PushInteger(1).SendSpecial("+").ReturnTop();
}

/// <summary>Recursion through activations that are no points to switch processes at.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(Closures))]
public class UnpolledRecursionTests(string engine, string kind) : EngineTest(engine, kind)
{
    private int Depth => Engine.Options.CollectEvery > 0 ? 500 : 20_000;

    [SetUp]
    public void DefineBlocks()
    {
        Machine.DefineBlocks();
        Memory.Store(0, Machine.Receiver, Int(Depth));
        Memory.Store(1, Machine.Receiver, Int(0));
    }

    [Test]
    public void A_block_that_values_itself_without_context_switch_goes_deep()
    {
        AssertCountsDown(m => m.Send("valueNoContextSwitch", 0), _ => { });
    }

    [Test]
    public void A_block_that_values_itself_with_arguments_goes_deep()
    {
        AssertCountsDown(m => m.PushNewArray(0).Send("valueWithArguments:", 1), _ => { });
    }

    [Test]
    public void A_block_that_ensures_itself_goes_deep()
    {
        AssertCountsDown(m => m.Send("ensure", 0), className => Machine.Define(
            className, "ensure", m => m.Primitive(198).PushReceiver().Send("valueNoContextSwitch", 0).ReturnTop()));
    }

    /// <summary>slot 2 := [slot 0 = 0 ifFalse: [slot 0 := slot 0 - 1. slot 2 …. slot 1 := slot 1 + 1]]</summary>
    private void AssertCountsDown(Func<MethodBuilder, MethodBuilder> again, Action<string> define)
    {
        define("BlockClosure");
        define("FullBlockClosure");
        _ = Machine.Evaluate(m => m.PushClosure(0, 0, b => again(b
                .PushReceiverVariable(0).PushInteger(0).SendSpecial("=").JumpFalse("deeper").PushNil().BlockReturnTop()
                .Label("deeper").PushReceiverVariable(0).PushInteger(1).SendSpecial("-").StorePopReceiverVariable(0)
                .PushReceiverVariable(2)).Pop()
                .PushReceiverVariable(1).PushInteger(1).SendSpecial("+").StorePopReceiverVariable(1)
                .PushNil().BlockReturnTop())
            .StoreReceiverVariable(2).Send("value", 0).ReturnTop());
        Assert.That(IntegerSlot(1), Is.EqualTo(Depth));
    }
}
