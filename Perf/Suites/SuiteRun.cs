namespace JitTalk.Perf.Suites;

/// <summary>What one process said of its benchmarks.</summary>
/// <param name="Benchmarks">In the order in which they ran.</param>
/// <param name="BrokeOff">Why it ended before its end; null if it did not.</param>
internal sealed record SuiteRun(IReadOnlyList<BenchmarkRun> Benchmarks, string? BrokeOff = null);

/// <summary>One benchmark in one process; times of iterations are in microseconds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="WarmUp">The iterations that do not count, from the first.</param>
/// <param name="Measured">The iterations that do.</param>
/// <param name="Checksum">What it answered; null if it does not say.</param>
/// <param name="Failure">What went wrong; null if nothing.</param>
internal sealed record BenchmarkRun(
    string Name, IReadOnlyList<double> WarmUp, IReadOnlyList<double> Measured, string? Checksum = null, string? Failure = null);
