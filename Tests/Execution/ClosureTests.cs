using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

[TestFixtureSource(typeof(EngineTest), nameof(Closures))]
public class ClosureTests(string engine, string kind) : EngineTest(engine, kind)
{
    [SetUp]
    public void DefineBlocks() => Machine.DefineBlocks();

    [Test]
    public void A_copied_value_is_the_one_of_the_time_of_the_copy()
    {
        // t := 1. b := [t]. t := 2. ^b value
        AreSame(Machine.Evaluate(m => m.Temps(1).PushInteger(1).StorePopTemp(0)
            .PushTemp(0).PushClosure(1, 0, b => b.PushTemp(0).BlockReturnTop())
            .PushInteger(2).StorePopTemp(0).Send("value", 0).ReturnTop()), Int(1));
    }

    [Test]
    public void Arguments_come_before_copied_values_and_temps_after_them()
    {
        // [:a :b :c :d | | t | t := p. a + (2b) + (4c) + (8d) + (16p) + (32t)]
        AreSame(Machine.Evaluate(m => m.PushInteger(1).PushClosure(1, 4, b =>
            {
                _ = CodeKind.IsSista ? b.Temps(1).LargeFrame() : b.PushNil();
                _ = b.PushTemp(4).StorePopTemp(5).PushInteger(0);
                for (int i = 0; i < 6; i++)
                {
                    _ = b.PushTemp(i).PushLiteral(Int(1 << i)).SendSpecial("*").SendSpecial("+");
                }
                _ = b.BlockReturnTop();
            })
            .PushLiteral(Int(2)).PushLiteral(Int(3)).PushLiteral(Int(4)).PushLiteral(Int(5))
            .Send("value:value:value:value:", 4).ReturnTop()), Int(2 + 6 + 16 + 40 + 16 + 32));
    }

    [Test]
    public void A_block_of_V3_encloses_its_temps_in_its_own_frame()
    {
        // Two activations of one block have a temp each, nil at first.
        AreSame(Machine.Evaluate(m => m.Temps(1).PushClosureCopy(0, 0, b => b
                .PushNil().PushTemp(0).PushNil().SendSpecial("==").PushTrue().StorePopTemp(0).BlockReturnTop())
            .StorePopTemp(0).PushTemp(0).Send("value", 0).Pop().PushTemp(0).Send("value", 0).ReturnTop()), Memory.True);
    }

    [Test]
    public void A_variable_in_a_temp_vector_is_shared()
    {
        // i := 0. b := [i := i + 1]. b value. b value. b value. ^i
        AreSame(Machine.Evaluate(m => m.Temps(2)
            .PushNewArray(1).StorePopTemp(0).PushInteger(0).StorePopRemoteTemp(0, 0)
            .PushTemp(0).PushClosure(1, 0, b => b
                .PushRemoteTemp(0, 0).PushInteger(1).SendSpecial("+").StoreRemoteTemp(0, 0).BlockReturnTop())
            .StorePopTemp(1)
            .PushTemp(1).Send("value", 0).Pop().PushTemp(1).Send("value", 0).Pop().PushTemp(1).Send("value", 0).Pop()
            .PushRemoteTemp(0, 0).ReturnTop()), Int(3));
    }

    [Test]
    public void Blocks_in_blocks_copy_what_they_need()
    {
        // ^[:x | [:y | x - y + p] value: 5] value: 9, with p = 100
        AreSame(Machine.Evaluate(m => m.PushLiteral(Int(100)).PushClosure(1, 1, outer => outer
                .PushTemp(0).PushTemp(1).PushClosure(2, 1, inner => inner
                    .PushTemp(1).PushTemp(0).SendSpecial("-").PushTemp(2).SendSpecial("+").BlockReturnTop())
                .PushLiteral(Int(5)).Send("value:", 1).BlockReturnTop())
            .PushLiteral(Int(9)).Send("value:", 1).ReturnTop()), Int(104));
    }

    [Test]
    public void A_block_outlives_its_method()
    {
        _ = Machine.Define("Subject", "make:", m => m.PushTemp(0).PushClosure(1, 0, b => b
            .PushTemp(0).StorePopReceiverVariable(3).PushReceiver().BlockReturnTop()).ReturnTop());
        Held block = Machine.Hold(Machine.Send(Machine.Receiver, "make:", Int(42)));
        AreSame(Machine.Send(block, "value"), Machine.Receiver);
        Assert.That(IntegerSlot(3), Is.EqualTo(42));
    }

    [Test]
    public void A_wrong_number_of_arguments_fails()
    {
        AreSame(Machine.Evaluate(m => m.PushClosure(0, 1, b => b.PushTrue().BlockReturnTop()).Send("value", 0).ReturnTop()), Nil);
        AreSame(Machine.Evaluate(m => m.PushClosure(0, 0, b => b.PushTrue().BlockReturnTop())
            .PushInteger(1).Send("value:", 1).ReturnTop()), Nil);
    }

    [Test]
    public void ValueWithArguments_spreads_an_array()
    {
        Held block = Machine.Hold(Machine.Evaluate(m => m.PushClosure(0, 2, b => b
            .PushTemp(0).PushTemp(1).SendSpecial("-").BlockReturnTop()).ReturnTop()));
        AreSame(Machine.Send(block, "valueWithArguments:", Memory.NewArray([Int(9), Int(4)])), Int(5));
        AreSame(Machine.Send(block, "valueWithArguments:", Memory.NewArray([Int(9)])), Nil);
        AreSame(Machine.Send(block, "valueWithArguments:", Int(9)), Nil);
    }

    [Test]
    public void The_context_of_a_block_knows_its_closure_method_and_outer_context()
    {
        Held outer = Machine.Variable(Nil);
        Held closure = Machine.Variable(Nil);
        Held context = Machine.Hold(Machine.Evaluate(m => m.PushThisContext().StorePopLiteralVariable(outer)
            .PushClosure(0, 0, b => b.PushThisContext().BlockReturnTop())
            .StoreLiteralVariable(closure).Send("value", 0).ReturnTop()));
        Oop block = Memory.Fetch(Layouts.Association.Value, closure);
        AreSame(Memory.Fetch(Layouts.Context.Closure, context), block);
        AreSame(Memory.Fetch(Layouts.Context.Receiver, context), Machine.Receiver);
        AreSame(Memory.Fetch(Layouts.Closure.OuterContext, block), Memory.Fetch(Layouts.Association.Value, outer));
        Oop method = Memory.Fetch(Layouts.Context.Method, Memory.Fetch(Layouts.Association.Value, outer));
        AreSame(
            Memory.Fetch(Layouts.Context.Method, context),
            CodeKind.IsSista ? Memory.Fetch(Layouts.Closure.StartPcOrMethod, block) : method);
    }
}

[TestFixtureSource(typeof(EngineTest), nameof(Sista))]
public class FullBlockTests(string engine, string kind) : EngineTest(engine, kind)
{
    [SetUp]
    public void DefineBlocks() => Machine.DefineBlocks();

    [Test]
    public void A_block_may_have_a_receiver_of_its_own()
    {
        AreSame(Machine.Evaluate(m => m.PushInteger(1).PushInteger(0).PushLiteral(Int(77))
            .PushFullClosure(1, 0, b => b.PushTemp(0).PushReceiver().SendSpecial("+").BlockReturnTop(), InstructionFlags.ReceiverOnStack)
            .Send("value", 0).SendSpecial("+").ReturnTop()), Int(78));
    }

    [Test]
    public void A_clean_block_has_no_outer_context_and_cannot_return()
    {
        _ = Machine.Define("Context", "cannotReturn:", m => m.PushTemp(0).PushInteger(1).SendSpecial("+").ReturnTop());
        Held block = Machine.Hold(Machine.Evaluate(m => m
            .PushFullClosure(0, 0, b => b.PushLiteral(Int(41)).ReturnTop().BlockReturnTop(), InstructionFlags.NoOuterContext)
            .ReturnTop()));
        AreSame(Memory.Fetch(Layouts.Closure.OuterContext, block), Nil);
        AreSame(Machine.Send(block, "value"), Int(42));
    }
}
