using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class JumpTests(string engine, string kind) : EngineTest(engine, kind)
{
    [Test]
    public void A_loop_runs_as_often_as_it_says()
    {
        // sum := 0. i := 1000. [i > 0] whileTrue: [sum := sum + i. i := i - 1]. ^sum
        Oop sum = Machine.Evaluate(m => m.Temps(2)
            .PushInteger(0).StorePopTemp(0).PushLiteral(Int(1000)).StorePopTemp(1)
            .Label("loop").PushTemp(1).PushInteger(0).SendSpecial(">").JumpFalse("end")
            .PushTemp(0).PushTemp(1).SendSpecial("+").StorePopTemp(0)
            .PushTemp(1).PushInteger(1).SendSpecial("-").StorePopTemp(1).Jump("loop")
            .Label("end").PushTemp(0).ReturnTop());
        AreSame(sum, Int(500_500));
    }

    [TestCase(1)]
    [TestCase(300)]
    public void What_is_no_Boolean_is_asked_and_its_answer_stands_in_its_place(int distance)
    {
        _ = Machine.Define("Object", "mustBeBoolean", m => m.PushLiteral(Int(42)).ReturnTop());
        foreach (bool onTrue in new[] { true, false })
        {
            // The pc is behind the jump when the message returns.
            Oop answer = Machine.Evaluate(m =>
            {
                _ = m.PushInteger(0).PushInteger(1).PushReceiver();
                _ = onTrue ? m.JumpTrue("far") : m.JumpFalse("far");
                _ = m.SendSpecial("@").ReturnTop();
                for (int i = 0; i < distance; i++)
                {
                    _ = m.ReturnNil();
                }
                _ = m.Label("far").ReturnNil();
            });
            AreSame(Memory.Fetch(Layouts.Point.X, answer), Int(1), $"{onTrue}");
            AreSame(Memory.Fetch(Layouts.Point.Y, answer), Int(42), $"{onTrue}");
        }
    }

    [Test]
    public void The_context_that_jumps_sees_the_pc_behind_the_jump()
    {
        _ = Machine.Define("Object", "mustBeBoolean", m => m.PushThisContext().Send("sender", 0).Send("pc", 0).ReturnTop());
        Machine.DefinePrimitive("Context", "sender", 264);
        Machine.DefinePrimitive("Context", "pc", 265);
        Oop method = Machine.Define("Subject", "test", m => m.PushNil().PushReceiver().JumpFalse("end").ReturnTop().Label("end").ReturnNil());
        Oop pc = Machine.Send(Machine.Receiver, "test");
        int offset = CompiledCode.FirstBytecode(method, Memory.Dialect) + 3;
        AreSame(pc, Int(CompiledCode.ToImagePc(offset, method, Memory.Dialect)));
    }
}
