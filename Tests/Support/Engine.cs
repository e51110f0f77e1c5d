using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit;

namespace JitTalk.Tests.Support;

/// <summary>A way to run bytecodes: every test of execution runs in each.</summary>
internal sealed record Engine(string Name, VmOptions Options, JitOptions? Jit = null)
{
    // Deep recursion overflows this stack early.
    private const int SmallStack = 4 << 10;

    private static readonly MemoryOptions Memory = new() { MaximumBytes = 1L << 30 };

    // Survivors are tenured early.
    private static readonly MemoryOptions SmallMemory = new()
    {
        EdenBytes = 64 << 10,
        EdenReserveBytes = 16 << 10,
        SurvivorBytes = 8 << 10,
        LargeObjectBytes = 4 << 10,
        MaximumBytes = 1L << 30,
    };

    private static readonly JitOptions AtOnce = new() { CallThreshold = 1, LoopThreshold = 1, ExitLimit = 3, MissLimit = 3, IsBackground = false, Grace = TimeSpan.Zero };
    private static readonly JitOptions Failing = AtOnce with { FailsSpeculations = true, ExitLimit = int.MaxValue };

    private static readonly VmOptions Collecting = new() { Memory = SmallMemory, StackBytes = SmallStack, CollectEvery = 1 };

    public static IReadOnlyList<Engine> All { get; } =
    [
        new("Interpreter", new VmOptions { Memory = Memory }),
        new("CollectAtEverySafepoint", Collecting),
        new("ShrunkenSpaces", new VmOptions { Memory = SmallMemory, StackBytes = SmallStack, MethodCacheEntries = 16 }),
        new("JitAtFirstCall", new VmOptions { Memory = Memory }, AtOnce),
        new("JitWithEverySpeculationFailing", new VmOptions { Memory = Memory }, Failing),
        new("JitCollectingAtEverySafepoint", Collecting, AtOnce),
        new("JitFailingAndCollecting", Collecting, Failing),
    ];

    public static Engine Named(string name) => All.Single(engine => engine.Name == name);
}
