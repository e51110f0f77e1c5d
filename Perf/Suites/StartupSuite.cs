using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Suites;

/// <summary>The time of a process that starts, evaluates an expression, prints what it answers and quits.</summary>
internal sealed class StartupSuite() : Suite("startup", ["startup"], TimeUnit.Milliseconds)
{
    /// <summary>How often a run starts the process: a start is short, and one alone says little.</summary>
    public const int Starts = 5;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public override SuiteRun Measure(JobRunner run)
    {
        List<double> times = [];
        while (times.Count < Starts)
        {
            JobOutcome outcome = run(new Job.Evaluation("3 + 4"), Longest);
            if (outcome.Output.Trim() != "7")
            {
                return new SuiteRun([], $"3 + 4 was not answered: {outcome.Process.Ending}");
            }
            times.Add(outcome.Process.Elapsed.TotalMicroseconds);
        }
        return new SuiteRun([new BenchmarkRun(Benchmarks[0], [], times)]);
    }

    public override Suite Filter(Func<string, bool> isWanted) => this;
}
