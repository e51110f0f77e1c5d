using System.Text;
using JitTalk.Core.Profiling;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Profiling;

/// <summary>
/// What a profile says of a program. Every safepoint is a sample here: nothing depends on time.
/// </summary>
[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class ProfilerTests(string engine, string kind) : EngineTest(engine, kind)
{
    private const int Turns = 30;

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly FakeHost _host = new();
    private Profiler? _profiler;

    private protected override Machine NewMachine() => new(Engine, CodeKind, _host);

    [SetUp]
    public void DefineMethods()
    {
        Machine.DefineBlocks();
        Machine.DefinePrimitive("Object", "seconds", 137);
        _ = Machine.Define("Subject", "inner", m => m.Named("inner").ReturnReceiver());
        // With its context it is none that the JIT does in the place of the send: such methods count for their callers.
        _ = Machine.Define("Subject", "leaf", m => m.Named("leaf").PushThisContext().Pop().PushReceiver().Send("inner", 0).ReturnTop());
        _ = Machine.Define("Subject", "other", m => m.Named("other").PushReceiver().Send("leaf", 0).ReturnTop());
        _ = Machine.Define("Subject", "block", m => Block(m.Named("block").Temps(1)).Send("value", 0).ReturnTop());
        // i := 1. [i <= Turns] whileTrue: [self leaf. self other. self block. i := i + 1]
        _ = Machine.Define("Subject", "run", m => m.Named("run").Temps(1)
            .PushInteger(1).StorePopTemp(0)
            .Label("loop").PushTemp(0).PushInteger(Turns).SendSpecial("<=").JumpFalse("end")
            .PushReceiver().Send("leaf", 0).Pop().PushReceiver().Send("other", 0).Pop().PushReceiver().Send("block", 0).Pop()
            .PushTemp(0).PushInteger(1).SendSpecial("+").StorePopTemp(0).Jump("loop")
            .Label("end").ReturnReceiver());
    }

    [TearDown]
    public void EndProfile() => _profiler?.Dispose();

    [Test]
    public void Methods_and_blocks_stand_in_the_stacks_that_called_them()
    {
        StartAtEverySafepoint();
        _ = Machine.Send(Machine.Receiver, "run");
        Dictionary<string, double> times = End();
        Assert.That(times["Subject>>run"], Is.GreaterThanOrEqualTo(Turns - 1), "back jumps");
        foreach (string stack in new[]
        {
            "Subject>>run;Subject>>leaf", "Subject>>run;Subject>>other", "Subject>>run;Subject>>other;Subject>>leaf",
            "Subject>>run;Subject>>block;[] in Subject>>block", "Subject>>run;Subject>>block;[] in Subject>>block;Subject>>leaf",
        })
        {
            Assert.That(times.GetValueOrDefault(stack), Is.EqualTo(Turns).Within(2), $"{stack} in {string.Join('\n', times)}");
        }
    }

    [Test]
    public void Methods_keep_their_names_when_they_move_or_die()
    {
        StartAtEverySafepoint();
        for (int i = 0; i < 5; i++)
        {
            string selector = $"throwAway{i}";
            _ = Machine.Define("Subject", selector, m => m.Named(selector).PushReceiver().Send("run", 0).ReturnTop());
            _ = Machine.Send(Machine.Receiver, selector);
            Memory.Scavenger.Scavenge();
            Memory.FullCollector.Collect();
        }
        Dictionary<string, double> times = End();
        for (int i = 0; i < 5; i++)
        {
            Assert.That(times[$"Subject>>throwAway{i};Subject>>run;Subject>>leaf"], Is.EqualTo(Turns).Within(2));
        }
        Assert.That(times.Keys, Has.None.Contains("no method"));
    }

    [Test]
    public void A_primitive_stands_below_its_caller()
    {
        // Seen once in it, with the next safepoint in another method, and once with the next after the caller's return.
        _ = Machine.Define("Subject", "read", m => m.Named("read").PushReceiver().Send("seconds", 0).ReturnTop());
        _ = Machine.Evaluate(m => m.Named("evaluate").PushReceiver().Send("seconds", 0).Pop()
            .PushReceiver().Send("leaf", 0).Pop().PushReceiver().Send("read", 0).Pop().PushReceiver().Send("leaf", 0).ReturnTop());
        StartAtEverySafepoint();
        // A caller that has returned is only known if it was seen before.
        _ = Machine.Send(Machine.Receiver, "evaluate");
        _host.ClockRead = () =>
        {
            if (Interpreter.RunningPrimitive is not null)
            {
                _profiler!.Sampler.Look(Millisecond);
            }
        };
        _ = Machine.Send(Machine.Receiver, "evaluate");
        Assert.That(End().Where(time => time.Key.Contains("primitive", StringComparison.Ordinal)), Is.EquivalentTo(new Dictionary<string, double>
        {
            ["Subject>>evaluate;primitive 137 (SecondsClock)"] = 1,
            ["Subject>>evaluate;Subject>>read;primitive 137 (SecondsClock)"] = 1,
        }));
    }

    [Test]
    public void Deep_stacks_keep_their_ends()
    {
        // down: n: n = 0 ifTrue: [^self leaf]. ^self down: n - 1
        _ = Machine.Define("Subject", "down:", m => m.Named("down:").PushTemp(0).PushInteger(0).SendSpecial("=").JumpFalse("more")
            .PushReceiver().Send("leaf", 0).ReturnTop()
            .Label("more").PushReceiver().PushTemp(0).PushInteger(1).SendSpecial("-").Send("down:", 1).ReturnTop());
        _ = Machine.Define("Subject", "deep", m => m.Named("deep").PushReceiver().PushLiteral(Int(1000)).Send("down:", 1).ReturnTop());
        StartAtEverySafepoint();
        _ = Machine.Send(Machine.Receiver, "deep");
        string deepest = End().Keys.Where(stack => stack.EndsWith(";Subject>>leaf", StringComparison.Ordinal)).MaxBy(stack => stack.Length)!;
        string[] frames = deepest.Split(';');
        Assert.That(frames, Has.Length.EqualTo(257));
        Assert.That(frames[..2], Is.EqualTo(["Subject>>deep", "Subject>>down:"]));
        Assert.That(frames.Count(frame => frame == "…"), Is.EqualTo(1));
        Assert.That(frames[^2..], Is.EqualTo(["Subject>>down:", "Subject>>leaf"]));
    }

    [Test]
    public void Without_a_profile_nothing_is_asked()
    {
        Start();
        _ = Machine.Send(Machine.Receiver, "run");
        Assert.That(End(), Is.Empty);
    }

    private MethodBuilder Block(MethodBuilder m) => CodeKind.HasClosures
        ? m.PushClosure(0, 0, b => b.PushReceiver().Send("leaf", 0).BlockReturnTop())
        : m.PushBlockContext(0, b => b.PushReceiver().Send("leaf", 0).BlockReturnTop());

    private void Start() => _profiler = new Profiler(Machine.Vm, Millisecond);

    private void StartAtEverySafepoint()
    {
        Start();
        Interpreter.Polled += () => _profiler!.Sampler.Look(Millisecond);
    }

    /// <summary>Milliseconds by stack, without the method that the test sends from.</summary>
    private Dictionary<string, double> End()
    {
        _profiler!.Dispose();
        using MemoryStream stream = new();
        CollapsedStacks.Write(_profiler.Profile, stream);
        Dictionary<string, double> times = [];
        foreach (string line in Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int space = line.LastIndexOf(' ');
            times[line[..space]] = double.Parse(line[space..], System.Globalization.CultureInfo.InvariantCulture) / 1000;
        }
        return times;
    }
}
