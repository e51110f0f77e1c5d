using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>Methods without sends are done in the code of their callers, which notice nothing of it.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.Compiled))]
public class LeafTests(string engine, string kind) : CompiledTest(engine, kind)
{
    private const int Sent = 4711;

    [SetUp]
    public void DefineSums() => _ = Machine.Define("Object", "+", m => m.Arguments(1).PushLiteral(Int(Sent)).ReturnTop());

    [Test]
    public void A_leaf_reads_its_receiver_arguments_and_literals()
    {
        Held literal = Machine.Hold(Machine.New("Array", 3));
        _ = Machine.Define("Target", "first:second:", m => m
            .PushTemp(1).PushTemp(0).SendSpecial("-").PushReceiverVariable(1).SendSpecial("+").PushInteger(1).SendSpecial("+").ReturnTop());
        _ = Machine.Define("Target", "literal", m => m.PushLiteral(literal.Oop).ReturnTop());
        Memory.Store(1, Target.Oop, Int(100));
        Held method = Machine.Hold(Machine.Define("Subject", "call:", m => m
            .PushTemp(0).PushInteger(2).PushInteger(5).Send("first:second:", 2).ReturnTop()));
        Held other = Machine.Hold(Machine.Define("Subject", "literalOf:", m => m.PushTemp(0).Send("literal", 0).ReturnTop()));
        Warm(method, Int(104), Machine.Receiver, "call:", Target);
        Warm(other, literal.Oop, Machine.Receiver, "literalOf:", Target);
        Memory.FullCollector.Collect();
        AreSame(Machine.Send(Machine.Receiver, "literalOf:", Target), literal.Oop, "after a collection");
    }

    [Test]
    public void What_a_leaf_cannot_do_is_sent_with_all_that_lies_below()
    {
        long max = Memory.Dialect.MaxInteger;
        _ = Machine.Define("Target", "more:", m => m.PushTemp(0).PushReceiverVariable(0).SendSpecial("+").ReturnTop());
        Memory.Store(0, Target.Oop, Int(1));
        // add: n to: target. ^n - (target more: n)
        Held method = Machine.Hold(Machine.Define("Subject", "add:to:", m => m
            .PushTemp(0).PushTemp(1).PushTemp(0).Send("more:", 1).SendSpecial("-").ReturnTop()));
        Warm(method, Int(-1), Machine.Receiver, "add:to:", Int(5), Target);
        AreSame(Machine.Send(Machine.Receiver, "add:to:", Int(max), Target), Int(max - Sent), "too large");
        Memory.Store(0, Target.Oop, Memory.Float(0.5));
        Oop difference = Machine.Send(Machine.Receiver, "add:to:", Int(5), Target);
        Assert.That(Memory.TryFloat(difference, out double value) ? value : 0, Is.EqualTo(-0.5), "a Float");
    }

    [TestCase("<", 1, 2, true)]
    [TestCase("<", 2, 1, false)]
    [TestCase("==", 2, 2, true)]
    [TestCase("==", 2, 3, false)]
    [TestCase(">=", 2, 3, false)]
    public void A_test_in_a_leaf_decides_a_jump_or_is_answered(string test, int left, int right, bool answer)
    {
        _ = Machine.Define("Target", "is:so:", m => m.PushTemp(0).PushTemp(1).SendSpecial(test).ReturnTop());
        Held jumps = Machine.Hold(Machine.Define("Subject", "jump:left:right:", m => m
            .PushInteger(3).PushTemp(0).PushTemp(1).PushTemp(2).Send("is:so:", 2)
            .JumpFalse("no").PushInteger(4).Jump("end").Label("no").PushInteger(5).Label("end").SendSpecial("-").ReturnTop()));
        Held answers = Machine.Hold(Machine.Define("Subject", "answer:left:right:", m => m
            .PushTemp(0).PushTemp(1).PushTemp(2).Send("is:so:", 2).ReturnTop()));
        Warm(jumps, Int(answer ? -1 : -2), Machine.Receiver, "jump:left:right:", Target, Int(left), Int(right));
        Warm(answers, Memory.Boolean(answer), Machine.Receiver, "answer:left:right:", Target, Int(left), Int(right));
    }

    [Test]
    public void Leaves_of_several_classes_are_told_apart()
    {
        _ = Machine.Define("Target", "tell:", m => m.PushTemp(0).PushInteger(1).SendSpecial("+").ReturnTop());
        _ = Machine.Define("Twin", "tell:", m => m.PushTemp(0).StorePopReceiverVariable(0).ReturnReceiver());
        Held twin = Machine.Hold(Machine.New("Twin"));
        Held method = Machine.Hold(Machine.Define("Subject", "call:with:", m => m
            .PushTemp(0).PushTemp(1).Send("tell:", 1).ReturnTop()));
        for (int i = 1; i < 20; i++)
        {
            AreSame(Machine.Send(Machine.Receiver, "call:with:", Target, Int(i)), Int(i + 1));
            AreSame(Machine.Send(Machine.Receiver, "call:with:", twin, Int(i)), twin);
            AreSame(Memory.Fetch(0, twin.Oop), Int(i));
        }
        AssertCompiled(method);
        AreSame(Machine.Send(Machine.Receiver, "call:with:", Target, Int(Memory.Dialect.MaxInteger)), Int(Sent));
    }

    [Test]
    public void A_store_in_a_leaf_is_seen_by_the_collector()
    {
        _ = Machine.Define("Target", "keep:", m => m.PushTemp(0).StorePopReceiverVariable(2).ReturnReceiver());
        Memory.FullCollector.Collect();
        Held method = Machine.Hold(Machine.Define("Subject", "give:", m => m
            .PushTemp(0).PushLiteral(Machine.Image.Class("Array")).PushInteger(3).Send("new:", 1).Send("keep:", 1).ReturnTop()));
        _ = Machine.Define("Object class", "new:", m => m.Arguments(1).Primitive(71).PushNil().ReturnTop());
        Warm(method, Target.Oop, Machine.Receiver, "give:", Target);
        Memory.Scavenger.Scavenge();
        Memory.Scavenger.Scavenge();
        Oop kept = Memory.Fetch(2, Target.Oop);
        AreSame(Memory.ClassOf(kept), Machine.Image.Class("Array"));
        Assert.That(ObjectMemory.SlotCount(kept), Is.EqualTo(3));
    }
}
