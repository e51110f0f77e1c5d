using JitTalk.Core.Execution;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class SendTests(string engine, string kind) : EngineTest(engine, kind)
{
    [Test]
    public void Arguments_arrive_in_their_order([Range(0, 15)] int count)
    {
        string selector = count == 0 ? "none" : string.Concat(Enumerable.Repeat("with:", count));
        // Each argument weighs twice as much as the one before.
        _ = Machine.Define("Subject", selector, m =>
        {
            _ = m.LargeFrame().PushInteger(0);
            for (int i = 0; i < count; i++)
            {
                _ = m.PushTemp(i).PushLiteral(Int(1 << i)).SendSpecial("*").SendSpecial("+");
            }
            _ = m.ReturnTop();
        });
        Oop[] arguments = [.. Enumerable.Range(0, count).Select(i => Int(3 + i))];
        long expected = Enumerable.Range(0, count).Sum(i => (3L + i) << i);
        AreSame(Machine.Send(Machine.Receiver, selector, arguments), Int(expected));
    }

    [Test]
    public void A_method_starts_with_nil_temps()
    {
        _ = Machine.Define("Subject", "dirty", m => m.Temps(10).PushTrue().PushTrue().PushTrue().PushTrue().PushTrue().ReturnTop());
        _ = Machine.Define("Subject", "clean", m => m.Temps(2).PushTemp(0).PushTemp(1).SendSpecial("@").ReturnTop());
        _ = Machine.Define("UndefinedObject", "@", m => m.Arguments(1).PushReceiver().PushTemp(0).SendSpecial("==").ReturnTop());
        AreSame(Machine.Evaluate(m => m.PushReceiver().Send("dirty", 0).Pop().PushReceiver().Send("clean", 0).ReturnTop()), Memory.True);
    }

    [Test]
    public void A_method_is_inherited_and_overridden()
    {
        Define("Object", "where", 0);
        AreSame(Machine.Send(Machine.Receiver, "where"), Int(0));
        Define("Super", "where", 1);
        AreSame(Machine.Send(Machine.Receiver, "where"), Int(1));
        Define("Subject", "where", 2);
        AreSame(Machine.Send(Machine.Receiver, "where"), Int(2));
    }

    [Test]
    public void Super_begins_above_the_class_of_the_method()
    {
        Define("Object", "where", 0);
        Define("Super", "where", 1);
        Define("Subject", "where", 2);
        _ = Machine.Define("Super", "above", m => m.PushReceiver().SuperSend("where", 0).ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "above"), Int(0), "the receiver is of a subclass");
        _ = Machine.Define("Subject", "above", m => m.PushReceiver().SuperSend("where", 0).ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "above"), Int(1));
    }

    [Test]
    public void What_is_not_understood_is_sent_as_a_Message()
    {
        _ = Machine.Define("Subject", "doesNotUnderstand:", m => m.PushTemp(0).ReturnTop());
        Oop message = Machine.Evaluate(m => m.PushReceiver().PushInteger(1).PushTrue().Send("unknown:word:", 2).ReturnTop());
        AreSame(Memory.ClassOf(message), Machine.Image.Class("Message"));
        AreSame(Memory.Fetch(Layouts.Message.Selector, message), Machine.Image.Symbol("unknown:word:"));
        AreSame(Memory.Fetch(Layouts.Message.LookupClass, message), Machine.Image.Class("Subject"));
        AssertArray(Memory.Fetch(Layouts.Message.Arguments, message), Int(1), Memory.True);
    }

    [Test]
    public void Super_that_is_not_understood_tells_where_the_lookup_began()
    {
        _ = Machine.Define("Object", "doesNotUnderstand:", m => m.PushTemp(0).ReturnTop());
        _ = Machine.Define("Subject", "doesNotUnderstand:", m => m.PushNil().ReturnTop());
        Oop message = Machine.Evaluate(m => m.PushReceiver().SuperSend("unknown", 0).ReturnTop());
        AreSame(Memory.Fetch(Layouts.Message.LookupClass, message), Machine.Image.Class("Super"));
        AssertArray(Memory.Fetch(Layouts.Message.Arguments, message));
    }

    [Test]
    public void The_answer_to_what_is_not_understood_is_the_answer_of_the_send()
    {
        _ = Machine.Define("Object", "doesNotUnderstand:", m => m.PushLiteral(Int(42)).ReturnTop());
        Oop point = Machine.Evaluate(m => m
            .PushInteger(1).PushReceiver().PushTrue().PushTrue().Send("unknown:word:", 2).SendSpecial("@").ReturnTop());
        AreSame(Memory.Fetch(Layouts.Point.X, point), Int(1));
        AreSame(Memory.Fetch(Layouts.Point.Y, point), Int(42));
    }

    [Test]
    public void What_understands_nothing_at_all_ends_the_machine_with_a_message()
    {
        FatalVmException end = Assert.Throws<FatalVmException>(() => Machine.Evaluate(m => m.PushReceiver().Send("zork", 0).ReturnTop()))!;
        Assert.That(end.Message, Does.Contain("#zork").And.Contain("#doesNotUnderstand:"));
    }

    [Test]
    public void A_class_without_method_dictionary_cannot_interpret()
    {
        // The class with the nil dictionary is passed over: the message is looked up above it.
        _ = Machine.Define("Super", "cannotInterpret:", m => m.PushTemp(0).ReturnTop());
        Memory.Store(Layouts.Class.MethodDictionary, Machine.Image.Class("Subject"), Nil);
        Oop message = Machine.Send(Machine.Receiver, "unknown:", Int(1));
        AreSame(Memory.Fetch(Layouts.Message.Selector, message), Machine.Image.Symbol("unknown:"));
        AssertArray(Memory.Fetch(Layouts.Message.Arguments, message), Int(1));
    }

    [Test]
    public void An_object_in_a_method_dictionary_runs_the_message()
    {
        Held runner = Machine.Variable(Nil);
        Held selector = Machine.Variable(Nil);
        Held receiver = Machine.Variable(Nil);
        Held stranger = Machine.Hold(Machine.New("Super"));
        Machine.Install("Subject", "foo:bar:", stranger);
        _ = Machine.Define("Super", "run:with:in:", m => m
            .PushReceiver().StorePopLiteralVariable(runner).PushTemp(0).StorePopLiteralVariable(selector)
            .PushTemp(2).StorePopLiteralVariable(receiver).PushTemp(1).ReturnTop());
        Held answer = Machine.Hold(Machine.Send(Machine.Receiver, "foo:bar:", Int(1), Memory.True));
        AssertArray(answer, Int(1), Memory.True);
        AreSame(Value(runner), stranger, "the object itself");
        AreSame(Value(selector), Machine.Image.Symbol("foo:bar:"), "the selector");
        AreSame(Value(receiver), Machine.Receiver, "the receiver");
    }

    [Test]
    public void Quick_methods_answer_without_a_frame()
    {
        for (int i = 0; i < Machine.SubjectSlots; i++)
        {
            Memory.Store(i, Machine.Receiver, Int(100 + i));
        }
        AssertQuick(256, Machine.Receiver);
        AssertQuick(257, Memory.True);
        AssertQuick(258, Memory.False);
        AssertQuick(259, Nil);
        for (int value = -1; value <= 2; value++)
        {
            AssertQuick(261 + value, Int(value));
        }
        for (int slot = 0; slot < Machine.SubjectSlots; slot++)
        {
            AssertQuick(264 + slot, Int(100 + slot));
        }
    }

    [Test]
    public void The_last_quick_method_answers_slot_255()
    {
        int slots = Memory.Dialect.IsSpur ? 256 : 254;
        _ = Machine.Image.NewClass("Wide", "Object", ObjectFormat.Fixed, slots);
        Held wide = Machine.Hold(Machine.New("Wide"));
        Memory.Store(slots - 1, wide, Int(42));
        Machine.DefinePrimitive("Wide", "last", 264 + slots - 1);
        AreSame(Machine.Send(wide, "last"), Int(42));
    }

    [Test]
    public void A_failing_primitive_runs_the_method_with_the_reason_in_its_last_temp()
    {
        // at: out of bounds: PrimErrBadIndex, 4.
        _ = Machine.Define("Array", "fetch:", m => m.Temps(2).Primitive(60).StoreTemp(2)
            .PushTemp(2).PushTemp(0).SendSpecial("@").ReturnTop());
        Held array = Machine.Hold(Memory.NewArray([Int(7)]));
        AreSame(Machine.Send(array, "fetch:", Int(1)), Int(7));
        Oop point = Machine.Send(array, "fetch:", Int(9));
        AreSame(Memory.Fetch(Layouts.Point.X, point), Int((int)PrimitiveError.BadIndex), "reason");
        AreSame(Memory.Fetch(Layouts.Point.Y, point), Int(9), "argument");
    }

    [Test]
    public void The_reason_is_named_by_the_images_table()
    {
        Held table = Machine.Hold(Memory.NewArray(30));
        Memory.Store((int)PrimitiveError.BadIndex - 1, table, Machine.Image.Symbol("bad index"));
        _ = Memory.SetSpecial(SpecialObject.PrimitiveErrorTable, table);
        _ = Machine.Define("Array", "fetch:", m => m.Temps(1).Primitive(60).StoreTemp(1).PushTemp(1).ReturnTop());
        AreSame(Machine.Send(Memory.NewArray(1), "fetch:", Int(2)), Machine.Image.Symbol("bad index"));
    }

    [Test]
    public void A_primitive_that_nobody_implements_runs_its_method()
    {
        _ = Machine.Define("Subject", "missing", m => m.Temps(1).Primitive(699).StoreTemp(0).PushTemp(0).ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "missing"), Int((int)PrimitiveError.NotFound));
    }

    [Test]
    public void A_failing_primitive_leaves_temps_of_methods_that_do_not_ask_alone()
    {
        _ = Machine.Define("Array", "fetch:", m => m.Temps(1).Primitive(60).PushTemp(1).ReturnTop());
        AreSame(Machine.Send(Memory.NewArray(1), "fetch:", Int(2)), Nil);
    }

    [Test]
    public void Perform_sends_what_it_is_told()
    {
        Machine.DefinePrimitive("Object", "perform:", 83);
        Machine.DefinePrimitive("Object", "perform:with:", 83);
        Machine.DefinePrimitive("Object", "perform:withArguments:", 84);
        _ = Machine.Define("Subject", "double:", m => m.PushTemp(0).PushTemp(0).SendSpecial("+").ReturnTop());
        Define("Subject", "answer", 42);
        AreSame(Machine.Send(Machine.Receiver, "perform:", Machine.Image.Symbol("answer")), Int(42));
        AreSame(Machine.Send(Machine.Receiver, "perform:with:", Machine.Image.Symbol("double:"), Int(4)), Int(8));
        Oop array = Memory.NewArray([Int(5)]);
        AreSame(Machine.Send(Machine.Receiver, "perform:withArguments:", Machine.Image.Symbol("double:"), array), Int(10));
        // With a wrong number of arguments the primitive fails: its method answers nil.
        AreSame(Machine.Send(Machine.Receiver, "perform:", Machine.Image.Symbol("double:")), Nil);
    }

    private void Define(string className, string selector, int answer) =>
        Machine.Define(className, selector, m => m.PushLiteral(Int(answer)).ReturnTop());

    private Oop Value(Held association) => Memory.Fetch(Layouts.Association.Value, association);

    private void AssertQuick(int primitive, Oop answer)
    {
        // The bytecodes would answer something else.
        _ = Machine.Define("Subject", "quick", m => m.Primitive(primitive).PushLiteral(Int(-77)).ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "quick"), answer, $"primitive {primitive}");
    }

    private void AssertArray(Oop oop, params Oop[] elements)
    {
        AreSame(Memory.ClassOf(oop), Machine.Image.Class("Array"));
        Assert.That(ObjectMemory.SlotCount(oop), Is.EqualTo(elements.Length));
        for (int i = 0; i < elements.Length; i++)
        {
            AreSame(Memory.Fetch(i, oop), elements[i], $"element {i}");
        }
    }
}
