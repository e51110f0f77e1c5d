using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>Methods that only look are done in the code of their callers, which notice nothing of it.</summary>
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

    [TestCase(5, 1, 9, true)]
    [TestCase(0, 1, 9, false)]
    [TestCase(10, 1, 9, false)]
    public void Jumps_in_a_leaf_become_those_of_the_caller_or_make_a_Boolean(int value, int least, int most, bool answer)
    {
        _ = Machine.Define("Target", "isFrom:to:", m => GoldenMethod.Between(m));
        Memory.Store(0, Target.Oop, Int(value));
        Held jumps = Machine.Hold(Machine.Define("Subject", "jump:from:to:", m => m
            .PushInteger(3).PushTemp(0).PushTemp(1).PushTemp(2).Send("isFrom:to:", 2)
            .JumpTrue("yes").PushInteger(5).Jump("end").Label("yes").PushInteger(4).Label("end").SendSpecial("-").ReturnTop()));
        Held answers = Machine.Hold(Machine.Define("Subject", "answer:from:to:", m => m
            .PushTemp(0).PushTemp(1).PushTemp(2).Send("isFrom:to:", 2).ReturnTop()));
        Warm(jumps, Int(answer ? -1 : -2), Machine.Receiver, "jump:from:to:", Target, Int(least), Int(most));
        Warm(answers, Memory.Boolean(answer), Machine.Receiver, "answer:from:to:", Target, Int(least), Int(most));
    }

    [TestCase(3, 4)]
    [TestCase(4, 3)]
    public void Returns_of_a_leaf_meet(int left, int right)
    {
        // smaller: a than: b. a < b ifTrue: [^a]. ^b
        _ = Machine.Define("Target", "smaller:than:", m => m
            .PushTemp(0).PushTemp(1).SendSpecial("<").JumpFalse("no").PushTemp(0).ReturnTop().Label("no").PushTemp(1).ReturnTop());
        Held method = Machine.Hold(Machine.Define("Subject", "of:smaller:than:", m => m
            .PushInteger(100).PushTemp(0).PushTemp(1).PushTemp(2).Send("smaller:than:", 2).SendSpecial("-").ReturnTop()));
        Warm(method, Int(97), Machine.Receiver, "of:smaller:than:", Target, Int(left), Int(right));
        Oop other = Machine.Send(Machine.Receiver, "of:smaller:than:", Target, Memory.Float(2.5), Int(9));
        Assert.That(Memory.TryFloat(other, out double value) ? value : 0, Is.EqualTo(97.5), "a Float");
    }

    [Test]
    public void A_leaf_has_leaves()
    {
        _ = Machine.Define("Target", "least", m => m.PushReceiverVariable(0).ReturnTop());
        _ = Machine.Define("Target", "twice:", m => m.PushTemp(0).PushTemp(0).SendSpecial("+").ReturnTop());
        _ = Machine.Define("Target", "exceeds:", m => m
            .PushReceiver().PushTemp(0).Send("twice:", 1).PushReceiver().Send("least", 0).SendSpecial(">").ReturnTop());
        Memory.Store(0, Target.Oop, Int(10));
        Held method = Machine.Hold(Machine.Define("Subject", "ask:with:", m => m
            .PushTemp(0).PushTemp(1).Send("exceeds:", 1).JumpFalse("no").PushInteger(1).ReturnTop().Label("no").PushInteger(0).ReturnTop()));
        Warm(method, Int(1), Machine.Receiver, "ask:with:", Target, Int(6));
        Warm(method, Int(0), Machine.Receiver, "ask:with:", Target, Int(5));
        AreSame(Machine.Send(Machine.Receiver, "ask:with:", Target, Int(Memory.Dialect.MaxInteger)), Int(1), "Object>>+ answers more than least");
        _ = Machine.Define("Target", "twice:", m => m.Arguments(1).PushInteger(3).ReturnTop());
        Machine.Vm.Interpreter.ForgetLookups();
        AreSame(Machine.Send(Machine.Receiver, "ask:with:", Target, Int(6)), Int(0), "another method in the leaf's leaf");
    }

    [Test]
    public void What_a_leaf_never_sent_is_sent_when_it_comes_to_it()
    {
        const int enoughCalls = 80;
        // check: n. n < 0 ifTrue: [^self complain: n]. ^n
        _ = Machine.Define("Target", "complain:", m => m.PushTemp(0).PushInteger(1).SendSpecial("-").StorePopReceiverVariable(1)
            .PushReceiverVariable(1).ReturnTop());
        Held check = Machine.Hold(Machine.Define("Target", "check:", m => m
            .PushTemp(0).PushInteger(0).SendSpecial("<").JumpFalse("fine").PushReceiver().PushTemp(0).Send("complain:", 1).ReturnTop()
            .Label("fine").PushTemp(0).ReturnTop()));
        for (int i = 0; i < enoughCalls; i++)
        {
            AreSame(Machine.Send(Target, "check:", Int(i)), Int(i));
        }
        Held method = Machine.Hold(Machine.Define("Subject", "check:of:", m => m
            .PushInteger(7).PushTemp(0).PushTemp(1).Send("check:", 1).SendSpecial("+").ReturnTop()));
        Warm(method, Int(12), Machine.Receiver, "check:of:", Target, Int(5));
        for (int i = 1; i < enoughCalls; i++)
        {
            AreSame(Machine.Send(Machine.Receiver, "check:of:", Target, Int(-i)), Int(6 - i), $"complaint {i}");
            AreSame(Memory.Fetch(1, Target.Oop), Int(-i - 1), "stored once");
            AreSame(Machine.Send(Machine.Receiver, "check:of:", Target, Int(i)), Int(7 + i));
        }
    }

    [Test]
    public void What_a_leaf_of_a_leaf_has_stored_is_stored_once_whatever_is_made_of_its_answer()
    {
        // count. x := x + 1. ^self; of: a. a < 0 ifTrue: [^self count]. ^false: no Boolean, of a test that a jump follows.
        _ = Machine.Define("Object", "mustBeBoolean", m => m.PushTrue().ReturnTop());
        _ = Machine.Define("Target", "count", m => m.PushReceiverVariable(0).PushInteger(1).SendSpecial("+").StorePopReceiverVariable(0).ReturnReceiver());
        _ = Machine.Define("Target", "of:", m => m
            .PushTemp(0).PushInteger(0).SendSpecial("<").JumpFalse("no").PushReceiver().Send("count", 0).ReturnTop().Label("no").ReturnFalse());
        Memory.Store(0, Target.Oop, Int(0));
        Held method = Machine.Hold(Machine.Define("Subject", "ask:of:", m => m
            .PushTemp(1).PushTemp(0).Send("of:", 1).JumpFalse("no").PushInteger(1).ReturnTop().Label("no").PushInteger(0).ReturnTop()));
        for (int i = 1; i <= 40; i++)
        {
            AreSame(Machine.Send(Machine.Receiver, "ask:of:", Int(1), Target), Int(0));
            _ = Machine.Send(Machine.Receiver, "ask:of:", Int(-1), Target);
            AreSame(Memory.Fetch(0, Target.Oop), Int(i), $"turn {i}");
        }
        AssertCompiled(method);
    }

    [Test]
    public void A_leaf_stores_all_or_nothing()
    {
        // set: a and: b. a < 0 ifFalse: [x := a. y := b. ^self]. z := a. ^b
        _ = Machine.Define("Target", "set:and:", m => m
            .PushTemp(0).PushInteger(0).SendSpecial("<").JumpTrue("negative")
            .PushTemp(0).StorePopReceiverVariable(0).PushTemp(1).StorePopReceiverVariable(1).ReturnReceiver()
            .Label("negative").PushTemp(0).StorePopReceiverVariable(2).PushTemp(1).ReturnTop());
        Held method = Machine.Hold(Machine.Define("Subject", "set:in:and:", m => m
            .PushTemp(1).PushTemp(0).PushTemp(2).Send("set:and:", 2).ReturnTop()));
        Warm(method, Target.Oop, Machine.Receiver, "set:in:and:", Int(3), Target, Int(4));
        AreSame(Memory.Fetch(0, Target.Oop), Int(3));
        AreSame(Memory.Fetch(1, Target.Oop), Int(4));
        Warm(method, Int(6), Machine.Receiver, "set:in:and:", Int(-5), Target, Int(6));
        AreSame(Memory.Fetch(2, Target.Oop), Int(-5));
        AreSame(Memory.Fetch(1, Target.Oop), Int(4), "not of this path");
    }

    [Test]
    public void A_leaf_makes_an_object_and_stores_into_it_while_there_is_room_and_after()
    {
        const int more = 3_000;
        Machine.DefinePrimitive("Object class", "basicNew", 70);
        // Object class>>new ^self basicNew initialize; Target class>>with: x and: y ^self new set: x and: y
        _ = Machine.Define("Object", "initialize", m => m.Primitive(256).ReturnReceiver());
        _ = Machine.Define("Object class", "new", m => m.PushReceiver().Send("basicNew", 0).Send("initialize", 0).ReturnTop());
        _ = Machine.Define("Target", "set:and:", m => m
            .PushTemp(0).StorePopReceiverVariable(0).PushTemp(1).StorePopReceiverVariable(3).ReturnReceiver());
        _ = Machine.Define("Target class", "with:and:", m => m
            .PushReceiver().Send("new", 0).PushTemp(0).PushTemp(1).Send("set:and:", 2).ReturnTop());
        Held method = Machine.Hold(Machine.Define("Subject", "make:and:", m => m
            .PushLiteral(Machine.Image.Class("Target")).PushTemp(0).PushTemp(1).Send("with:and:", 2).ReturnTop()));
        for (int i = 0; i < more; i++)
        {
            Oop made = Machine.Send(Machine.Receiver, "make:and:", Int(i), Int(-i));
            AreSame(Memory.ClassOf(made), Machine.Image.Class("Target"));
            AreSame(Memory.Fetch(0, made), Int(i));
            AreSame(Memory.Fetch(1, made), Nil);
            AreSame(Memory.Fetch(3, made), Int(-i));
        }
        AssertCompiled(method);
    }
}
