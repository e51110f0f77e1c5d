using JitTalk.Core.Memory;
using JitTalk.Jit.Code;
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

    [TestCase(2.25, 1.5)]
    [TestCase(0.0, 0.0)]
    [TestCase(-1.0, null)]
    [TestCase(double.NaN, null)]
    public void Roots_are_those_of_the_primitive(double of, double? root)
    {
        foreach (string className in new[] { "Float", "SmallFloat64" }.Where(name => name == "Float" || Memory.Dialect.HasImmediateFloats))
        {
            _ = Machine.Define(className, "root", m => m.Primitive(55).PushLiteral(Int(Sent)).ReturnTop());
        }
        Held direct = Machine.Hold(Machine.Define("Subject", "rootOf:", m => m.PushTemp(0).Send("root", 0).ReturnTop()));
        Held product = Machine.Hold(Machine.Define("Subject", "rootOfTwice:", m => m
            .PushTemp(0).PushTemp(0).SendSpecial("+").Send("root", 0).ReturnTop()));
        Held halves = Machine.Hold(Memory.Float(of / 2));
        Held whole = Machine.Hold(Memory.Float(of));
        Held four = Machine.Hold(Memory.Float(4));
        for (int i = 0; i < 12; i++)
        {
            _ = Machine.Send(Machine.Receiver, "rootOf:", four.Oop);
            _ = Machine.Send(Machine.Receiver, "rootOfTwice:", four.Oop);
        }
        AssertCompiled(direct);
        AssertCompiled(product);
        AssertRoot(Machine.Send(Machine.Receiver, "rootOf:", whole.Oop), root);
        AssertRoot(Machine.Send(Machine.Receiver, "rootOfTwice:", halves.Oop), root);
    }

    [Test]
    public void An_integer_becomes_a_Float()
    {
        Machine.DefinePrimitive("SmallInteger", "asFloat", 40);
        Held method = Machine.Hold(Machine.Define("Subject", "float:", m => m
            .PushTemp(0).Send("asFloat", 0).PushTemp(0).Send("asFloat", 0).SendSpecial("=").ReturnTop()));
        Warm(method, Memory.True, Machine.Receiver, "float:", Int(-7));
    }

    private void AssertRoot(Oop answer, double? root)
    {
        if (root is not { } expected)
        {
            AreSame(answer, Int(Sent));
            return;
        }
        Assert.That(Memory.TryFloat(answer, out double value) ? value : double.NaN, Is.EqualTo(expected));
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

    [Test]
    public unsafe void Numbers_that_arithmetic_leaves_to_the_image_are_no_surprise_for_ever()
    {
        const int times = 1000;
        // Too long for the arithmetic of the bytecode.
        Held number = Machine.Hold(Memory.Allocate(Memory.Known.LargePositive, ObjectFormat.Bytes, 4));
        Memory.StoreUnchecked(3, number.Oop, Int(-1));
        _ = Machine.Define("LargePositiveInteger", "\\\\", m => m.Arguments(1).PushThisContext().Pop().PushLiteral(Int(Sent)).ReturnTop());
        Held method = Machine.Hold(Machine.Define("Subject", "rest:of:", m => m.PushTemp(0).PushTemp(1).SendSpecial("\\\\").ReturnTop()));
        Warm(method, Int(2), Machine.Receiver, "rest:of:", Int(12), Int(5));
        for (int i = 0; i < times; i++)
        {
            AreSame(Machine.Send(Machine.Receiver, "rest:of:", number, Int(5)), Int(Sent));
        }
        if (Machine.Jit is { } jit)
        {
            UnitEntry entry = new(UnitKind.Method, CompiledCode.FirstToRun(method, Memory.Dialect));
            Assert.That(jit.Store.Find(method, entry)!.Compiles, Is.LessThan(5));
        }
    }
}
