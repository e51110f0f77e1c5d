using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>Floats that are doubles in compiled code meet what takes objects, and integers.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.Compiled))]
public class CompiledFloatTests(string engine, string kind) : CompiledTest(engine, kind)
{
    private const int Sent = 4711;

    private static readonly string[] NoFloatOperators = ["@", "bitShift:", "//", "\\\\", "bitAnd:", "bitOr:", "at:", "==", "value:"];

    [TestCaseSource(nameof(NoFloatOperators))]
    public void Two_doubles_become_objects_for_other_messages(string selector)
    {
        // times: n. ^(self * n) selector (self + n), of numbers and so in Object.
        _ = Machine.Define("Object", selector, m => m.Arguments(1).PushLiteral(Int(Sent)).ReturnTop());
        Held method = Machine.Hold(Machine.Define("Object", "times:", m => m
            .PushReceiver().PushTemp(0).SendSpecial("*")
            .PushReceiver().PushTemp(0).SendSpecial("+")
            .SendSpecial(selector).ReturnTop()));
        Warm(method, selector == "==" ? Memory.False : Int(Sent), Memory.Float(1.5), "times:", Memory.Float(2.5));
    }

    [Test]
    public void A_double_is_stored_answered_and_kept_over_a_jump()
    {
        // keep: n. | t | t := n * n. (t < n) ifTrue: [^nil]. ^(t > n and: [t]) = (n * n).
        Held method = Machine.Hold(Machine.Define("Subject", "keep:", m => m.Temps(2)
            .PushTemp(0).PushTemp(0).SendSpecial("*").StorePopTemp(1)
            .PushTemp(1).PushTemp(0).SendSpecial("<").JumpFalse("go").PushNil().ReturnTop().Label("go")
            .PushTemp(1).PushTemp(0).SendSpecial("*")
            .PushTemp(1).PushTemp(0).SendSpecial(">").JumpFalse("no").PushTemp(1).Jump("end").Label("no").PushNil().Label("end")
            .PushTemp(0).SendSpecial("*").SendSpecial("=").ReturnTop()));
        Warm(method, Memory.True, Machine.Receiver, "keep:", Memory.Float(1.5));
    }

    [Test]
    public void An_integer_that_was_used_with_a_Float_is_none()
    {
        // add: n to: x. x + n. ^n + n.
        Held method = Machine.Hold(Machine.Define("Subject", "add:to:", m => m
            .PushTemp(1).PushTemp(0).SendSpecial("+").Pop()
            .PushTemp(0).PushTemp(0).SendSpecial("+").ReturnTop()));
        Held x = Machine.Hold(Memory.Float(1.5));
        Held n = Machine.Hold(Memory.Float(2.5));
        for (int i = 0; i < 12; i++)
        {
            Assert.That(Memory.TryFloat(Machine.Send(Machine.Receiver, "add:to:", n.Oop, x.Oop), out double sum) ? sum : 0, Is.EqualTo(5));
        }
        AssertCompiled(method);
        AreSame(Machine.Send(Machine.Receiver, "add:to:", Int(2), x.Oop), Int(4));
    }
}
