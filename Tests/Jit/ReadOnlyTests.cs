using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>Objects that compiled code stores into become read-only.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.CompiledSpur))]
public class ReadOnlyTests(string engine, string kind) : CompiledTest(engine, kind)
{
    private Held _log = null!;

    [SetUp]
    public void DefineMethods()
    {
        _log = Machine.Variable(Int(0));
        Machine.DefinePrimitive("Object", "setReadOnly:", 164);
        // Notes value * 100 + index.
        _ = Machine.Define("Object", "attemptToAssign:withIndex:", m => m
            .PushTemp(0).PushLiteral(Int(100)).SendSpecial("*").PushTemp(1).SendSpecial("+").StorePopLiteralVariable(_log).ReturnReceiver());
        _ = Machine.Define("Object", "lock", m => m.PushReceiver().PushTrue().Send("setReadOnly:", 1).ReturnTop());
    }

    [Test]
    public void A_store_into_a_variable_of_a_read_only_receiver_is_refused([Values] bool pops)
    {
        // put: x locks: locks. locks ifTrue: [self lock]. slot 2 := x. ^slot 2
        Held method = Machine.Hold(Machine.Define("Target", "put:locks:", m =>
        {
            _ = m.PushTemp(1).JumpFalse("go").PushReceiver().Send("lock", 0).Pop().Label("go").PushTemp(0);
            _ = (pops ? m.StorePopReceiverVariable(2) : m.StoreReceiverVariable(2).Pop()).PushReceiverVariable(2).ReturnTop();
        }));
        Warm(method, Int(5), Target, "put:locks:", Int(5), Memory.False);
        AreSame(Machine.Send(Target, "put:locks:", Int(6), Memory.True), Int(5), "while it runs");
        AreSame(Value(_log), Int(603));
        AreSame(Machine.Send(Target, "put:locks:", Int(7), Memory.False), Int(5), "called anew");
        AreSame(Value(_log), Int(703));
        _ = Machine.Send(Target, "setReadOnly:", Memory.False);
        AreSame(Machine.Send(Target, "put:locks:", Int(8), Memory.False), Int(8), "writable again");
    }

    [Test]
    public void A_store_into_a_read_only_binding_is_refused()
    {
        Held binding = Machine.Variable(Nil);
        Held method = Machine.Hold(Machine.Define("Target", "put:locks:", m => m
            .PushTemp(1).JumpFalse("go").PushLiteral(binding).Send("lock", 0).Pop()
            .Label("go").PushTemp(0).StorePopLiteralVariable(binding).PushLiteralVariable(binding).ReturnTop()));
        Warm(method, Int(5), Target, "put:locks:", Int(5), Memory.False);
        AreSame(Machine.Send(Target, "put:locks:", Int(6), Memory.True), Int(5), "while it runs");
        AreSame(Value(_log), Int(602));
        AreSame(Machine.Send(Target, "put:locks:", Int(7), Memory.False), Int(5), "called anew");
    }

    [TestCase("Array")]
    [TestCase("ByteArray")]
    [TestCase("WordArray")]
    [TestCase("DoubleWordArray")]
    public void A_store_into_an_element_of_a_read_only_object_fails(string className)
    {
        const int failed = 1000;
        _ = Machine.Define(className, "at:put:", m => m.Primitive(61).PushLiteral(Int(failed)).ReturnTop());
        Held elements = Machine.Hold(Machine.New(className, 20));
        // Stores at 1 to: 20, and locks before the last five: failures are summed.
        Held method = Machine.Hold(Machine.Define("Target", "fill:lockAt:", m => Loop(m.Temps(2).PushInteger(0).StorePopTemp(2), 3, 20, b =>
                AddTo(b.PushTemp(3).PushTemp(1).SendSpecial("=").JumpFalse("go").PushTemp(0).Send("lock", 0).Pop()
                    .Label("go").PushTemp(0).PushTemp(3).PushInteger(1).SendSpecial("at:put:"), 2))
            .PushTemp(2).ReturnTop()));
        Warm(method, Int(20), Target, "fill:lockAt:", elements, Int(-1));
        AreSame(Machine.Send(Target, "fill:lockAt:", elements, Int(16)), Int(15 + (5 * failed)));
    }

    private Oop Value(Held association) => Memory.Fetch(Layouts.Association.Value, association);
}
