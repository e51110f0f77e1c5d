namespace JitTalk.Core.Memory;

/// <summary>Sizes of the object memory, in bytes. Tests shrink them to give bugs a chance.</summary>
internal sealed record MemoryOptions
{
    public long EdenBytes { get; init; } = 4 << 20;

    /// <summary>What allocations between two safepoints may take beyond eden before they fall into old space.</summary>
    public long EdenReserveBytes { get; init; } = 1 << 20;

    public long SurvivorBytes { get; init; } = 1 << 20;

    /// <summary>
    /// The address range that is reserved, and with it the largest heap: by default a quarter of the machine's memory, as
    /// Java has it, so that a runaway image meets its low-space notifier before it troubles others.
    /// </summary>
    public long MaximumBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    /// <summary>Objects larger than this are born old.</summary>
    public long LargeObjectBytes { get; init; } = 256 << 10;

    /// <summary>How often the whole memory is verified.</summary>
    public HeapVerification VerifyHeap { get; init; } =
#if DEBUG
        HeapVerification.Sometimes;
#else
        HeapVerification.Never;
#endif
}
