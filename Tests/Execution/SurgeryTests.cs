using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>
/// What exceptions, debuggers and coroutines do to contexts: searching the chain, cutting it, changing what runs. With
/// many frames between, some engines have part of the chain in the heap.
/// </summary>
[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class SurgeryTests(string engine, string kind) : EngineTest(engine, kind)
{
    private const int Failed = 7;
    private const int Home = 1;
    private const int Middle = 2;
    private const int Log = 3;

    /// <summary>home calls protected (a marked method), that calls down: n, and after n calls of itself that calls inner.</summary>
    [SetUp]
    public void DefineMethods()
    {
        DefineFailing("unwindTo:", 195);
        DefineFailing("terminateTo:", 196);
        DefineFailing("handler", 197);
        DefineFailing("stackp:", 76);
        Machine.DefinePrimitive("Context", "sender", 264 + Layouts.Context.Sender);
        Machine.DefinePrimitive("Context", "pc", 264 + Layouts.Context.Pc);
        Machine.DefinePrimitive("Context", "method", 264 + Layouts.Context.Method);
        _ = Machine.Define("Context", "depth", m => Long(m, Op.LongPushReceiverVariable, Op.ExtendedPush, Layouts.Context.StackPointer).ReturnTop());
        _ = Machine.Define("Context", "sender:", m => Store(m, Layouts.Context.Sender));
        _ = Machine.Define("Context", "receiver:", m => Store(m, Layouts.Context.Receiver));
        _ = Machine.Define("Subject", "context", m => m.PushThisContext().ReturnTop());
        _ = Machine.Define("Subject", "down:", m => m
            .PushTemp(0).PushInteger(0).SendSpecial("=").JumpFalse("deeper").PushReceiver().Send("inner", 0).ReturnTop()
            .Label("deeper").PushReceiver().PushTemp(0).PushInteger(1).SendSpecial("-").Send("down:", 1).ReturnTop());
    }

    [TestCase(0)]
    [TestCase(300)]
    public void The_next_unwind_context_is_found_however_far_it_is(int depth)
    {
        Oop method = DefineProtected(depth, 198);
        _ = Machine.Define("Subject", "inner", m => m.PushThisContext().PushNil().Send("unwindTo:", 1).Send("method", 0).ReturnTop());
        AreSame(RunHome(), method);
    }

    [TestCase(0)]
    [TestCase(300)]
    public void The_search_ends_before_its_argument(int depth)
    {
        _ = DefineProtected(depth, 198);
        _ = Machine.Define("Subject", "inner", m => m.PushThisContext().PushReceiverVariable(Middle).Send("unwindTo:", 1).ReturnTop());
        AreSame(RunHome(), Nil);
        _ = Machine.Define("Subject", "inner", m => m
            .PushThisContext().PushReceiverVariable(Home).Send("unwindTo:", 1).PushReceiverVariable(Middle).SendSpecial("==").ReturnTop());
        AreSame(RunHome(), Memory.True);
    }

    [Test]
    public void The_search_begins_above_the_receiver()
    {
        _ = DefineProtected(0, 198);
        _ = Machine.Define("Subject", "inner", m => m.PushReceiverVariable(Middle).PushNil().Send("unwindTo:", 1).ReturnTop());
        AreSame(RunHome(), Nil);
    }

    [Test]
    public void A_dead_context_has_nothing_to_unwind()
    {
        AreSame(Machine.Evaluate(m => m.PushReceiver().Send("context", 0).PushNil().Send("unwindTo:", 1).ReturnTop()), Nil);
        AreSame(Machine.Evaluate(m => m.PushReceiver().Send("context", 0).Send("handler", 0).ReturnTop()), Nil);
        AreSame(Machine.Evaluate(m => m
            .PushReceiver().Send("context", 0).PushThisContext().Send("terminateTo:", 1).Send("sender", 0)
            .PushThisContext().SendSpecial("==").ReturnTop()), Memory.True);
    }

    [TestCase(0)]
    [TestCase(300)]
    public void A_handler_context_is_found_and_finds_itself(int depth)
    {
        Oop method = DefineProtected(depth, 199);
        _ = Machine.Define("Subject", "inner", m => m.PushThisContext().Send("handler", 0).Dup().Send("handler", 0).SendSpecial("==").ReturnTop());
        AreSame(RunHome(), Memory.True);
        _ = Machine.Define("Subject", "inner", m => m.PushThisContext().Send("handler", 0).Send("method", 0).ReturnTop());
        AreSame(RunHome(), method);
        _ = Machine.Define("Subject", "inner", m => m.PushThisContext().PushNil().Send("unwindTo:", 1).ReturnTop());
        AreSame(RunHome(), Nil, "a handler is not to be unwound");
    }

    [Test]
    public void Searches_and_cuts_take_contexts()
    {
        AreSame(Machine.Evaluate(m => m.PushThisContext().PushTrue().Send("unwindTo:", 1).ReturnTop()), Int(Failed));
        AreSame(Machine.Evaluate(m => m.PushThisContext().PushTrue().Send("terminateTo:", 1).ReturnTop()), Int(Failed));
        AreSame(Machine.Evaluate(m => m.PushThisContext().PushThisContext().Send("terminateTo:", 1).ReturnTop()), Int(Failed));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(300)]
    public void Terminated_contexts_end_and_the_receiver_returns_past_them(int depth)
    {
        _ = DefineProtected(depth, 198);
        _ = Machine.Define("Subject", "inner", m => m.Temps(2)
            .PushLiteral(Int(5)).StorePopTemp(1)
            .PushThisContext().PushReceiverVariable(Home).Send("terminateTo:", 1).PushThisContext().SendSpecial("==").JumpFalse("wrong")
            .PushReceiverVariable(Middle).Send("pc", 0).PushNil().SendSpecial("==").JumpFalse("wrong")
            .PushReceiverVariable(Middle).Send("sender", 0).PushNil().SendSpecial("==").JumpFalse("wrong")
            .PushThisContext().Send("sender", 0).PushReceiverVariable(Home).SendSpecial("==").JumpFalse("wrong")
            .PushTemp(1).ReturnTop()
            .Label("wrong").PushTemp(0).ReturnTop());
        AreSame(RunHome(), Int(5));
    }

    [TestCase(0)]
    [TestCase(300)]
    public void Any_context_can_be_the_receiver_of_a_cut(int depth)
    {
        _ = DefineProtected(depth, 198);
        _ = Machine.Define("Subject", "inner", m => m
            .PushThisContext().Send("sender", 0).PushReceiverVariable(Home).Send("terminateTo:", 1).Pop()
            .PushReceiverVariable(Middle).Send("pc", 0).PushNil().SendSpecial("==").ReturnTop());
        AreSame(RunHome(), Memory.True);
    }

    [Test]
    public void Nil_ends_no_context_and_only_takes_the_sender_away()
    {
        _ = DefineProtected(2, 198);
        _ = Machine.Define("Subject", "inner", m => m
            .PushThisContext().PushNil().Send("terminateTo:", 1).Send("sender", 0).PushNil().SendSpecial("==").JumpFalse("wrong")
            .PushReceiverVariable(Middle).Send("pc", 0).PushNil().SendSpecial("==").JumpTrue("wrong")
            // Middle is not among the senders now: it becomes the sender, and nothing ends.
            .PushThisContext().PushReceiverVariable(Middle).Send("terminateTo:", 1).Pop().PushLiteral(Int(5)).ReturnTop()
            .Label("wrong").PushNil().ReturnTop());
        AreSame(RunHome(), Int(5));
    }

    [Test]
    public void A_context_that_ends_itself_goes_on_until_it_returns()
    {
        Held home = Machine.Variable(Nil);
        _ = Machine.Define("Context", "cannotReturn:", m => m
            .PushReceiver().PushLiteralVariable(home).Send("sender:", 1).Pop()
            .PushTemp(0).PushLiteral(Int(1000)).SendSpecial("+").ReturnTop());
        _ = DefineProtected(1, 198);
        // A dead context, put on top of the chain, is told to end all down to the home.
        _ = Machine.Define("Subject", "inner", m => m.Temps(1)
            .PushReceiverVariable(Home).StorePopLiteralVariable(home)
            .PushReceiver().Send("context", 0).StorePopTemp(0)
            .PushTemp(0).PushThisContext().Send("sender:", 1).Pop()
            .PushTemp(0).PushReceiverVariable(Home).Send("terminateTo:", 1).Pop()
            .PushLiteral(Int(5)).ReturnTop().ReturnTop());
        AreSame(RunHome(), Int(1005));
    }

    [Test]
    public void A_shorter_stack_drops_operands_and_a_longer_one_shows_nil()
    {
        _ = Machine.Define("Subject", "change:", m => m
            .PushThisContext().Send("sender", 0).PushThisContext().Send("sender", 0).Send("depth", 0).PushTemp(0).SendSpecial("+")
            .Send("stackp:", 1).Pop().PushLiteral(Int(5)).ReturnTop());
        AreSame(Machine.Evaluate(m => m
            .PushInteger(1).PushInteger(2).PushReceiver().PushInteger(-1).Send("change:", 1).SendSpecial("+").ReturnTop()), Int(6));
        AreSame(Machine.Evaluate(m => m
            .PushInteger(1).PushReceiver().PushInteger(1).Send("change:", 1).Pop().ReturnTop()), Nil);
    }

    [Test]
    public void The_stack_of_the_running_context_is_not_changed()
    {
        AreSame(Machine.Evaluate(m => m.PushThisContext().PushInteger(0).Send("stackp:", 1).ReturnTop()), Int(Failed));
        AreSame(Machine.Evaluate(m => m.PushThisContext().PushLiteral(Int(1000)).Send("stackp:", 1).ReturnTop()), Int(Failed));
    }

    [Test]
    public void A_stored_receiver_is_self_when_its_method_goes_on()
    {
        _ = Machine.Define("Subject", "become:", m => m
            .PushThisContext().Send("sender", 0).PushTemp(0).Send("receiver:", 1).Pop().ReturnNil());
        AreSame(Machine.Evaluate(m => m.PushReceiver().PushLiteral(Int(42)).Send("become:", 1).Pop().PushReceiver().ReturnTop()), Int(42));
    }

    [Test]
    public void Coroutines_take_turns_by_swapping_senders()
    {
        // The other one's context waits in a slot.
        _ = Machine.Define("Subject", "turn", m => m.Temps(1)
            .PushReceiverVariable(Home).StorePopTemp(0)
            .PushThisContext().Send("sender", 0).StorePopReceiverVariable(Home)
            .PushThisContext().PushTemp(0).Send("sender:", 1).Pop().ReturnNil());
        _ = Machine.Define("Subject", "other", m => Turn(Turn(Turn(Turn(m, 1), 3), 5), 7).ReturnReceiver());
        Memory.Store(Log, Machine.Receiver, Int(0));
        _ = Machine.Evaluate(m => Note(Turn(Turn(m
            .PushThisContext().StorePopReceiverVariable(Home).PushReceiver().Send("other", 0).Pop(), 2), 4), 6).ReturnReceiver());
        Assert.That(IntegerSlot(Log), Is.EqualTo(123456));
    }

    private static MethodBuilder Turn(MethodBuilder m, int digit) => Note(m, digit).PushReceiver().Send("turn", 0).Pop();

    private static MethodBuilder Note(MethodBuilder m, int digit) => m
        .PushReceiverVariable(Log).PushLiteral(Int(10)).SendSpecial("*").PushLiteral(Int(digit)).SendSpecial("+").StorePopReceiverVariable(Log);

    private void DefineFailing(string selector, int primitive)
    {
        foreach (string name in new[] { "Context", "BlockContext" })
        {
            _ = Machine.Define(name, selector, m => m.Primitive(primitive).PushLiteral(Int(Failed)).ReturnTop());
        }
    }

    private Oop DefineProtected(int depth, int marker) => Machine.Define("Subject", "protected", m => m.Primitive(marker)
        .PushThisContext().StorePopReceiverVariable(Middle).PushReceiver().PushLiteral(Int(depth)).Send("down:", 1).ReturnTop());

    private Oop RunHome() => Machine.Evaluate(m => m
        .PushThisContext().StorePopReceiverVariable(Home).PushReceiver().Send("protected", 0).ReturnTop());

    private MethodBuilder Store(MethodBuilder m, int slot) =>
        Long(m.PushTemp(0), Op.LongStorePopReceiverVariable, Op.ExtendedStorePop, slot).ReturnReceiver();

    private MethodBuilder Long(MethodBuilder m, Op sista, Op v3, int slot) =>
        m.Bytes((byte)CodeKind.Set.Rows.Single(row => row.Op == (CodeKind.IsSista ? sista : v3)).First, (byte)slot);
}
