namespace JitTalk.Perf.Native.Richards;

/// <summary>Simulates the kernel of an operating system: six tasks send packets to each other.</summary>
internal sealed class RichardsBenchmark : INativeBenchmark
{
    public string Name => "richards";

    public long Run()
    {
        Scheduler scheduler = new();
        scheduler.Run();
        return (scheduler.QueueCount * 10000L) + scheduler.HoldCount;
    }
}
