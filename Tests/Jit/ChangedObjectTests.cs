using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>Methods, classes and the objects that compiled code looks at become others, or change, under its eyes.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.Compiled))]
public class ChangedObjectTests(string engine, string kind) : CompiledTest(engine, kind)
{
    private const int Before = 7;
    private const int After = 100;

    [SetUp]
    public void DefinePrimitives()
    {
        Machine.DefinePrimitive("CompiledMethod", "objectAt:put:", 69);
        Machine.DefinePrimitive("CompiledMethod", "at:put:", 61);
        Machine.DefinePrimitive("Array", "exchange:", 128);
        Machine.DefinePrimitive("Array", "forward:", 72);
        Machine.DefinePrimitive("Array", "at:", 60);
        Machine.DefinePrimitive("Array", "at:put:", 61);
        Machine.DefinePrimitive("ByteArray", "at:", 60);
        Machine.DefinePrimitive("Object", "changeClassTo:", 115);
        _ = Machine.Define("Subject", "call:", m => m.PushTemp(0).Send("tell", 0).ReturnTop());
    }

    [Test]
    public void A_changed_literal_is_what_code_answers()
    {
        Held method = Define("tell", m => m.PushLiteral(Int(Before)).ReturnTop());
        _ = Machine.Define("Subject", "change:", m => m
            .PushTemp(0).PushInteger(2).PushLiteral(Int(After)).Send("objectAt:put:", 2).ReturnTop());
        Warm(method, Int(Before), Machine.Receiver, "call:", Target);
        _ = Machine.Send(Machine.Receiver, "change:", method);
        AreSame(Machine.Send(Machine.Receiver, "call:", Target), Int(After));
        AreSame(Machine.Send(Target, "tell"), Int(After));
    }

    /// <summary>The selector of a send that is compiled, in its method's literals.</summary>
    [Test]
    public void A_changed_selector_is_what_code_sends()
    {
        _ = Machine.Define("Target", "one", m => m.PushLiteral(Int(Before)).ReturnTop());
        _ = Machine.Define("Target", "two", m => m.PushLiteral(Int(After)).ReturnTop());
        Held method = Define("tell", m => m.PushReceiver().Send("one", 0).ReturnTop());
        _ = Machine.Define("Subject", "change:", m => m
            .PushTemp(0).PushInteger(2).PushLiteral(Machine.Image.Symbol("two")).Send("objectAt:put:", 2).ReturnTop());
        Warm(method, Int(Before), Target, "tell");
        _ = Machine.Send(Machine.Receiver, "change:", method);
        AreSame(Machine.Send(Target, "tell"), Int(After));
    }

    [Test]
    public void A_method_that_changes_its_own_literal_goes_on_with_it()
    {
        // tell: changes. | a | a := literal. changes ifTrue: [self change]. ^a + literal
        Held method = Define("tell:", m => m.Temps(1)
            .PushLiteral(Int(Before)).StorePopTemp(1)
            .PushTemp(0).JumpFalse("go").PushReceiver().Send("change", 0).Pop()
            .Label("go").PushTemp(1).PushLiteral(Int(Before)).SendSpecial("+").ReturnTop());
        _ = Machine.Define("Target", "change", m => m
            .PushLiteral(method).PushInteger(2).PushLiteral(Int(After)).Send("objectAt:put:", 2).ReturnTop());
        Warm(method, Int(2 * Before), Target, "tell:", Memory.False);
        AreSame(Machine.Send(Target, "tell:", Memory.True), Int(Before + After));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Changed_bytecodes_are_what_runs(bool whileItRuns)
    {
        // tell: changes. changes ifTrue: [self change]. ^1, where the 1 becomes a 0
        Held method = Define("tell:", m => m
            .PushTemp(0).JumpFalse("go").PushReceiver().Send("change", 0).Pop()
            .Label("go").PushInteger(1).ReturnTop());
        Instruction push = Decode(method).Last(i => i.Op == Op.PushInteger);
        byte other = (byte)(Byte(method, push.Offset) - 1);
        _ = Machine.Define("Target", "change", m => m
            .PushLiteral(method).PushLiteral(Int(CompiledCode.ToImagePc(push.Offset, method, Memory.Dialect)))
            .PushLiteral(Int(other)).SendSpecial("at:put:").ReturnTop());
        Warm(method, Int(1), Target, "tell:", Memory.False);
        if (!whileItRuns)
        {
            _ = Machine.Send(Target, "change");
        }
        AreSame(Machine.Send(Target, "tell:", Memory.Boolean(whileItRuns)), Int(0));
        AreSame(Machine.Send(Target, "tell:", Memory.False), Int(0));
    }

    [TestCase("exchange:")]
    [TestCase("forward:")]
    public void Callers_run_what_their_callee_has_become(string how)
    {
        // Quick, so that it is built into its callers.
        Held method = Define("tell", m => m.Primitive(262).ReturnNil());
        Held other = Machine.Hold(Machine.Builder().PushLiteral(Int(After)).ReturnTop().Build());
        Held caller = DefineLoop();
        DefineBecome(how, method, other);
        Warm(caller, Int(20), Machine.Receiver, "loop:last:", Target, Int(-1));
        AreSame(Machine.Send(Machine.Receiver, "loop:last:", Target, Int(15)), Int(15 + (5 * After)));
        AreSame(Machine.Send(Machine.Receiver, "call:", Target), Int(After));
    }

    [TestCase("exchange:")]
    [TestCase("forward:")]
    public void A_method_that_becomes_another_while_it_runs_ends_as_its_frame_says(string how)
    {
        // The frame's method is the other one: both do the same up to here, and another thing after.
        Held method = Define("tell:", m => TellAndChange(m, Before));
        Held other = Machine.Hold(TellAndChange(Machine.Builder().Arguments(1).InClass(Machine.Image.Class("Target")), After).Build());
        DefineBecome(how, method, other);
        Warm(method, Int(Before), Target, "tell:", Memory.False);
        AreSame(Machine.Send(Target, "tell:", Memory.True), Int(After));
        AreSame(Machine.Send(Target, "tell:", Memory.False), Int(After));
    }

    [TestCase("exchange:")]
    [TestCase("forward:")]
    public void Instances_of_a_class_that_has_become_another_understand_its_messages(string how)
    {
        _ = Machine.Define("Target", "tell", m => m.Primitive(262).ReturnNil());
        _ = Machine.Define("Twin", "tell", m => m.PushLiteral(Int(After)).ReturnTop());
        Held caller = DefineLoop();
        DefineBecome(how, Machine.Hold(Machine.Image.Class("Target")), Machine.Hold(Machine.Image.Class("Twin")));
        Warm(caller, Int(20), Machine.Receiver, "loop:last:", Target, Int(-1));
        AreSame(Machine.Send(Machine.Receiver, "loop:last:", Target, Int(15)), Int(15 + (5 * After)));
    }

    /// <summary>A class that never had an instance is in no class table.</summary>
    [Test]
    public void Instances_inherit_from_what_a_superclass_has_become([Values("exchange:", "forward:")] string how)
    {
        // As in real images, classes and metaclasses inherit from one class.
        Oop description = Machine.Image.NewClass("ClassDescription", "Object", ObjectFormat.Fixed, 6);
        Memory.Store(Layouts.Class.Superclass, Machine.Image.Class("Metaclass"), description);
        Memory.Store(Layouts.Class.Superclass, Memory.ClassOf(Machine.Image.Class("Object")), description);
        _ = Machine.Image.NewClass("Abstract", "Object", ObjectFormat.Fixed);
        _ = Machine.Image.NewClass("Other", "Object", ObjectFormat.Fixed);
        _ = Machine.Image.NewClass("Concrete", "Abstract", ObjectFormat.Fixed, 1);
        Held concrete = Machine.Hold(Machine.New("Concrete"));
        _ = Machine.Define("Abstract", "tell", m => m.Primitive(262).ReturnNil());
        _ = Machine.Define("Other", "tell", m => m.PushLiteral(Int(After)).ReturnTop());
        Held caller = DefineLoop();
        DefineBecome(how, Machine.Hold(Machine.Image.Class("Abstract")), Machine.Hold(Machine.Image.Class("Other")));
        Warm(caller, Int(20), Machine.Receiver, "loop:last:", concrete, Int(-1));
        AreSame(Machine.Send(Machine.Receiver, "loop:last:", concrete, Int(15)), Int(15 + (5 * After)));
    }

    /// <summary>Guards are of class indices, and the next class gets the index of one that is gone.</summary>
    [Test]
    public void A_new_class_in_the_place_of_one_that_is_gone_has_its_own_methods([Values] bool isQuick)
    {
        _ = Machine.Define("Target", "tell", m => _ = isQuick ? m.Primitive(262).ReturnNil() : m.PushInteger(1).ReturnTop());
        _ = Machine.Image.NewClass("Passing", "Target", ObjectFormat.Fixed, 4);
        Oop other = Machine.Builder().PushLiteral(Int(After)).ReturnTop().Build();
        Held kept = Machine.Hold(other);
        Held caller = DefineLoop();
        int index = Memory.EnsureClassIndex(Machine.Image.Class("Passing"));
        for (int i = 0; i < 12; i++)
        {
            AreSame(Machine.Send(Machine.Receiver, "loop:last:", Machine.New("Passing"), Int(-1)), Int(20));
        }
        AssertCompiled(caller);
        Machine.Image.ForgetClass("Passing");
        _ = Machine.Vm.Interpreter.FlushFrames();
        Memory.FullCollector.Collect();
        Assert.That(Memory.Classes[index].IsNone, "the class is gone");
        Oop next = NewClassOf(index);
        Machine.Image.Install(next, "tell", kept);
        AreSame(Machine.Send(Machine.Receiver, "loop:last:", Machine.New("Next"), Int(-1)), Int(20 * After));
    }

    [Test]
    public void A_method_dictionary_can_become_another()
    {
        _ = Machine.Define("Target", "tell", m => m.Primitive(262).ReturnNil());
        _ = Machine.Define("Twin", "tell", m => m.PushLiteral(Int(After)).ReturnTop());
        Held caller = DefineLoop();
        Held[] dictionaries = [.. new[] { "Target", "Twin" }
            .Select(name => Machine.Hold(Memory.Fetch(Layouts.Class.MethodDictionary, Machine.Image.Class(name))))];
        DefineBecome("exchange:", dictionaries[0], dictionaries[1], m => m.PushLiteral(Machine.Image.Symbol("tell")).Send("flushSelector", 0).Pop());
        Warm(caller, Int(20), Machine.Receiver, "loop:last:", Target, Int(-1));
        AreSame(Machine.Send(Machine.Receiver, "loop:last:", Target, Int(15)), Int(15 + (5 * After)));
    }

    /// <summary>Where a loop has the receivers of its sends foreseen, one of them gets another class.</summary>
    [Test]
    public void An_instance_that_gets_another_class_understands_its_messages()
    {
        _ = Machine.Define("Target", "tell", m => m.Primitive(262).ReturnNil());
        _ = Machine.Define("Twin", "tell", m => m.PushLiteral(Int(After)).ReturnTop());
        Held twin = Machine.Hold(Machine.New("Twin"));
        _ = Machine.Define("Object", "change", m => m.PushReceiver().PushLiteral(twin).Send("changeClassTo:", 1).ReturnTop());
        Held caller = DefineLoop();
        Warm(caller, Int(20), Machine.Receiver, "loop:last:", Target, Int(-1));
        AreSame(Machine.Send(Machine.Receiver, "loop:last:", Target, Int(15)), Int(15 + (5 * After)));
        AreSame(Memory.ClassOf(Target), Machine.Image.Class("Twin"));
    }

    [Test]
    public void A_receiver_that_gets_another_class_in_its_own_method_sends_to_itself_as_such()
    {
        _ = Machine.Define("Target", "tell", m => m.Primitive(262).ReturnNil());
        _ = Machine.Define("Twin", "tell", m => m.PushLiteral(Int(After)).ReturnTop());
        Held twin = Machine.Hold(Machine.New("Twin"));
        _ = Machine.Define("Object", "change", m => m.PushReceiver().PushLiteral(twin).Send("changeClassTo:", 1).ReturnTop());
        Held method = Define("tell:", m => m.Temps(1)
            .PushReceiver().Send("tell", 0).StorePopTemp(1)
            .PushTemp(0).JumpFalse("go").PushReceiver().Send("change", 0).Pop()
            .Label("go").PushTemp(1).PushReceiver().Send("tell", 0).SendSpecial("+").ReturnTop());
        Warm(method, Int(2), Target, "tell:", Memory.False);
        AreSame(Machine.Send(Target, "tell:", Memory.True), Int(1 + After));
    }

    /// <summary>An Array whose first element is a named slot from now on: what it had at 2 is at 1.</summary>
    [Test]
    public void Subscripts_follow_a_change_of_shape()
    {
        _ = Machine.Image.NewClass("Named", "Array", ObjectFormat.FixedAndIndexable, 1);
        Held example = Machine.Hold(Machine.New("Named", 1));
        if (!Memory.Dialect.IsSpur)
        {
            Assert.Ignore("formats stay what they are in V3");
        }
        Held array = Machine.Hold(Memory.NewArray([Int(Before), Int(After)]));
        _ = Machine.Define("Object", "change", m => m.PushReceiver().PushLiteral(example).Send("changeClassTo:", 1).ReturnTop());
        Held caller = DefineLoop(b => b.PushInteger(1).SendSpecial("at:"));
        Warm(caller, Int(20 * Before), Machine.Receiver, "loop:last:", array, Int(-1));
        AreSame(Machine.Send(Machine.Receiver, "loop:last:", array, Int(15)), Int((15 * Before) + (5 * After)));
    }

    [Test]
    public void Bytes_that_become_words_are_read_as_words()
    {
        if (!Memory.Dialect.IsSpur)
        {
            Assert.Ignore("formats stay what they are in V3");
        }
        Machine.DefinePrimitive("WordArray", "at:", 60);
        Held example = Machine.Hold(Machine.New("WordArray", 2));
        Held bytes = Machine.Hold(Memory.NewBytes(Memory.EnsureClassIndex(Machine.Image.Class("ByteArray")), [1, 1, 0, 0, 0, 0, 0, 0]));
        _ = Machine.Define("Object", "change", m => m.PushReceiver().PushLiteral(example).Send("changeClassTo:", 1).ReturnTop());
        Held caller = DefineLoop(b => b.PushInteger(1).SendSpecial("at:"));
        Warm(caller, Int(20), Machine.Receiver, "loop:last:", bytes, Int(-1));
        AreSame(Machine.Send(Machine.Receiver, "loop:last:", bytes, Int(15)), Int(15 + (5 * 0x101)));
    }

    [TestCase("exchange:")]
    [TestCase("forward:")]
    public void An_object_that_becomes_another_is_that_one_in_the_temps_of_running_code(string how)
    {
        _ = Machine.Define("Target", "tell", m => m.Primitive(262).ReturnNil());
        _ = Machine.Define("Super", "tell", m => m.PushLiteral(Int(After)).ReturnTop());
        Held caller = DefineLoop();
        DefineBecome(how, Target, Machine.Receiver);
        Held receiver = Machine.Hold(Machine.New("Subject"));
        Warm(caller, Int(20), receiver, "loop:last:", Target, Int(-1));
        AreSame(Machine.Send(receiver, "loop:last:", Target, Int(15)), Int(15 + (5 * After)));
    }

    /// <summary>sum := 0. 1 to: 20 do: [:i | sum := sum + anObject tell. i = last ifTrue: [anObject change]]. ^sum</summary>
    private Held DefineLoop(Func<MethodBuilder, MethodBuilder>? tell = null) => Machine.Hold(Machine.Define("Subject", "loop:last:", m => Loop(
            m.Temps(2).PushInteger(0).StorePopTemp(2), 3, 20, b =>
                AddTo((tell ?? (x => x.Send("tell", 0)))(b.PushTemp(0)), 2)
                    .PushTemp(3).PushTemp(1).SendSpecial("=").JumpFalse("go").PushTemp(0).Send("change", 0).Pop().Label("go"))
        .PushTemp(2).ReturnTop()));

    /// <summary>A class Next under a class index that is free.</summary>
    private Oop NewClassOf(int index)
    {
        while (true)
        {
            Oop next = Machine.Image.NewClass("Next", "Target", ObjectFormat.Fixed, 4);
            if (!Memory.Dialect.IsSpur)
            {
                // Of V3, the hash is a part of the index.
                ObjectMemory.Header(next) = ObjectHeader.WithHash(ObjectMemory.Header(next), index & 0xFFF);
            }
            if (Memory.EnsureClassIndex(next) == index)
            {
                return next;
            }
            Assert.That(Memory.Classes.Count, Is.LessThan(index + 100), "another metaclass took the lowest index, no more");
        }
    }

    private Held Define(string selector, Action<MethodBuilder> body) => Machine.Hold(Machine.Define("Target", selector, body));

    private static MethodBuilder TellAndChange(MethodBuilder m, int answer) => m
        .PushTemp(0).JumpFalse("go").PushReceiver().Send("change", 0).Pop()
        .Label("go").PushLiteral(Int(answer)).ReturnTop();

    private void DefineBecome(string how, Held from, Held to, Func<MethodBuilder, MethodBuilder>? flush = null)
    {
        // A literal of its own would become the other one, too, and is read but once.
        Held sources = Machine.Hold(Memory.NewArray([from.Oop]));
        Held targets = Machine.Hold(Memory.NewArray([to.Oop]));
        foreach (string className in new[] { "Object", "Object class" })
        {
            _ = Machine.Define(className, "change", m => (flush ?? (x => x))(m
                .PushLiteral(sources).PushLiteral(targets).Send(how, 1).Pop()).ReturnReceiver());
        }
    }

    private List<Instruction> Decode(Oop method) => BytecodeDecoder.Decode(method, Memory.Dialect);

    private static unsafe byte Byte(Oop method, int offset) => ObjectMemory.Bytes(method)[offset];
}
