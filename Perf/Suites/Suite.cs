using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Suites;

/// <summary>Does a job in an image, in a process of its own.</summary>
/// <param name="job">What it is to do.</param>
/// <param name="longest">How long it may take.</param>
/// <exception cref="MeasurementException">The machine cannot be started.</exception>
internal delegate JobOutcome JobRunner(Job job, TimeSpan longest);

/// <summary>Benchmarks that run together in one process.</summary>
internal abstract class Suite(string name, IReadOnlyList<string> benchmarks, TimeUnit unit)
{
    public string Name => name;

    /// <summary>Those that are run, in this order.</summary>
    public IReadOnlyList<string> Benchmarks => benchmarks;

    /// <summary>How its times are shown.</summary>
    public TimeUnit Unit => unit;

    /// <summary>Runs all benchmarks once.</summary>
    /// <exception cref="MeasurementException">The machine cannot be started.</exception>
    public abstract SuiteRun Measure(JobRunner run);

    /// <summary>The same suite with only the benchmarks that <paramref name="isWanted"/> takes.</summary>
    public abstract Suite Filter(Func<string, bool> isWanted);
}
