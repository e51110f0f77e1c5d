using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>What sends find changes while compiled code that has it built in exists, or runs.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.Compiled))]
public class InvalidationTests(string engine, string kind) : CompiledTest(engine, kind)
{
    private const int Before = 7;
    private const int After = 100;

    public enum Callee
    {
        Method,
        Constant,
        Slot,
        Primitive,
    }

    [Test]
    public void A_replaced_method_is_found_by_compiled_callers(
        [Values] Callee before, [Values(Callee.Method, Callee.Slot)] Callee after)
    {
        Held old = Machine.Hold(DefineCallee("Target", before, isBefore: true));
        _ = DefineCallee("Twin", after, isBefore: false);
        Held caller = Machine.Hold(Machine.Define("Subject", "call:", m => m
            .PushTemp(0).Send("tell", 0).PushTemp(0).Send("tell", 0).SendSpecial("+").ReturnTop()));
        Held change = Machine.Hold(DefineChange(119, old));
        Oop twice = Int(2 * Answer(before, isBefore: true).Integer);
        Warm(caller, twice, Machine.Receiver, "call:", Target);
        _ = Machine.Send(Target, "change");
        AreSame(Machine.Send(Machine.Receiver, "call:", Target), Int(2 * Answer(after, isBefore: false).Integer));
    }

    /// <summary>The loop that the caller runs goes on with the new method in the activation that it began with the old.</summary>
    [Test]
    public void A_caller_that_runs_goes_on_with_what_replaces_its_callee(
        [Values] Callee before, [Values(89, 116, 119)] int flush)
    {
        Held old = Machine.Hold(DefineCallee("Target", before, isBefore: true));
        _ = DefineCallee("Twin", Callee.Method, isBefore: false);
        DefineChange(flush, old);
        // sum := 0. 1 to: 20 do: [:i | sum := sum + aTarget tell. i = last ifTrue: [aTarget change]]. ^sum
        Held caller = Machine.Hold(Machine.Define("Subject", "call:last:", m => Loop(m.Temps(2).PushInteger(0).StorePopTemp(2), 3, 20, b =>
                AddTo(b.PushTemp(0).Send("tell", 0), 2)
                    .PushTemp(3).PushTemp(1).SendSpecial("=").JumpFalse("go").PushTemp(0).Send("change", 0).Pop().Label("go"))
            .PushTemp(2).ReturnTop()));
        long first = Answer(before, isBefore: true).Integer;
        Warm(caller, Int(20 * first), Machine.Receiver, "call:last:", Target, Int(-1));
        AreSame(
            Machine.Send(Machine.Receiver, "call:last:", Target, Int(15)),
            Int((15 * first) + (5 * After)));
    }

    [TestCase(1)]
    [TestCase(500)]
    public void All_activations_go_on_with_what_replaces_their_callee(int depth)
    {
        Held old = Machine.Hold(DefineCallee("Target", Callee.Constant, isBefore: true));
        _ = DefineCallee("Twin", Callee.Method, isBefore: false);
        DefineChange(119, old);
        // n = 0 ifTrue: [changes ifTrue: [aTarget change]. ^0]. ^aTarget tell + (self down: n - 1 …) + aTarget tell
        Held caller = Machine.Hold(Machine.Define("Subject", "down:target:change:", m => m
            .PushTemp(0).PushInteger(0).SendSpecial("=").JumpFalse("deeper")
            .PushTemp(2).JumpFalse("done").PushTemp(1).Send("change", 0).Pop()
            .Label("done").PushInteger(0).ReturnTop()
            .Label("deeper").PushTemp(1).Send("tell", 0)
            .PushReceiver().PushTemp(0).PushInteger(1).SendSpecial("-").PushTemp(1).PushTemp(2).Send("down:target:change:", 3)
            .SendSpecial("+").PushTemp(1).Send("tell", 0).SendSpecial("+").ReturnTop()));
        long first = Answer(Callee.Constant, isBefore: true).Integer;
        Warm(caller, Int(2 * 5 * first), Machine.Receiver, "down:target:change:", Int(5), Target, Memory.False);
        AreSame(
            Machine.Send(Machine.Receiver, "down:target:change:", Int(depth), Target, Memory.True),
            Int(depth * (first + After)));
    }

    [Test]
    public void A_removed_method_is_not_understood([Values] Callee before, [Values(89, 116, 119)] int flush)
    {
        Held old = Machine.Hold(DefineCallee("Target", before, isBefore: true));
        DefineChange(flush, old);
        _ = Machine.Define("Object", "doesNotUnderstand:", m => m.PushLiteral(Int(1000)).ReturnTop());
        Held caller = Machine.Hold(Machine.Define("Subject", "call:", m => m.PushTemp(0).Send("tell", 0).ReturnTop()));
        Warm(caller, Answer(before, isBefore: true), Machine.Receiver, "call:", Target);
        _ = Machine.Send(Target, "change");
        AreSame(Machine.Send(Machine.Receiver, "call:", Target), Int(1000));
    }

    [Test]
    public void A_method_added_below_overrides_the_inherited_one([Values] Callee before)
    {
        _ = DefineCallee("Object", before, isBefore: true);
        _ = DefineCallee("Twin", Callee.Method, isBefore: false);
        DefineChange(119, Nil);
        Held caller = Machine.Hold(Machine.Define("Subject", "call:", m => m.PushTemp(0).Send("tell", 0).ReturnTop()));
        Warm(caller, Answer(before, isBefore: true), Machine.Receiver, "call:", Target);
        _ = Machine.Send(Target, "change");
        AreSame(Machine.Send(Machine.Receiver, "call:", Target), Int(After));
    }

    [Test]
    public void A_replaced_method_is_found_by_super_sends([Values] Callee before)
    {
        Held old = Machine.Hold(DefineCallee("Target", before, isBefore: true));
        _ = DefineCallee("Twin", Callee.Method, isBefore: false);
        DefineChange(119, old);
        _ = Machine.Image.NewClass("Lower", "Target", ObjectFormat.Fixed, 4);
        Held lower = Machine.Hold(Machine.New("Lower"));
        Memory.Store(0, lower, Int(Before));
        Held caller = Machine.Hold(Machine.Define("Lower", "call", m => m.PushReceiver().SuperSend("tell", 0).ReturnTop()));
        Warm(caller, Answer(before, isBefore: true), lower, "call");
        _ = Machine.Send(Target, "change");
        AreSame(Machine.Send(lower, "call"), Int(After));
    }

    [Test]
    public void Another_superclass_has_other_methods([Values] Callee before)
    {
        _ = DefineCallee("Target", before, isBefore: true);
        _ = DefineCallee("Twin", Callee.Method, isBefore: false);
        _ = Machine.Image.NewClass("Lower", "Target", ObjectFormat.Fixed, 4);
        Held lower = Machine.Hold(Machine.New("Lower"));
        Memory.Store(0, lower, Int(Before));
        Held caller = Machine.Hold(Machine.Define("Subject", "call:", m => m.PushTemp(0).Send("tell", 0).ReturnTop()));
        _ = Machine.Define("Subject", "change", m => m
            .PushLiteral(Machine.Image.Class("Lower")).PushInteger(1).PushLiteral(Machine.Image.Class("Twin"))
            .Send("instVarAt:put:", 2).Pop().PushReceiver().Send("flushAll", 0).ReturnTop());
        Memory.Store(1, lower, Int(After));
        Warm(caller, Answer(before, isBefore: true), Machine.Receiver, "call:", lower);
        _ = Machine.Send(Machine.Receiver, "change");
        AreSame(Machine.Send(Machine.Receiver, "call:", lower), Int(After));
    }

    [TestCase("at:", 60, 1)]
    [TestCase("size", 62, 0)]
    [TestCase("first", 62, 0)]
    public void A_primitive_that_is_built_into_code_can_be_replaced(string selector, int primitive, int arguments)
    {
        // The length is the element at its end.
        Held array = Machine.Hold(Memory.NewArray([Int(2), Int(2)]));
        Machine.DefinePrimitive("Array", selector, primitive);
        Held caller = Machine.Hold(Machine.Define("Subject", "call:", m =>
        {
            _ = m.PushTemp(0);
            _ = arguments > 0 ? m.PushInteger(1) : m;
            _ = (selector == "first" ? m.Send(selector, arguments) : m.SendSpecial(selector)).ReturnTop();
        }));
        Warm(caller, Int(2), Machine.Receiver, "call:", array);
        Oop other = Machine.Builder().Arguments(arguments).PushLiteral(Int(After)).ReturnTop().Build();
        Machine.Image.Install(Machine.Image.Class("Array"), selector, other);
        _ = Machine.Send(Machine.Image.Symbol(selector), "flushSelector");
        AreSame(Machine.Send(Machine.Receiver, "call:", array), Int(After));
    }

    /// <summary>A method that runs in place of another, then in place of a third, and the first again: nothing sticks.</summary>
    [Test]
    public void Methods_are_replaced_again_and_again()
    {
        Held old = Machine.Hold(DefineCallee("Target", Callee.Constant, isBefore: true));
        Held other = Machine.Hold(DefineCallee("Twin", Callee.Slot, isBefore: false));
        // Twice: each gets the methods of the other.
        Held[] dictionaries = [Dictionary("Target"), Dictionary("Twin")];
        Held caller = Machine.Hold(Machine.Define("Subject", "call:", m => m.PushTemp(0).Send("tell", 0).ReturnTop()));
        for (int turn = 0; turn < 12; turn++)
        {
            Memory.Store(Layouts.Class.MethodDictionary, Machine.Image.Class("Target"), dictionaries[turn % 2]);
            _ = Machine.Send(turn % 2 == 0 ? other : old, "flushMethod");
            for (int i = 0; i < 5; i++)
            {
                AreSame(
                    Machine.Send(Machine.Receiver, "call:", Target),
                    turn % 2 == 0 ? Answer(Callee.Constant, isBefore: true) : Answer(Callee.Slot, isBefore: false), $"turn {turn}");
            }
        }
        Assert.That(caller.Oop, Is.Not.EqualTo(Nil));
    }

    private Held Dictionary(string className) =>
        Machine.Hold(Memory.Fetch(Layouts.Class.MethodDictionary, Machine.Image.Class(className)));

    /// <summary>tell, which answers the same in all forms, as far as they can.</summary>
    private Oop DefineCallee(string className, Callee callee, bool isBefore)
    {
        Memory.Store(isBefore ? 0 : 1, Target, Int(isBefore ? Before : After));
        return Machine.Define(className, "tell", m => _ = callee switch
        {
            Callee.Constant => m.Primitive(isBefore ? 262 : 263).ReturnNil(),
            Callee.Slot => m.Primitive(264 + (isBefore ? 0 : 1)).ReturnNil(),
            // It has no size: the primitive fails.
            Callee.Primitive => m.Primitive(62).PushLiteral(Int(isBefore ? Before : After)).ReturnTop(),
            _ => m.PushLiteral(Int(isBefore ? Before : After)).ReturnTop(),
        });
    }

    private static Oop Answer(Callee callee, bool isBefore) => callee == Callee.Constant
        ? Int(isBefore ? 1 : 2)
        : Int(isBefore ? Before : After);

    private Oop DefineChange(int flush, Oop oldMethod)
    {
        Held old = Machine.Hold(oldMethod);
        // Found whatever class the methods are of.
        return Machine.Define("Object", "change", m => Flush(Swap(m, "Target", "Twin", x => x), flush, "tell", old).ReturnReceiver());
    }
}
