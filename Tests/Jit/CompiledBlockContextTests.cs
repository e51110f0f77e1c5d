using JitTalk.Core.Memory;
using JitTalk.Jit.Code;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>Compiled methods that make BlockContexts, and the bodies of those, whose temps are in the heap.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.CompiledBlockContexts))]
public class CompiledBlockContextTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [SetUp]
    public void DefineBlocks()
    {
        Machine.DefineBlocks();
        Machine.DefinePrimitive("Context", "sender", 264 + Layouts.Context.Sender);
        Machine.DefinePrimitive("BlockContext", "home", 264 + Layouts.BlockContext.Home);
        Machine.DefinePrimitive("Context", "at:put:", 61);
        // A method of a context has all frames in the heap when it begins, as a switch of processes has.
        _ = Machine.Define("Context", "touch", m => m.PushTrue().Pop().ReturnReceiver());
        _ = Machine.Define("BlockContext", "touch", m => m.PushTrue().Pop().ReturnReceiver());
        // tempAt: index put: anObject, of the caller, or of the home of the block that calls.
        _ = Machine.Define("Subject", "caller:put:", m => m
            .PushThisContext().Send("sender", 0).PushTemp(0).PushTemp(1).SendSpecial("at:put:").ReturnTop());
        _ = Machine.Define("Subject", "home:put:", m => m
            .PushThisContext().Send("sender", 0).Send("home", 0).PushTemp(0).PushTemp(1).SendSpecial("at:put:").ReturnTop());
        // run: block after: n, which is n frames deep when it runs the block.
        _ = Machine.Define("Subject", "run:after:", m => m
            .PushTemp(1).PushInteger(0).SendSpecial("=").JumpFalse("deeper")
            .PushTemp(0).Send("value", 0).ReturnTop()
            .Label("deeper").PushReceiver().PushTemp(0).PushTemp(1).PushInteger(1).SendSpecial("-").Send("run:after:", 2).ReturnTop());
        _ = Machine.Define("Context", "cannotReturn:", m => m.PushTemp(0).PushLiteral(Int(1000)).SendSpecial("+").ReturnTop());
        _ = Machine.Define("BlockContext", "cannotReturn:", m => m.PushTemp(0).PushLiteral(Int(1000)).SendSpecial("+").ReturnTop());
    }

    [Test]
    public void A_body_is_compiled_as_well_as_its_method()
    {
        // sum := 0. block := [:each | sum := sum + each]. 1 to: 20 do: [block value: i]. ^sum
        Held method = Machine.Hold(Machine.Define("Subject", "test", m => Loop(m.Temps(4).PushInteger(0).StorePopTemp(0)
                .PushBlockContext(1, b => b.StorePopTemp(3).PushTemp(0).PushTemp(3).SendSpecial("+").StoreTemp(0).BlockReturnTop())
                .StorePopTemp(1), 2, 20, b => b.PushTemp(1).PushTemp(2).Send("value:", 1).Pop())
            .PushTemp(0).ReturnTop()));
        Warm(method, Int(210), Machine.Receiver, "test");
        if (Machine.Jit is { } jit)
        {
            Assert.That(jit.Store.Units.Where(u => u.Place.Method == method).Select(u => u.Entry.Kind), Does.Contain(UnitKind.Block));
        }
    }

    [Test]
    public void Temps_of_the_home_that_are_changed_from_outside_are_what_they_are_now([Values] bool inBlock)
    {
        // x := 1. block := [x := x + 1. self home: 1 put: 40. x + 1]. ^block value + x, or the change in the method
        Held method = Machine.Hold(Machine.Define("Subject", "test", m =>
        {
            _ = m.Temps(2).PushInteger(1).StorePopTemp(0).PushBlockContext(0, b =>
            {
                _ = b.PushTemp(0).PushInteger(1).SendSpecial("+").StorePopTemp(0);
                _ = inBlock ? b.PushReceiver().PushInteger(1).PushLiteral(Int(40)).Send("home:put:", 2).Pop() : b;
                _ = b.PushTemp(0).PushInteger(1).SendSpecial("+").StoreTemp(0).BlockReturnTop();
            }).StorePopTemp(1);
            _ = inBlock ? m : m.PushReceiver().PushInteger(1).PushLiteral(Int(39)).Send("caller:put:", 2).Pop();
            _ = m.PushTemp(1).Send("value", 0).PushTemp(0).SendSpecial("+").ReturnTop();
        }));
        Warm(method, Int(82), Machine.Receiver, "test");
    }

    [TestCase(3)]
    [TestCase(1000)]
    public void A_method_calls_itself_through_its_blocks(int depth)
    {
        // sum: n  ^n = 0 ifTrue: [0] ifFalse: [[n + (self sum: n - 1)] value]
        Held method = Machine.Hold(Machine.Define("Subject", "sum:", m => m
            .PushTemp(0).PushInteger(0).SendSpecial("=").JumpFalse("more").PushInteger(0).ReturnTop()
            .Label("more").PushBlockContext(0, b => b.PushTemp(0).PushReceiver().PushTemp(0).PushInteger(1).SendSpecial("-")
                .Send("sum:", 1).SendSpecial("+").BlockReturnTop())
            .Send("value", 0).ReturnTop()));
        Warm(method, Int(depth * (depth + 1) / 2), Machine.Receiver, "sum:", Int(depth));
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(500)]
    public void A_return_in_a_body_returns_from_the_home(int depth)
    {
        // test: n  x := n. self run: [x := x + 1. ^x] after: n. ^nil
        Held method = Machine.Hold(Machine.Define("Subject", "test:", m => m.Temps(1).PushTemp(0).StorePopTemp(1)
            .PushReceiver().PushBlockContext(0, b => b.PushTemp(1).PushInteger(1).SendSpecial("+").StoreTemp(1).ReturnTop())
            .PushTemp(0).Send("run:after:", 2).Pop().ReturnNil()));
        Warm(method, Int(depth + 1), Machine.Receiver, "test:", Int(depth));
    }

    [Test]
    public void A_body_whose_home_has_returned_counts_on_and_cannot_return_from_it()
    {
        // make  x := 0. ^[x := x + 1. x > 3 ifTrue: [^x]. x]
        Held make = Machine.Hold(Machine.Define("Subject", "make", m => m.Temps(1).PushInteger(0).StorePopTemp(0)
            .PushBlockContext(0, b => b.PushTemp(0).PushInteger(1).SendSpecial("+").StorePopTemp(0)
                .PushTemp(0).PushInteger(3).SendSpecial(">").JumpFalse("few").PushTemp(0).ReturnTop().BlockReturnTop()
                .Label("few").PushTemp(0).BlockReturnTop()).ReturnTop()));
        Held method = Machine.Hold(Machine.Define("Subject", "test", m => m.Temps(2)
            .PushReceiver().Send("make", 0).StorePopTemp(0).PushReceiver().Send("make", 0).StorePopTemp(1)
            .PushTemp(0).Send("value", 0).PushTemp(0).Send("value", 0).SendSpecial("+").PushTemp(1).Send("value", 0).SendSpecial("+")
            .PushTemp(0).Send("value", 0).SendSpecial("+").PushTemp(0).Send("value", 0).SendSpecial("+").ReturnTop()));
        Warm(method, Int(1 + 2 + 1 + 3 + 1004), Machine.Receiver, "test");
        AssertCompiled(make);
    }

    [Test]
    public void Frames_that_were_in_the_heap_meanwhile_go_on_with_the_same_temps()
    {
        // x := 0. block := [:i | x := x + i. thisContext touch. x := x + 1]. 1 to: 30 do: [block value: i. thisContext touch. x := x + 1]
        Held method = Machine.Hold(Machine.Define("Subject", "test", m => Loop(m.Temps(4).PushInteger(0).StorePopTemp(0)
                .PushBlockContext(1, b => AddTo(AddTo(b.StorePopTemp(3).PushTemp(3), 0).PushThisContext().Send("touch", 0).Pop().PushInteger(1), 0)
                    .PushTemp(0).BlockReturnTop())
                .StorePopTemp(1), 2, 30, b => AddTo(b.PushTemp(1).PushTemp(2).Send("value:", 1).Pop()
                    .PushThisContext().Send("touch", 0).Pop().PushInteger(1), 0))
            .PushTemp(0).ReturnTop()));
        Warm(method, Int(465 + 60), Machine.Receiver, "test");
    }

    [Test]
    public void A_loop_that_makes_a_block_at_last_goes_on_with_it([Values] bool inBody)
    {
        // x := 0. 1 to: 60 do: [:i | i = turn ifTrue: [block := [x := x + 100]. block value]. x := x + 1]. ^x
        MethodBuilder Counting(MethodBuilder m, int first) => Loop(m.PushInteger(0).StorePopTemp(first), first + 1, 60, b => AddTo(b
            .PushTemp(first + 1).PushTemp(0).SendSpecial("=").JumpFalse("go")
            .PushBlockContext(0, inner => inner.PushTemp(first).PushLiteral(Int(100)).SendSpecial("+").StoreTemp(first).BlockReturnTop())
            .Send("value", 0).Pop().Label("go").PushInteger(1), first)).PushTemp(first);

        Held method = Machine.Hold(Machine.Define("Subject", "test:", m =>
        {
            _ = m.Temps(2);
            _ = inBody ? m.PushBlockContext(0, b => Counting(b, 1).BlockReturnTop()).Send("value", 0).ReturnTop() : Counting(m, 1).ReturnTop();
        }));
        Warm(method, Int(60), Machine.Receiver, "test:", Int(-1));
        Warm(method, Int(160), Machine.Receiver, "test:", Int(40));
        Warm(method, Int(60), Machine.Receiver, "test:", Int(-1));
    }

    [Test]
    public void A_block_that_was_never_made_before_is_made_when_it_has_to_be()
    {
        Held method = Machine.Hold(Machine.Define("Subject", "test:", m => m.Temps(1).PushInteger(2).StorePopTemp(1)
            .PushTemp(0).JumpFalse("plain").PushBlockContext(0, b => b.PushTemp(1).PushInteger(1).SendSpecial("+").StoreTemp(1).BlockReturnTop())
            .Send("value", 0).PushTemp(1).SendSpecial("+").ReturnTop()
            .Label("plain").PushTemp(1).ReturnTop()));
        Warm(method, Int(2), Machine.Receiver, "test:", Memory.False);
        Warm(method, Int(6), Machine.Receiver, "test:", Memory.True);
        Warm(method, Int(2), Machine.Receiver, "test:", Memory.False);
    }

    [Test]
    public void A_block_that_is_active_or_takes_another_number_fails_to_run()
    {
        // block := [:x | block value: x]: the inner primitive fails, and its method answers nil.
        Held method = Machine.Hold(Machine.Define("Subject", "test", m => m.Temps(2)
            .PushBlockContext(1, b => b.StorePopTemp(1).PushTemp(0).PushTemp(1).Send("value:", 1).PushNil().SendSpecial("==").BlockReturnTop())
            .StorePopTemp(0).PushTemp(0).PushInteger(1).Send("value:", 1).JumpFalse("bad")
            .PushTemp(0).Send("value", 0).PushNil().SendSpecial("==").ReturnTop().Label("bad").PushInteger(0).ReturnTop()));
        Warm(method, Memory.True, Machine.Receiver, "test");
    }

    [Test]
    public void A_block_that_is_changed_to_take_another_number_does_not_run_the_code_for_the_first()
    {
        Machine.DefinePrimitive("Object", "instVarAt:put:", 74);
        // run: block  ^block value: 7
        _ = Machine.Define("Subject", "run:", m => m.PushTemp(0).PushLiteral(Int(7)).Send("value:", 1).ReturnTop());
        // make: n  block := [:x | x]. block is to take n. ^n = 1 ifTrue: [self run: block] ifFalse: [block value]
        Held method = Machine.Hold(Machine.Define("Subject", "make:", m => m.Temps(2)
            .PushBlockContext(1, b => b.StorePopTemp(2).PushTemp(2).BlockReturnTop()).StorePopTemp(1)
            .PushTemp(1).PushLiteral(Int(1 + Layouts.BlockContext.ArgumentCount)).PushTemp(0).Send("instVarAt:put:", 2).Pop()
            .PushTemp(0).PushInteger(1).SendSpecial("=").JumpFalse("none").PushReceiver().PushTemp(1).Send("run:", 1).ReturnTop()
            .Label("none").PushTemp(1).Send("value", 0).ReturnTop()));
        Warm(method, Int(7), Machine.Receiver, "make:", Int(1));
        Warm(method, Nil, Machine.Receiver, "make:", Int(0));
        Warm(method, Int(7), Machine.Receiver, "make:", Int(1));
    }

    /// <summary>The block has been compiled for receivers that have their variables where they lie.</summary>
    [Test]
    public void A_block_of_a_method_of_contexts_reads_them_while_they_run()
    {
        _ = Machine.Define("Object", "first", m => m.PushBlockContext(0, b => b.PushReceiverVariable(0).BlockReturnTop()).ReturnTop());
        Held value = Machine.Hold(Machine.Define("Subject", "value:", m => m.PushTemp(0).Send("value", 0).ReturnTop()));
        Held method = Machine.Hold(Machine.Define("Subject", "test:", m => m.PushReceiver().PushTemp(0).Send("first", 0).Send("value:", 1).ReturnTop()));
        _ = Machine.Define("Subject", "own", m => m
            .PushReceiver().PushThisContext().Send("test:", 1).PushThisContext().Send("sender", 0).SendSpecial("==").ReturnTop());
        Memory.Store(0, Machine.Receiver, Int(5));
        Warm(method, Int(5), Machine.Receiver, "test:", Machine.Receiver);
        AssertCompiled(value);
        for (int i = 0; i < 3; i++)
        {
            AreSame(Machine.Send(Machine.Receiver, "own"), Memory.True);
            AreSame(Machine.Send(Machine.Receiver, "test:", Machine.Receiver), Int(5));
        }
    }

    [Test]
    public void A_body_reads_and_writes_the_receiver_of_its_home()
    {
        Held other = Machine.Hold(Machine.New("Subject"));
        Memory.Store(1, Machine.Receiver, Int(0));
        Memory.Store(1, other, Int(50));
        // count: other  a := self block. b := other block. ^a value + b value + a value, where block is [state := state + 1]
        _ = Machine.Define("Subject", "block", m => m.PushBlockContext(0, b => b
            .PushReceiverVariable(1).PushInteger(1).SendSpecial("+").StoreReceiverVariable(1).BlockReturnTop()).ReturnTop());
        Held method = Machine.Hold(Machine.Define("Subject", "count:", m => m.Temps(2)
            .PushInteger(0).StorePopReceiverVariable(1)
            .PushReceiver().Send("block", 0).StorePopTemp(1).PushTemp(0).Send("block", 0).StorePopTemp(2)
            .PushTemp(1).Send("value", 0).PushTemp(2).Send("value", 0).Pop().PushTemp(1).Send("value", 0).SendSpecial("+").ReturnTop()));
        Warm(method, Int(3), Machine.Receiver, "count:", other);
        Assert.That(Memory.Fetch(1, other).Integer, Is.GreaterThan(50));
    }
}
