using JitTalk.Core.Contracts;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Display;
using JitTalk.Jit;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Images;

/// <summary>A real image that stays loaded while expression after expression is evaluated in it.</summary>
internal sealed class RunningImage : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // Tests are short: most of what they run is to be compiled.
    private static readonly JitOptions Soon = new() { CallThreshold = 10, LoopThreshold = 40, Grace = TimeSpan.Zero };

    private static readonly MemoryOptions Small = new() { EdenBytes = 64 << 10, EdenReserveBytes = 64 << 10, SurvivorBytes = 64 << 10 };

    private readonly ScratchFolder _folder = new();
    private readonly ImageSession _session;
    private bool _hasStarted;

    /// <param name="name">Of a file among the shared images, or the path of another one.</param>
    /// <param name="collecting">Scavenges at every safepoint, with an eden that holds little.</param>
    /// <param name="arguments">What the image finds after its name.</param>
    public RunningImage(string name, bool collecting = false, params IReadOnlyList<string> arguments)
        : this(name, arguments, collecting ? 1 : 0, collecting ? Small : new(), Soon)
    {
    }

    /// <param name="name">Of a file among the shared images, or the path of another one.</param>
    /// <param name="collectEvery">Scavenges at every so many safepoints, with an eden that holds little.</param>
    public RunningImage(string name, int collectEvery)
        : this(name, [], collectEvery, Small, Soon)
    {
    }

    /// <param name="name">Of a file among the shared images, or the path of another one.</param>
    /// <param name="memory">Sizes, and how often the heap is verified.</param>
    public RunningImage(string name, MemoryOptions memory)
        : this(name, [], 0, memory, Soon)
    {
    }

    /// <param name="name">Of a file among the shared images, or the path of another one.</param>
    /// <param name="jit">When what is compiled; null for never.</param>
    /// <param name="arguments">What the image finds after its name.</param>
    public RunningImage(string name, JitOptions? jit, IReadOnlyList<string> arguments)
        : this(name, arguments, 0, new(), jit)
    {
    }

    /// <param name="name">Of a file among the shared images, or the path of another one.</param>
    /// <param name="host">The screen, and where input comes from.</param>
    public RunningImage(string name, IHost host)
        : this(name, [], 0, new(), Soon, host)
    {
    }

    private RunningImage(
        string name, IReadOnlyList<string> arguments, int collectEvery, MemoryOptions memory, JitOptions? jit, IHost? host = null)
    {
        Name = name;
        VmOptions options = new()
        {
            ImagePath = _folder.BringImage(System.IO.Path.IsPathRooted(name) ? name : SharedImages.Path(name)),
            ImageArguments = arguments,
            StandardStreams = new StandardStreams { Input = Stream.Null, Output = Output, Error = Stream.Null },
            CollectEvery = collectEvery,
            CollectFullyEvery = 500,
            Memory = memory,
        };
        _session = new ImageSession(options, jit, host ?? new NullHost());
    }

    public string Name { get; }

    public VirtualMachine Vm => _session.Vm;

    /// <summary>What the image wrote on its standard output.</summary>
    public MemoryStream Output { get; } = new();

    /// <summary>The path of a file in the folder of the image.</summary>
    public string Path(string name) => _folder.Path(name);

    /// <summary>Runs until the image quits or <paramref name="time"/> has passed; answers whether it quit.</summary>
    public bool Run(TimeSpan time)
    {
        bool late = false;
        using Timer timer = new(_ => Expire(), null, time, Timeout.InfiniteTimeSpan);
        bool isFirst = !_hasStarted;
        _hasStarted = true;
        _ = VmThread.Run(() =>
        {
            if (isFirst)
            {
                _session.Run();
            }
            else
            {
                Vm.Interpreter.Run();
            }
            return 0;
        });
        return !late;

        void Expire()
        {
            late = true;
            Vm.Interpreter.Halt();
        }
    }

    /// <summary>Evaluates an expression, to the end or the error that would open a debugger.</summary>
    public Evaluation Evaluate(string code) => Evaluate(code, Limit);

    public Evaluation Evaluate(string code, TimeSpan limit)
    {
        Evaluator evaluator = new(Vm);
        evaluator.Start(code);
        bool ended = Run(limit);
        Assert.That(ended, $"{code} takes too long in\n{string.Join('\n', new StackPrinter(Vm).Lines())}");
        Assert.That(evaluator.Result, Is.Not.Null, $"{code} made the image quit");
        // Its process has nothing to return to, or stands before the debugger that it was to open: it goes no further.
        Vm.Scheduler.SuspendActive();
        return evaluator.Result!;
    }

    /// <summary>Evaluates an expression that makes the image quit.</summary>
    public void Quit(string code)
    {
        Evaluator evaluator = new(Vm);
        evaluator.Start(code);
        Assert.That(Run(Limit), $"{code} takes too long");
        Assert.That(evaluator.Result, Is.Null);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }
}
