using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Suites;

/// <summary>The time of a process that starts, evaluates an expression, prints what it answers and quits.</summary>
internal sealed class StartupSuite() : Suite("startup", ["startup"], TimeUnit.Milliseconds)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public override SuiteRun Measure(JobRunner run)
    {
        JobOutcome outcome = run(new Job.Evaluation("3 + 4"), Longest);
        return outcome.Output.Trim() == "7"
            ? new SuiteRun([new BenchmarkRun(Benchmarks[0], [], [outcome.Process.Elapsed.TotalMicroseconds])])
            : new SuiteRun([], $"3 + 4 was not answered: {outcome.Process.Ending}");
    }

    public override Suite Filter(Func<string, bool> isWanted) => this;
}
