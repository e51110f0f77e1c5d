using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>A way to run bytecodes: every test of execution runs in each.</summary>
internal sealed record Engine(string Name, VmOptions Options)
{
    private static readonly MemoryOptions Memory = new() { MaximumBytes = 1L << 30 };

    public static IReadOnlyList<Engine> All { get; } =
    [
        new("Interpreter", new VmOptions { Memory = Memory }),
        new("CollectAtEverySafepoint", new VmOptions { Memory = Memory, CollectAtEverySafepoint = true, StackBytes = 32 << 10 }),
        new("ShrunkenSpaces", new VmOptions { Memory = Shrunken, MethodCacheEntries = 16, StackBytes = 4 << 10 }),
    ];

    // Deep recursion overflows this stack early, and survivors are tenured early.
    private static MemoryOptions Shrunken => new()
    {
        EdenBytes = 64 << 10,
        EdenReserveBytes = 16 << 10,
        SurvivorBytes = 8 << 10,
        LargeObjectBytes = 4 << 10,
        MaximumBytes = 1L << 30,
    };

    public static Engine Named(string name) => All.Single(engine => engine.Name == name);
}
