using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>What the image sees of the frames of compiled code, and does to them while they wait for a send.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.Compiled))]
public class CompiledContextTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [SetUp]
    public void DefineAccessors()
    {
        Machine.DefinePrimitive("Context", "sender", 264 + Layouts.Context.Sender);
        Machine.DefinePrimitive("Context", "pc", 264 + Layouts.Context.Pc);
        Machine.DefinePrimitive("Context", "at:put:", CodeKind.HasClosures ? 211 : 61);
        Machine.DefinePrimitive("Context", "stackp:", 76);
        _ = Machine.Define("Context", "sender:", m => Store(m, Layouts.Context.Sender));
        _ = Machine.Define("Context", "receiver:", m => Store(m, Layouts.Context.Receiver));
        _ = Machine.Define("Context", "pc:", m => Store(m, Layouts.Context.Pc));
        // Skips to the first of so many bytes after the send that its caller waits for.
        _ = Machine.Define("Subject", "skip:", m => m
            .PushThisContext().Send("sender", 0).Dup().Send("pc", 0).PushTemp(0).SendSpecial("+").Send("pc:", 1).Pop().ReturnReceiver());
        // tempAt: index put: anObject, of the caller.
        _ = Machine.Define("Subject", "caller:put:", m => m
            .PushThisContext().Send("sender", 0).PushTemp(0).PushTemp(1).SendSpecial("at:put:").ReturnTop());
    }

    [Test]
    public void The_pc_is_that_of_the_bytecode_wherever_code_is()
    {
        // Each round and each branch asks; the offsets are those of the bytecodes after the sends.
        Held method = Machine.Hold(Machine.Define("Subject", "pcs", m => Loop(m.Temps(2).PushInteger(0).StorePopTemp(0), 1, 6, b =>
                AddTo(AddTo(AddTo(b, 0, x => x.PushThisContext().Send("pc", 0))
                    .PushTemp(1).PushInteger(1).SendSpecial("bitAnd:").PushInteger(0).SendSpecial("=").JumpFalse("odd"),
                    0, x => x.PushThisContext().Send("pc", 0)).Jump("end")
                .Label("odd"), 0, x => x.PushThisContext().Send("pc", 0)).Label("end"))
            .PushTemp(0).ReturnTop()));
        long[] pcs = [.. BytecodeDecoder.Decode(method, Memory.Dialect)
            .Where(i => i.Op == Op.PushThisContext)
            .Select(i => CompiledCode.ToImagePc(i.End + 1, method, Memory.Dialect))];
        Assert.That(pcs, Has.Length.EqualTo(3));
        Warm(method, Int((6 * pcs[0]) + (3 * pcs[1]) + (3 * pcs[2])), Machine.Receiver, "pcs");
    }

    /// <summary>The code knows that the temp is a SmallInteger, until a debugger says otherwise.</summary>
    [Test]
    public void Temps_that_are_changed_from_outside_are_what_they_are_now([Values] bool inLoop)
    {
        _ = Machine.Define("Subject", "+", m => m.PushTemp(0).PushLiteral(Int(1000)).SendSpecial("*").ReturnTop());
        // x := 3. changes ifTrue: [self caller: 2 put: self]. ^x + 5; with a loop of one turn around it
        Held method = Machine.Hold(Machine.Define("Subject", "test:", m =>
        {
            _ = m.Temps(3).PushInteger(1).PushInteger(1).SendSpecial("+").StorePopTemp(1);
            Func<MethodBuilder, MethodBuilder> body = b => b
                .PushTemp(1).PushInteger(1).SendSpecial("+").StorePopTemp(1)
                .PushTemp(0).JumpFalse("go")
                .PushReceiver().PushLiteral(Int(2)).PushReceiver().Send("caller:put:", 2).Pop()
                .Label("go").PushTemp(1).PushLiteral(Int(5)).SendSpecial("+").StorePopTemp(3);
            _ = (inLoop ? Loop(m, 2, 1, body) : body(m)).PushTemp(3).ReturnTop();
        }));
        Warm(method, Int(8), Machine.Receiver, "test:", Memory.False);
        AreSame(Machine.Send(Machine.Receiver, "test:", Memory.True), Int(5000));
    }

    [Test]
    public void The_counter_of_a_loop_can_be_changed_from_outside()
    {
        // Counts to 1000, unless the counter is set to 999 in its tenth turn.
        Held method = Machine.Hold(Machine.Define("Subject", "count:", m => Loop(m.Temps(2).PushInteger(0).StorePopTemp(1), 2, 1000, b =>
                AddTo(b.PushInteger(1), 1).PushTemp(2).PushTemp(0).SendSpecial("=").JumpFalse("go")
                    .PushReceiver().PushLiteral(Int(3)).PushLiteral(Int(999)).Send("caller:put:", 2).Pop().Label("go"))
            .PushTemp(1).ReturnTop()));
        Warm(method, Int(1000), Machine.Receiver, "count:", Int(-1));
        AreSame(Machine.Send(Machine.Receiver, "count:", Int(10)), Int(11));
    }

    [Test]
    public void A_stored_pc_is_where_code_goes_on()
    {
        Held method = Machine.Hold(Machine.Define("Subject", "test:", m => m
            .PushReceiver().PushTemp(0).Send("skip:", 1).Pop().PushInteger(1).ReturnTop().PushInteger(0).ReturnTop()));
        Warm(method, Int(1), Machine.Receiver, "test:", Int(0));
        // Past the pop, the push and the return: the message's answer stays on the stack.
        AreSame(Machine.Send(Machine.Receiver, "test:", Int(3)), Int(0));
        AreSame(Machine.Send(Machine.Receiver, "test:", Int(0)), Int(1));
    }

    [Test]
    public void A_stored_receiver_is_self_from_then_on()
    {
        _ = Machine.Define("Subject", "me:", m => m
            .PushThisContext().Send("sender", 0).PushTemp(0).Send("receiver:", 1).Pop().ReturnReceiver());
        Held other = Machine.Hold(Machine.New("Subject"));
        Memory.Store(4, Machine.Receiver, Int(7));
        Memory.Store(4, other, Int(100));
        Held method = Machine.Hold(Machine.Define("Subject", "test:", m => m
            .PushReceiverVariable(4).PushReceiver().PushTemp(0).Send("me:", 1).Pop().PushReceiverVariable(4).SendSpecial("+").ReturnTop()));
        Warm(method, Int(14), Machine.Receiver, "test:", Machine.Receiver);
        AreSame(Machine.Send(Machine.Receiver, "test:", other), Int(107));
    }

    [Test]
    public void A_stored_sender_is_returned_to_past_compiled_frames([Values(1, 400)] int depth)
    {
        // down: n returns to the caller of all when it is cut short, else counts.
        _ = Machine.Define("Subject", "cut", m => m
            .PushThisContext().PushReceiverVariable(1).Send("sender:", 1).Pop().PushLiteral(Int(42)).ReturnTop());
        _ = Machine.Define("Subject", "down:", m => m
            .PushTemp(0).PushInteger(0).SendSpecial("=").JumpFalse("deeper")
            .PushReceiverVariable(0).JumpFalse("whole").PushReceiver().Send("cut", 0).ReturnTop()
            .Label("whole").PushInteger(0).ReturnTop()
            .Label("deeper").PushReceiver().PushTemp(0).PushInteger(1).SendSpecial("-").Send("down:", 1)
            .PushInteger(1).SendSpecial("+").ReturnTop());
        Held method = Machine.Hold(Machine.Define("Subject", "test:", m => m
            .PushThisContext().StorePopReceiverVariable(1).PushInteger(1)
            .PushReceiver().PushTemp(0).Send("down:", 1).SendSpecial("+").ReturnTop()));
        Memory.Store(0, Machine.Receiver, Memory.False);
        Warm(method, Int(4), Machine.Receiver, "test:", Int(3));
        Memory.Store(0, Machine.Receiver, Memory.True);
        AreSame(Machine.Send(Machine.Receiver, "test:", Int(depth)), Int(43));
        Memory.Store(0, Machine.Receiver, Memory.False);
        AreSame(Machine.Send(Machine.Receiver, "test:", Int(depth)), Int(depth + 1));
    }

    [Test]
    public void Messages_are_performed_whatever_they_are()
    {
        Machine.DefinePrimitive("Object", "perform:", 83);
        Machine.DefinePrimitive("Object", "perform:with:", 83);
        Machine.DefinePrimitive("Object", "perform:withArguments:", 84);
        _ = Machine.Define("Target", "one", m => m.PushInteger(1).ReturnTop());
        _ = Machine.Define("Target", "quick", m => m.Primitive(262).ReturnNil());
        _ = Machine.Define("Target", "double:", m => m.PushTemp(0).PushTemp(0).SendSpecial("+").ReturnTop());
        _ = Machine.Define("Target", "doesNotUnderstand:", m => m.PushLiteral(Int(1000)).ReturnTop());
        Held arguments = Machine.Hold(Memory.NewArray([Int(20)]));
        Held method = Machine.Hold(Machine.Define("Subject", "test:with:", m => m
            .PushTemp(0).PushTemp(1).Send("perform:", 1)
            .PushTemp(0).PushLiteral(Machine.Image.Symbol("double:")).PushLiteral(Int(10)).Send("perform:with:", 2).SendSpecial("+")
            .PushTemp(0).PushLiteral(Machine.Image.Symbol("double:")).PushLiteral(arguments).Send("perform:withArguments:", 2).SendSpecial("+")
            .PushTemp(0).Send("zork", 0).SendSpecial("+").ReturnTop()));
        Held one = Machine.Hold(Machine.Image.Symbol("one"));
        Warm(method, Int(1061), Machine.Receiver, "test:with:", Target, one);
        foreach (string selector in new[] { "quick", "one", "quick", "one" })
        {
            AreSame(Machine.Send(Machine.Receiver, "test:with:", Target, Machine.Image.Symbol(selector)), Int(1061));
        }
        AreSame(Machine.Send(Machine.Receiver, "test:with:", Target, Machine.Image.Symbol("unknown")), Int(2060));
    }

    [Test]
    public void What_is_no_Boolean_is_asked_in_code_that_has_only_met_Booleans([Values] bool onTrue)
    {
        _ = Machine.Define("Object", "mustBeBoolean", m => m.PushLiteral(Int(42)).ReturnTop());
        Held method = Machine.Hold(Machine.Define("Subject", "test:", m =>
        {
            _ = m.PushTemp(0);
            _ = (onTrue ? m.JumpTrue("jump") : m.JumpFalse("jump")).PushNil().ReturnTop().Label("jump").PushInteger(1).ReturnTop();
        }));
        Warm(method, Int(1), Machine.Receiver, "test:", Memory.Boolean(onTrue));
        // The answer stands where the value was, and the push after the jump goes on top of it.
        AreSame(Machine.Send(Machine.Receiver, "test:", Int(3)), Nil);
        AreSame(Machine.Send(Machine.Receiver, "test:", Memory.Boolean(!onTrue)), Nil);
        AreSame(Machine.Send(Machine.Receiver, "test:", Memory.Boolean(onTrue)), Int(1));
    }

    private static MethodBuilder AddTo(MethodBuilder m, int temp, Func<MethodBuilder, MethodBuilder> value) => AddTo(value(m), temp);

    private MethodBuilder Store(MethodBuilder m, int slot) => m.PushTemp(0)
        .Bytes((byte)CodeKind.Set.Rows.Single(row => row.Op == (CodeKind.IsSista ? Op.LongStorePopReceiverVariable : Op.ExtendedStorePop)).First, (byte)slot)
        .ReturnReceiver();
}
