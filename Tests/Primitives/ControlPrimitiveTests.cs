using JitTalk.Tests.Images;

namespace JitTalk.Tests.Primitives;

/// <summary>
/// Primitives that change frames need a running machine: Cuis calls them, in methods that answer their receiver and
/// arguments when the primitive failed, so that a stack that was touched shows.
/// </summary>
[TestFixture("Cuis5.0-3121-64.image")]
[TestFixture("Cuis5.0-3121-32.image")]
public sealed class ControlPrimitiveTests(string name)
{
    private static readonly string[] Methods =
    [
        "jtPerform: s with: a <primitive: 83> ^{#failed. self. s. a}",
        "jtPerform: s args: a <primitive: 84> ^{#failed. self. s. a}",
        "jtPerform: s args: a in: c <primitive: 100> ^{#failed. self. s. a. c}",
        "jtObject: o perform: s args: a in: c <primitive: 100> ^{#failed. self. o. s. a. c}",
        "jtPrimitive: n args: a <primitive: 118 error: e> ^{#failed. self. n. a. e}",
        "jtReceiver: r primitive: n args: a <primitive: 118 error: e> ^{#failed. self. r. n. a. e}",
        "jtNamed: m for: r args: a <primitive: 218 error: e> ^{#failed. self. m class. r. a. e}",
        "jtArgs: a method: m <primitive: 188> ^{#failed. self. a. m class}",
        "jtWith: a method: m <primitive: 189> ^{#failed. self. a. m class}",
        "jtStackp: n <primitive: 76> ^{#failed. self class. n}",
        "jtUnwind: c <primitive: 195> ^{#failed. self. c}",
        "jtTerminateTo: c <primitive: 196> ^{#failed. self. c}",
        "jtHandler <primitive: 197> ^{#failed. self}",
        "jtAt: i <primitive: 210> ^{#failed. self class. i}",
        "jtAt: i put: x <primitive: 211> ^{#failed. self class. i. x}",
        "jtSize <primitive: 212> ^{#failed. self}",
        "jtSlot: i <primitive: 73> ^{#failed. self class. i}",
        "jtSlot: i put: x <primitive: 74> ^{#failed. self class. i. x}",
        "jtCopy <primitive: 148> ^{#failed. self}",
        "jtValue: a <primitive: 206> ^{#failed. self class. a}",
        "jtClosure: n copied: a <primitive: 200> ^{#failed. self class. n. a}",
        "jtFlush <primitive: 89> ^#failed",
        "jtFlushMethod <primitive: 116> ^#failed",
        "jtFlushSelector <primitive: 119> ^#failed",
    ];

    private RunningImage? _image;

    [OneTimeSetUp]
    public void Start()
    {
        _image = new RunningImage(name);
        // Methods without an author make the image ask for one.
        string authors = "Utilities classPool at: #AuthorInitials put: 'tst'; at: #AuthorName put: 'tests'. ";
        string definitions = string.Concat(Methods.Select(each => $"Object compile: '{each}' classified: 'tests'. "));
        _image.Expect(authors + definitions + "3", "3");
    }

    [OneTimeTearDown]
    public void Stop() => _image?.Dispose();

    [TestCase("3 jtPerform: #+ with: 4", "7")]
    [TestCase("3 jtPerform: #factorial with: 4", "(failed 3 factorial 4)")]
    [TestCase("[3 jtPerform: #zork: with: 4] on: MessageNotUnderstood do: [:e | e message arguments]", "(4)")]
    [TestCase("3 jtPerform: #between:and: args: #(1 5)", "true")]
    [TestCase("3 jtPerform: #+ args: #()", "(failed 3 + ())")]
    [TestCase("3 jtPerform: #+ args: nil", "(failed 3 + nil)")]
    [TestCase("(3 jtPerform: #+ args: (Array new: 1000)) first", "failed")]
    [TestCase("(1 to: 3) asArray jtPerform: #= args: {#(1 2 3)} in: Array", "true")]
    [TestCase("(1 to: 3) asArray jtPerform: #= args: {#(1 2 3)} in: Object", "false")]
    [TestCase("3 jtPerform: #printString args: #() in: String", "(failed 3 printString () String)")]
    [TestCase("3 jtPerform: #printString args: #(1) in: Object", "(failed 3 printString (1) Object)")]
    [TestCase("nil jtObject: (1 to: 3) asArray perform: #= args: {#(1 2 3)} in: Object", "false")]
    [TestCase("nil jtObject: 4 perform: #even args: #() in: Number", "true")]
    [TestCase("nil jtObject: 4 perform: #even args: #() in: String", "(failed nil 4 even () String)")]
    [TestCase("nil jtObject: 4 perform: #even args: #(1) in: Number", "(failed nil 4 even (1) Number)")]
    public void Performs(string code, string expected) => _image!.Expect(code, expected);

    [TestCase("3 jtPrimitive: 1 args: #(4)", "7")]
    [TestCase("3 jtPrimitive: 1 args: #(nil)", "(failed 3 1 (nil) #'bad argument')")]
    [TestCase("3 jtPrimitive: 1 args: #()", "(failed 3 1 () #'bad number of arguments')")]
    [TestCase("3 jtPrimitive: 9999 args: #()", "(failed 3 9999 () -4)")]
    [TestCase("3 jtPrimitive: -1 args: #()", "(failed 3 -1 () -4)")]
    [TestCase("3 jtPrimitive: 1 args: nil", "(failed 3 1 nil -3)")]
    [TestCase("3 jtPrimitive: nil args: #()", "(failed 3 nil () -3)")]
    [TestCase("(3 jtPrimitive: 1 args: (Array new: 1000)) last", "-15")]
    [TestCase("3 jtPrimitive: 256 args: #()", "3")]
    [TestCase("(3 -> 4) jtPrimitive: 265 args: #()", "4")]
    [TestCase("3 jtPrimitive: 83 args: #(+ 4)", "7")]
    [TestCase("3 jtPrimitive: 83 args: #(factorial 4)", "(failed 3 83 (factorial 4) #'bad number of arguments')")]
    [TestCase("nil jtReceiver: 3 primitive: 1 args: #(4)", "7")]
    [TestCase("nil jtReceiver: 3 primitive: 1 args: #(nil)", "(failed nil 3 1 (nil) #'bad argument')")]
    [TestCase("nil jtReceiver: 3 primitive: 256 args: #()", "3")]
    [TestCase("| a | a := Array with: 118 with: nil. a at: 2 put: a. (3 jtPrimitive: 118 args: a) first", "failed")]
    [TestCase("| a | a := Array with: #jtPerform:args: with: nil. a at: 2 put: a. (3 jtPerform: #jtPerform:args: args: a) first", "failed")]
    [TestCase("nil jtNamed: (Integer compiledMethodAt: #digitAdd:) for: (2 raisedTo: 70) args: {2 raisedTo: 70}", "2361183241434822606848")]
    [TestCase("nil jtNamed: (Integer compiledMethodAt: #digitAdd:) for: 3 args: #()", "(failed nil CompiledMethod 3 () -2)")]
    [TestCase("nil jtNamed: (Integer compiledMethodAt: #digitAdd:) for: 3 args: nil", "(failed nil CompiledMethod 3 nil -2)")]
    [TestCase("nil jtNamed: (Integer compiledMethodAt: #even) for: 3 args: #()", "(failed nil CompiledMethod 3 () -3)")]
    [TestCase("nil jtNamed: nil for: 3 args: #()", "(failed nil UndefinedObject 3 () -2)")]
    public void Tries_primitives(string code, string expected) => _image!.Expect(code, expected);

    [TestCase("3 jtArgs: #(4) method: (SmallInteger compiledMethodAt: #+)", "7")]
    [TestCase("3 jtArgs: #(1 5) method: (Magnitude compiledMethodAt: #between:and:)", "true")]
    [TestCase("3 jtArgs: #(1) method: (Magnitude compiledMethodAt: #between:and:)", "(failed 3 (1) CompiledMethod)")]
    [TestCase("3 jtArgs: #(1) method: nil", "(failed 3 (1) UndefinedObject)")]
    [TestCase("3 jtArgs: 7 method: (SmallInteger compiledMethodAt: #+)", "(failed 3 7 CompiledMethod)")]
    [TestCase("thisContext jtArgs: #() method: (thisContext class lookupSelector: #receiver)", "nil")]
    [TestCase("3 jtWith: 4 method: (SmallInteger compiledMethodAt: #+)", "7")]
    [TestCase("3 jtWith: 4 method: (Magnitude compiledMethodAt: #max:)", "4")]
    [TestCase("3 jtWith: 4 method: (Magnitude compiledMethodAt: #between:and:)", "(failed 3 4 CompiledMethod)")]
    [TestCase("3 jtWith: 4 method: nil", "(failed 3 4 UndefinedObject)")]
    public void Executes_methods(string code, string expected) => _image!.Expect(code, expected);

    [TestCase("| a c | a := 7. c := thisContext. c jtAt: 1", "7")]
    [TestCase("| a c | c := thisContext. c jtAt: 1 put: 9. a", "9")]
    [TestCase("| a c | c := thisContext. c jtAt: 1 put: 9", "9")]
    [TestCase("thisContext jtAt: 0", "(failed MethodContext 0)")]
    [TestCase("thisContext jtAt: 1000", "(failed MethodContext 1000)")]
    [TestCase("thisContext jtAt: 1000 put: 3", "(failed MethodContext 1000 3)")]
    [TestCase("3 jtAt: 1", "(failed SmallInteger 1)")]
    [TestCase("| a b c | c := thisContext. c jtSize >= 3", "true")]
    [TestCase("3 jtSize", "(failed 3)")]
    [TestCase("(MethodContext sender: nil receiver: 5 method: (Object compiledMethodAt: #yourself) arguments: #()) jtSize", "0")]
    [TestCase("((MethodContext sender: nil receiver: 5 method: (Object compiledMethodAt: #yourself) arguments: #()) jtStackp: 3) jtSize", "3")]
    [TestCase("((MethodContext sender: nil receiver: 5 method: (Object compiledMethodAt: #yourself) arguments: #()) jtStackp: 3) jtAt: 3", "nil")]
    [TestCase("thisContext jtStackp: 1000", "(failed MethodContext 1000)")]
    [TestCase("thisContext jtStackp: -1", "(failed MethodContext -1)")]
    [TestCase("3 jtStackp: 1", "(failed SmallInteger 1)")]
    public void Reads_and_writes_the_variable_part_of_contexts(string code, string expected) => _image!.Expect(code, expected);

    [TestCase("(thisContext jtSlot: 2) class", "SmallInteger")]
    [TestCase("(thisContext jtSlot: 4) class", "CompiledMethod")]
    [TestCase("(thisContext jtSlot: 1) == thisContext sender", "true")]
    [TestCase("thisContext jtSlot: 6", "nil")]
    [TestCase("thisContext jtSlot: 6 put: 5. self", "5")]
    [TestCase("thisContext jtSlot: 7", "(failed MethodContext 7)")]
    [TestCase("thisContext jtSlot: 7 put: 3", "(failed MethodContext 7 3)")]
    [TestCase("thisContext jtSlot: 1000", "(failed MethodContext 1000)")]
    [TestCase("thisContext jtSlot: 1000 put: 3", "(failed MethodContext 1000 3)")]
    [TestCase("| a c | a := 1. c := thisContext jtCopy. a := 2. (c jtAt: 1) + a", "3")]
    [TestCase("thisContext jtCopy == thisContext", "false")]
    [TestCase("thisContext jtCopy sender == thisContext sender", "true")]
    public void Reads_writes_and_copies_contexts_as_objects(string code, string expected) => _image!.Expect(code, expected);

    [TestCase("[(thisContext jtUnwind: nil) selector] ensure: []", "ensure:")]
    [TestCase("[(thisContext jtUnwind: nil) selector] ifCurtailed: []", "ifCurtailed:")]
    [TestCase("| home | home := thisContext. thisContext jtUnwind: home", "nil")]
    [TestCase("3 jtUnwind: nil", "(failed 3 nil)")]
    [TestCase("[thisContext jtHandler selector] on: Error do: []", "on:do:")]
    [TestCase("[[thisContext jtHandler selector] ensure: []] on: Error do: []", "on:do:")]
    [TestCase("3 jtHandler", "(failed 3)")]
    [TestCase("(thisContext jtUnwind: 3) last", "3")]
    [TestCase("| c | c := thisContext. (c jtTerminateTo: c) first", "failed")]
    [TestCase("| home c | home := thisContext. c := nil. [c := thisContext. c sender == home] value. "
        + "[:x | | d | d := thisContext. d jtTerminateTo: home. d sender == home] value: 3", "true")]
    [TestCase("| home middle result | home := thisContext. middle := nil. result := [[:d | middle := d sender. d jtTerminateTo: home. "
        + "middle isDead] value: thisContext] value. result", "false")]
    [TestCase("3 jtTerminateTo: nil", "(failed 3 nil)")]
    [TestCase("(thisContext jtTerminateTo: 3) first", "failed")]
    public void Searches_and_cuts_the_chain_of_senders(string code, string expected) => _image!.Expect(code, expected);

    [TestCase("[:a :b | a - b] jtValue: #(5 3)", "2")]
    [TestCase("[:a :b | a - b] jtValue: #(5)", "(failed BlockClosure (5))")]
    [TestCase("[:a :b | a - b] jtValue: nil", "(failed BlockClosure nil)")]
    [TestCase("[3] jtValue: #()", "3")]
    [TestCase("3 jtValue: #(5)", "(failed SmallInteger (5))")]
    [TestCase("(thisContext jtClosure: 2 copied: #(7)) numArgs", "2")]
    [TestCase("(thisContext jtClosure: 2 copied: #(7)) basicSize", "1")]
    [TestCase("thisContext jtClosure: 2 copied: nil", "(failed MethodContext 2 nil)")]
    [TestCase("3 jtClosure: 2 copied: #()", "(failed SmallInteger 2 ())")]
    public void Makes_and_runs_closures(string code, string expected) => _image!.Expect(code, expected);

    [TestCase("3 jtFlush", "3")]
    [TestCase("(Object compiledMethodAt: #yourself) jtFlushMethod class", "CompiledMethod")]
    [TestCase("#yourself jtFlushSelector", "yourself")]
    [TestCase("| a | Object compile: 'jtTen ^10' classified: 'tests'. a := 3 perform: #jtTen. "
        + "Object compile: 'jtTen ^11' classified: 'tests'. a + (3 perform: #jtTen)", "21")]
    public void Flushes_the_method_cache(string code, string expected) => _image!.Expect(code, expected);

    [Test]
    public void Quits_with_an_exit_code()
    {
        using RunningImage image = new(name);
        image.Expect("Utilities classPool at: #AuthorInitials put: 'tst'; at: #AuthorName put: 'tests'. "
            + "Object compile: 'jtQuit: n <primitive: 113> ^n' classified: 'tests'. 3 jtQuit: nil", "nil");
        image.Quit("3 jtQuit: 7");
        Assert.That(image.Vm.ExitCode, Is.EqualTo(7));
    }
}
