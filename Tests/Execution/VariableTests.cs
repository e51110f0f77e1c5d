using JitTalk.Core.Memory;
using JitTalk.Tests.Primitives;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>Stores that the image refuses, and stores that the collector has to know of.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(All))]
public unsafe class VariableTests(string engine, string kind) : EngineTest(engine, kind)
{
    private Held _log = null!;

    /// <summary>attemptToAssign:withIndex: notes what it is told, as index@value.</summary>
    [SetUp]
    public void DefineAttemptToAssign()
    {
        _log = Machine.Variable(Nil);
        _ = Machine.Define("Object", "attemptToAssign:withIndex:", m => m
            .PushTemp(1).PushTemp(0).SendSpecial("@").StorePopLiteralVariable(_log).ReturnNil());
    }

    [TestCase(0, true)]
    [TestCase(63, true)]
    [TestCase(0, false)]
    public void A_store_into_a_read_only_object_asks_the_object(int slot, bool pops)
    {
        Dialects.MakeReadOnly(Machine.Receiver);
        _ = Machine.Evaluate(m => Store(m.PushInteger(1), slot, pops).ReturnReceiver());
        AreSame(Slot(slot), Nil, "the object was written");
        AssertLogged(slot + 1);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_store_into_a_read_only_literal_variable_asks_it(bool pops)
    {
        Held variable = Machine.Variable(Nil);
        Dialects.MakeReadOnly(variable);
        _ = Machine.Evaluate(m => (pops
            ? m.PushInteger(1).StorePopLiteralVariable(variable)
            : m.PushInteger(1).StoreLiteralVariable(variable)).ReturnReceiver());
        AreSame(Memory.Fetch(Layouts.Association.Value, variable), Nil, "the variable was written");
        AssertLogged(Layouts.Association.Value + 1);
    }

    [Test]
    public void An_old_object_keeps_the_young_one_that_was_stored_into_it()
    {
        Machine.DefinePrimitive("Object class", "basicNew:", 71);
        Oop old = Memory.AllocateOld(
            Memory.EnsureClassIndex(Machine.Image.Class("Subject")), ObjectFormat.Fixed, Machine.SubjectSlots);
        ObjectMemory.Fill(ObjectMemory.Slots(old), Machine.SubjectSlots, Nil);
        _ = Machine.Define("Subject", "fill", m => m
            .PushInteger(1).PushInteger(2).SendSpecial("@").StorePopReceiverVariable(3)
            .PushLiteral(Machine.Image.Class("Array")).PushLiteral(Int(5)).Send("basicNew:", 1).StoreReceiverVariable(60).Pop()
            .ReturnReceiver());
        _ = Machine.Send(old, "fill");
        Memory.Scavenger.Scavenge();
        Memory.Scavenger.Scavenge();
        Oop point = Memory.Fetch(3, old);
        AreSame(Memory.Fetch(Layouts.Point.Y, point), Int(2));
        Assert.That(ObjectMemory.SlotCount(Memory.Fetch(60, old)), Is.EqualTo(5));
        Memory.Verifier.VerifyShapes();
    }

    private static MethodBuilder Store(MethodBuilder m, int slot, bool pops) =>
        pops ? m.StorePopReceiverVariable(slot) : m.StoreReceiverVariable(slot);

    private void AssertLogged(long index)
    {
        Oop point = Memory.Fetch(Layouts.Association.Value, _log);
        AreSame(Memory.Fetch(Layouts.Point.X, point), Int(index), "index");
        AreSame(Memory.Fetch(Layouts.Point.Y, point), Int(1), "value");
    }
}
