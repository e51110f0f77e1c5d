using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>What the image sees of frames, and does to them, through their contexts.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class ContextTests(string engine, string kind) : EngineTest(engine, kind)
{
    [SetUp]
    public void DefineAccessors()
    {
        Machine.DefinePrimitive("Context", "sender", 264 + Layouts.Context.Sender);
        Machine.DefinePrimitive("Context", "pc", 264 + Layouts.Context.Pc);
        Machine.DefinePrimitive("Context", "method", 264 + Layouts.Context.Method);
        Machine.DefinePrimitive("Context", "receiver", 264 + Layouts.Context.Receiver);
        // Compilers write the variables of contexts in the long form, which the VM watches.
        _ = Machine.Define("Context", "depth", m => LongPush(m, Layouts.Context.StackPointer).ReturnTop());
        _ = Machine.Define("Context", "longSender", m => LongPush(m, Layouts.Context.Sender).ReturnTop());
        _ = Machine.Define("Context", "longPc", m => LongPush(m, Layouts.Context.Pc).ReturnTop());
        _ = Machine.Define("Context", "sender:", m => LongStore(m.PushTemp(0), Layouts.Context.Sender).ReturnReceiver());
        _ = Machine.Define("Context", "pc:", m => LongStore(m.PushTemp(0), Layouts.Context.Pc).ReturnReceiver());
    }

    [Test]
    public void A_frame_has_one_context()
    {
        AreSame(Machine.Evaluate(m => m.PushThisContext().PushThisContext().SendSpecial("==").ReturnTop()), Memory.True);
        _ = Machine.Define("Subject", "context", m => m.PushThisContext().ReturnTop());
        AreSame(Machine.Evaluate(m => m
            .PushReceiver().Send("context", 0).PushReceiver().Send("context", 0).SendSpecial("==").ReturnTop()), Memory.False);
    }

    [TestCase("sender")]
    [TestCase("longSender")]
    public void The_sender_is_the_context_of_the_caller(string sender)
    {
        _ = Machine.Define("Subject", "sentBy:", m => m.PushThisContext().Send(sender, 0).PushTemp(0).SendSpecial("==").ReturnTop());
        AreSame(Machine.Evaluate(m => m.PushReceiver().PushThisContext().Send("sentBy:", 1).ReturnTop()), Memory.True);
        AreSame(Machine.Evaluate(m => m.PushThisContext().Send(sender, 0).Send(sender, 0).ReturnTop()), Nil);
    }

    [Test]
    public void A_context_knows_method_and_receiver()
    {
        Oop method = Machine.Define("Subject", "test", m => m.PushThisContext().Send("method", 0).ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "test"), method);
        AreSame(Machine.Evaluate(m => m.PushThisContext().Send("receiver", 0).ReturnTop()), Machine.Receiver);
    }

    [TestCase("pc")]
    [TestCase("longPc")]
    public void The_pc_is_the_next_bytecodes_in_the_images_units(string pc)
    {
        Oop method = Machine.Define("Subject", "test", m => m.PushThisContext().Send(pc, 0).ReturnTop());
        // One byte for each: the pc counts from 1, over a header and the literals in words of the image.
        int literals = CompiledCode.LiteralCount(method, Memory.Dialect);
        AreSame(Machine.Send(Machine.Receiver, "test"), Int((Memory.Dialect.WordSize * (1 + literals)) + 2 + 1));
    }

    [Test]
    public void The_depth_counts_arguments_temps_and_the_stack_below_the_message()
    {
        _ = Machine.Define("Subject", "test:", m => m.Temps(2)
            .PushTrue().PushTrue().PushThisContext().Send("depth", 0).ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "test:", Nil), Int(1 + 2 + 2));
    }

    [Test]
    public void A_method_that_has_returned_leaves_a_context_that_cannot_run()
    {
        _ = Machine.Define("Subject", "context", m => m.PushThisContext().ReturnTop());
        AreSame(Machine.Evaluate(m => m.PushReceiver().Send("context", 0).Send("pc", 0).ReturnTop()), Nil);
        AreSame(Machine.Evaluate(m => m.PushReceiver().Send("context", 0).Send("sender", 0).ReturnTop()), Nil);
    }

    [Test]
    public void A_stored_sender_is_returned_to()
    {
        // inner is to return past outer, which would add 1.
        _ = Machine.Define("Subject", "inner", m => m
            .PushThisContext().PushThisContext().Send("sender", 0).Send("sender", 0).Send("sender:", 1).Pop()
            .PushLiteral(Int(7)).ReturnTop());
        _ = Machine.Define("Subject", "outer", m => m.PushReceiver().Send("inner", 0).PushInteger(1).SendSpecial("+").ReturnTop());
        AreSame(Machine.Evaluate(m => m.PushInteger(1).PushReceiver().Send("outer", 0).SendSpecial("+").ReturnTop()), Int(8));
    }

    [Test]
    public void A_stored_pc_is_where_its_method_goes_on()
    {
        _ = Machine.Define("Subject", "skip:", m => m
            .PushThisContext().Send("sender", 0).Dup().Send("pc", 0).PushTemp(0).SendSpecial("+").Send("pc:", 1).Pop()
            .PushLiteral(Int(7)).ReturnTop());
        AreSame(Machine.Evaluate(m => m
            .PushReceiver().PushLiteral(Int(3)).Send("skip:", 1).Pop().PushInteger(1).ReturnTop().ReturnTop()), Int(7));
        AreSame(Machine.Evaluate(m => m
            .PushReceiver().PushLiteral(Int(0)).Send("skip:", 1).Pop().PushInteger(1).ReturnTop().ReturnTop()), Int(1));
    }

    [Test]
    public void Temps_are_read_and_written_through_the_context()
    {
        (int at, int atPut) = CodeKind.HasClosures ? (210, 211) : (60, 61);
        Machine.DefinePrimitive("Context", "at:", at);
        Machine.DefinePrimitive("Context", "at:put:", atPut);
        _ = Machine.Define("Subject", "test:", m => m.Temps(1)
            .PushThisContext().PushLiteral(Int(2)).PushThisContext().PushInteger(1).SendSpecial("at:")
            .PushInteger(1).SendSpecial("+").SendSpecial("at:put:").Pop()
            .PushTemp(0).PushTemp(1).SendSpecial("@").ReturnTop());
        Oop point = Machine.Send(Machine.Receiver, "test:", Int(41));
        AreSame(Memory.Fetch(Layouts.Point.X, point), Int(41));
        AreSame(Memory.Fetch(Layouts.Point.Y, point), Int(42));
    }

    [Test]
    public void A_caller_sees_what_was_stored_into_its_temps()
    {
        Machine.DefinePrimitive("Context", "at:put:", CodeKind.HasClosures ? 211 : 61);
        _ = Machine.Define("Subject", "storeInto:", m => m
            .PushTemp(0).PushInteger(1).PushLiteral(Int(42)).SendSpecial("at:put:").ReturnTop());
        AreSame(Machine.Evaluate(m => m.Temps(1)
            .PushReceiver().PushThisContext().Send("storeInto:", 1).Pop().PushTemp(0).ReturnTop()), Int(42));
    }

    private MethodBuilder LongPush(MethodBuilder m, int slot) => m.Bytes((byte)First(Op.LongPushReceiverVariable, Op.ExtendedPush), (byte)slot);

    private MethodBuilder LongStore(MethodBuilder m, int slot) =>
        m.Bytes((byte)First(Op.LongStorePopReceiverVariable, Op.ExtendedStorePop), (byte)slot);

    private int First(Op sista, Op v3) => CodeKind.Set.Rows.Single(row => row.Op == (CodeKind.IsSista ? sista : v3)).First;
}
