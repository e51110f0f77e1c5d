using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>Blocks of images without closures: their arguments and temps are their home's.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(BlockContexts))]
public class BlockContextTests(string engine, string kind) : EngineTest(engine, kind)
{
    private const int WarmCalls = 8;

    [SetUp]
    public void DefineBlocks() => Machine.DefineBlocks();

    [Test]
    public void A_block_and_its_home_share_temps()
    {
        // t := 1. b := [t := t + t]. b value. t := t + 1. b value. ^t
        AreSame(Evaluate(m => m.Temps(2).PushInteger(1).StorePopTemp(0)
            .PushBlockContext(0, b => b.PushTemp(0).PushTemp(0).SendSpecial("+").StoreTemp(0).BlockReturnTop())
            .StorePopTemp(1).PushTemp(1).Send("value", 0).Pop()
            .PushTemp(0).PushInteger(1).SendSpecial("+").StorePopTemp(0)
            .PushTemp(1).Send("value", 0).Pop().PushTemp(0).ReturnTop()), Int(6));
    }

    [Test]
    public void Arguments_of_the_home_are_seen_by_its_blocks()
    {
        _ = Machine.Define("Subject", "add:", m => m.Temps(1)
            .PushBlockContext(1, b => b.StorePopTemp(1).PushTemp(0).PushTemp(1).SendSpecial("+").BlockReturnTop())
            .PushLiteral(Int(40)).Send("value:", 1).ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "add:", Int(2)), Int(42));
    }

    [Test]
    public void Arguments_arrive_with_the_last_on_top()
    {
        // [:a :b | a - b] value: 9 value: 4
        AreSame(Evaluate(m => m.Temps(2)
            .PushBlockContext(2, b => b.StorePopTemp(1).StorePopTemp(0).PushTemp(0).PushTemp(1).SendSpecial("-").BlockReturnTop())
            .PushLiteral(Int(9)).PushLiteral(Int(4)).Send("value:value:", 2).ReturnTop()), Int(5));
    }

    [Test]
    public void A_block_outlives_its_home_and_keeps_its_temps()
    {
        _ = Machine.Define("Subject", "counter", m => m.Temps(1).PushInteger(0).StorePopTemp(0)
            .PushBlockContext(0, b => b.PushTemp(0).PushInteger(1).SendSpecial("+").StoreTemp(0).BlockReturnTop()).ReturnTop());
        Held first = Machine.Hold(Machine.Send(Machine.Receiver, "counter"));
        Held second = Machine.Hold(Machine.Send(Machine.Receiver, "counter"));
        AreSame(Machine.Send(first, "value"), Int(1));
        AreSame(Machine.Send(first, "value"), Int(2));
        AreSame(Machine.Send(second, "value"), Int(1));
        AreSame(Machine.Send(first, "value"), Int(3));
    }

    [Test]
    public void An_object_stored_into_a_temp_of_an_old_home_stays()
    {
        _ = Machine.Define("Subject", "block", m => m.Temps(1)
            .PushBlockContext(1, b => b.PushInteger(1).SendSpecial("@").StoreTemp(0).BlockReturnTop()).ReturnTop());
        Held block = Machine.Hold(Machine.Send(Machine.Receiver, "block"));
        for (int i = 0; i < 3; i++)
        {
            Memory.Scavenger.Scavenge();
        }
        _ = Machine.Send(block, "value:", Int(42));
        Memory.Scavenger.Scavenge();
        Memory.Scavenger.Scavenge();
        Oop home = Memory.Fetch(Layouts.BlockContext.Home, block);
        Oop point = Memory.Fetch(Layouts.Context.FirstTemp, home);
        AreSame(Memory.ClassOf(point), Machine.Image.Class("Point"));
        AreSame(Memory.Fetch(Layouts.Point.X, point), Int(42));
    }

    [Test]
    public void A_block_that_runs_cannot_be_run_again()
    {
        // b := [b value]. ^b value: the inner primitive fails, and its method answers nil.
        AreSame(Evaluate(m => m.Temps(1)
            .PushBlockContext(0, b => b.PushTemp(0).Send("value", 0).PushNil().SendSpecial("==").BlockReturnTop())
            .StorePopTemp(0).PushTemp(0).Send("value", 0).ReturnTop()), Memory.True);
    }

    [Test]
    public void A_block_can_be_run_again_after_it_has_returned()
    {
        AreSame(Evaluate(m => m.Temps(1)
            .PushBlockContext(1, b => b.BlockReturnTop())
            .StorePopTemp(0).PushTemp(0).PushInteger(1).Send("value:", 1).PushTemp(0).PushInteger(2).Send("value:", 1)
            .SendSpecial("-").ReturnTop()), Int(-1));
    }

    [Test]
    public void Blocks_in_blocks_have_the_methods_home()
    {
        // [[t := 5] value. t + 1] value + t
        AreSame(Evaluate(m => m.Temps(1)
            .PushBlockContext(0, b => b
                .PushBlockContext(0, inner => inner.PushLiteral(Int(5)).StoreTemp(0).BlockReturnTop())
                .Send("value", 0).Pop().PushTemp(0).PushInteger(1).SendSpecial("+").BlockReturnTop())
            .Send("value", 0).PushTemp(0).SendSpecial("+").ReturnTop()), Int(11));
    }

    [Test]
    public void ValueWithArguments_spreads_an_array()
    {
        Held block = Machine.Hold(Evaluate(m => m.Temps(2)
            .PushBlockContext(2, b => b.StorePopTemp(1).StorePopTemp(0).PushTemp(0).PushTemp(1).SendSpecial("-").BlockReturnTop())
            .ReturnTop()));
        AreSame(Machine.Send(block, "valueWithArguments:", Memory.NewArray([Int(9), Int(4)])), Int(5));
        AreSame(Machine.Send(block, "valueWithArguments:", Memory.NewArray([Int(9)])), Nil);
        AreSame(Machine.Send(block, "valueWithArguments:", Int(9)), Nil);
        AreSame(Machine.Send(block, "value"), Nil);
    }

    [Test]
    public void A_block_of_a_contexts_method_reads_the_context_while_that_runs()
    {
        Machine.DefinePrimitive("Context", "sender", 264 + Layouts.Context.Sender);
        _ = Machine.Define("Context", "senderBlock", m => m.PushBlockContext(0, b => b.PushReceiverVariable(0).BlockReturnTop()).ReturnTop());
        AreSame(Evaluate(m => m
            .PushThisContext().Send("senderBlock", 0).Send("value", 0).PushThisContext().Send("sender", 0)
            .SendSpecial("==").ReturnTop()), Memory.True);
    }

    [Test]
    public void Collections_while_a_block_runs_leave_the_temps_of_its_home_alone()
    {
        _ = Machine.Define("Subject", "churn", m => m.Temps(1).PushLiteral(Int(3000)).StorePopTemp(0)
            .Label("loop").PushTemp(0).PushInteger(0).SendSpecial(">").JumpFalse("end")
            .PushTemp(0).PushTemp(0).SendSpecial("@").Pop().PushTemp(0).PushInteger(1).SendSpecial("-").StorePopTemp(0).Jump("loop")
            .Label("end").ReturnReceiver());
        Oop point = Evaluate(m => m.Temps(1)
            .PushBlockContext(0, b => b.PushInteger(1).PushInteger(2).SendSpecial("@").StorePopTemp(0)
                .PushReceiver().Send("churn", 0).Pop().PushTemp(0).BlockReturnTop())
            .Send("value", 0).Pop().PushReceiver().Send("churn", 0).Pop().PushTemp(0).ReturnTop());
        AreSame(Memory.Fetch(Layouts.Point.X, point), Int(1));
        AreSame(Memory.Fetch(Layouts.Point.Y, point), Int(2));
    }

    /// <summary>Runs code as often as it takes to be compiled for what it meets; each time the answer has to be the same.</summary>
    private Oop Evaluate(Action<MethodBuilder> body)
    {
        Held first = Machine.Hold(Machine.Evaluate(body));
        Oop answer = first;
        for (int i = 0; i < WarmCalls; i++)
        {
            answer = Machine.Send(Machine.Receiver, "evaluate");
            Assert.That(answer.IsPointer || answer == first, Is.True, $"call {i} answers {answer.Bits:x}");
        }
        return answer;
    }
}
