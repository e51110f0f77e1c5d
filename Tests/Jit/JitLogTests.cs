using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit;
using JitTalk.Jit.Translation;
using JitTalk.Jit.Watching;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>What the JIT tells of its work, and what becomes of its own failures.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JitLogTests : IDisposable
{
    private readonly StringWriter _log = new();
    private Machine? _machine;

    private JitOptions Options => new()
    {
        CallThreshold = 2,
        IsBackground = false,
        Grace = TimeSpan.Zero,
        LoopThreshold = 2,
        ExitLimit = 3,
        CompileBudget = 2,
        GuessBudget = 2,
        Traced = MethodFilter.Parse(["Subject>>plus:", "Subject>>count"]),
        Log = _log,
    };

    public void Dispose()
    {
        _machine?.Dispose();
        _log.Dispose();
    }

    [Test]
    public void A_compile_is_a_line_with_sizes_and_times()
    {
        Start(Options);
        Add(Oop.FromInteger(1), 4);
        Assert.That(
            Lines(),
            Has.Exactly(1).Matches(@"^jit compile    Subject>>plus:  4 bytecodes, \d+ bytes of IL, \d\d+ of machine code, [\d.]+ ms \(plan [\d.]+, IL [\d.]+, RyuJIT [\d.]+\)$"));
        Assert.That(_machine!.Jit!.Statistics.Compiles, Is.Positive);
    }

    [Test]
    public void An_exit_is_told_the_first_time_and_the_last_and_then_code_is_made_anew()
    {
        Start(Options);
        Add(Oop.FromInteger(1), 3);
        Add(_machine!.Receiver, 6);
        const string why = "operands were no SmallIntegers, or their result is none";
        string[] lines = Lines();
        int pc = 1 + (8 * 3) + 2;
        Assert.That(lines, Has.Exactly(1).EqualTo($"jit exit       Subject>>plus:  at {pc}, {why}"));
        Assert.That(lines, Has.Exactly(1).EqualTo($"jit exit       Subject>>plus:  at {pc}, {why} (3rd time)"));
        Assert.That(lines, Has.Exactly(1).EqualTo($"jit invalidate Subject>>plus:  {why} at {pc}"));
        Assert.That(lines, Has.Exactly(1).Matches($@"^jit recompile  Subject>>plus:  4 bytecodes.*; 2nd time: {why} at {pc}$"));
        Assert.That(_machine.Jit!.Statistics.Exits(ExitReason.NotIntegers), Is.EqualTo(3));
    }

    [Test]
    public void A_loop_says_where_it_is_entered()
    {
        Start(Options);
        Count(100);
        Assert.That(Lines(), Has.Exactly(1).Matches(@"^jit compile    Subject>>count loop at \d+  \d+ bytecodes"));
    }

    [Test]
    public void Listings_follow_the_line()
    {
        Start(Options with { Listings = JitListings.Bytecode | JitListings.Il | JitListings.Asm });
        Add(Oop.FromInteger(1), 3);
        string text = _log.ToString();
        Assert.That(text, Does.Contain("Subject>>plus:: 1 arguments").And.Contain("send: #+"));
        Assert.That(text, Does.Contain("ldc.i8       StackLimit").And.Contain("call         Exit"));
        Assert.That(text, Does.Match(@"mov r\w\w, \[0x\w+\] +; the method").And.Match(@"\bret\b"));
    }

    [Test]
    public void What_is_spent_is_interpreted_and_told_once()
    {
        Start(Options);
        for (int i = 0; i < 4; i++)
        {
            Add(Oop.FromInteger(1), 4);
            _machine!.Vm.Interpreter.ForgetMethod(MethodNamed("plus:"));
        }
        Assert.That(Lines(), Has.Exactly(2).EqualTo("jit invalidate Subject>>plus:  a method has changed"));
        Assert.That(Lines(), Has.Exactly(1).EqualTo("jit abort      Subject>>plus:  compiled 2 times, and is interpreted from now on"));
    }

    [Test]
    public void Code_that_was_right_is_made_anew_as_often_as_methods_change()
    {
        Start(Options with { CompileBudget = 10 });
        for (int i = 0; i < 5; i++)
        {
            Add(Oop.FromInteger(1), 4);
            _machine!.Vm.Interpreter.ForgetMethod(MethodNamed("plus:"));
        }
        Assert.That(Lines(), Has.Exactly(5).EqualTo("jit invalidate Subject>>plus:  a method has changed"));
        Assert.That(Lines(), Has.None.Contains("abort"));
    }

    [Test]
    public void A_refusal_is_told_with_its_reason()
    {
        Start(Options with { MostInstructions = 3 });
        Add(Oop.FromInteger(1), 4);
        Assert.That(Lines(), Has.Exactly(1).EqualTo("jit abort      Subject>>plus:  it has 4 bytecodes, more than 3"));
        Assert.That(_machine!.Jit!.Statistics.Render(), Does.Contain("it has N bytecodes, more than N"));
    }

    [Test]
    public void Sums_are_printed_at_the_end()
    {
        Start(Options with { HasStatistics = true, Traced = null });
        Add(Oop.FromInteger(1), 4);
        Count(100);
        Assert.That(_log.ToString(), Is.Empty);
        _machine!.Dispose();
        _machine = null;
        Assert.That(_log.ToString(), Does.Match(@"^jit: compiled: \d+ methods, 0 blocks, [1-9]\d* loops; 0 of them anew\n").And.Match(@"\d+ bytes of IL, [1-9]\d+ of machine code"));
        Assert.That(_log.ToString(), Does.Contain("side exits: 0").And.Contain("units: ").And.Contain("linked"));
    }

    [Test]
    public void Only_what_is_named_is_compiled()
    {
        Start(Options with { Only = MethodFilter.Parse(["*>>count"]), Traced = MethodFilter.Everything });
        Add(Oop.FromInteger(1), 4);
        Count(100);
        Assert.That(Lines(), Is.Not.Empty.And.All.Contains("Subject>>count"));
    }

    [Test]
    public void Only_the_first_are_compiled()
    {
        Start(Options with { CompileLimit = 1 });
        Add(Oop.FromInteger(1), 4);
        Count(100);
        Assert.That(_machine!.Jit!.Statistics.Compiles, Is.EqualTo(1));
    }

    [Test]
    public void A_failure_of_the_JIT_is_told_once_and_the_method_is_interpreted()
    {
        Start(Options with { Traced = null, Translating = plan => throw new InvalidProgramException($"not {plan.Unit.Name}") });
        Add(Oop.FromInteger(1), 8);
        const string failure = "Subject>>plus:: InvalidProgramException: not Subject>>plus:";
        Assert.That(_machine!.Jit!.Statistics.Failures, Has.Exactly(1).EqualTo(failure));
        Assert.That(Lines(), Has.Exactly(1).EqualTo($"jittalk: interpreted because compiling failed: {failure}"));
        Assert.That(_machine.Jit.Statistics.Compiles, Is.Zero);
    }

    private void Start(JitOptions options)
    {
        _machine = new Machine(
            new Engine("Watched", new VmOptions { Memory = new MemoryOptions { MaximumBytes = 1L << 30 } }, options), CodeKind.Named("Spur64"));
        _ = _machine.Define("Subject", "plus:", m => m.PushTemp(0).PushInteger(1).SendSpecial("+").ReturnTop().Named("plus:"));
        _ = _machine.Define("Subject", "+", m => m.ReturnReceiver());
        _ = _machine.Define("Subject", "count", m => m.Temps(1)
            .PushInteger(0).StorePopTemp(0)
            .Label("test").PushTemp(0).PushReceiverVariable(0).SendSpecial("<").JumpFalse("done")
            .PushTemp(0).PushInteger(1).SendSpecial("+").StorePopTemp(0).Jump("test")
            .Label("done").PushTemp(0).ReturnTop().Named("count"));
    }

    private void Add(Oop argument, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Oop sum = _machine!.Send(_machine.Receiver, "plus:", argument);
            Assert.That(sum, Is.EqualTo(argument.IsInteger ? Oop.FromInteger(argument.Integer + 1) : argument));
        }
    }

    private void Count(int turns)
    {
        _machine!.Memory.Store(0, _machine.Receiver, Oop.FromInteger(turns));
        Assert.That(_machine.Send(_machine.Receiver, "count"), Is.EqualTo(Oop.FromInteger(turns)));
    }

    private Oop MethodNamed(string selector) =>
        new Core.Diagnostics.ImageBrowser(_machine!.Memory).FindMethod(_machine.Image.Class("Subject"), selector);

    private string[] Lines() => _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
