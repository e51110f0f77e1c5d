using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Suites;

/// <summary>Benchmarks in Smalltalk, run by the harness.</summary>
internal sealed class HarnessSuite : Suite
{
    // For starting and loading, and for iterations that are longer than the time that they are given.
    private static readonly TimeSpan Overhead = TimeSpan.FromMinutes(1);
    private const int Patience = 4;

    private readonly BenchmarkSource _source;
    private readonly BenchmarkTimes _times;

    public HarnessSuite(BenchmarkSource source, BenchmarkTimes times)
        : this(source, source.Table, times)
    {
    }

    private HarnessSuite(BenchmarkSource source, IReadOnlyList<BenchmarkRow> rows, BenchmarkTimes times)
        : base(source.Suite, [.. rows.Select(row => row.Name)], TimeUnit.Microseconds)
    {
        _source = source;
        _times = times;
        Rows = rows;
    }

    /// <summary>The benchmarks with the units of an iteration.</summary>
    public IReadOnlyList<BenchmarkRow> Rows { get; }

    /// <summary>How long each runs.</summary>
    public BenchmarkTimes Times => _times;

    public override Suite Filter(Func<string, bool> isWanted) => new HarnessSuite(_source, [.. Rows.Where(row => isWanted(row.Name))], _times);

    public override SuiteRun Measure(JobRunner run)
    {
        TimeSpan longest = Overhead + (Patience * Rows.Count * (_times.WarmUp + _times.Measured));
        JobOutcome outcome = run(new Job.Benchmarks(_source.Folder, _source.Files, _source.Class, Benchmarks, _times), longest);
        return HarnessOutput.Parse(outcome.Output, outcome.Process.Ending);
    }
}
