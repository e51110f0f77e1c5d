using System.Diagnostics;
using System.Globalization;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Comparing;

/// <summary>
/// Runs the same suites on all contenders in turn, round by round, so that what else the computer does hits all of them alike.
/// </summary>
/// <param name="contenders">Who takes part; in each round they come in this order.</param>
/// <param name="suites">What they run.</param>
/// <param name="rounds">How often.</param>
/// <param name="progress">Takes a line for each run.</param>
internal sealed class Comparison(IReadOnlyList<IContender> contenders, IReadOnlyList<Suite> suites, int rounds, TextWriter progress)
{
    private readonly Measurements _measurements = new();
    private readonly HashSet<(IContender, Suite)> _broken = [];
    private readonly HashSet<string> _told = [];

    /// <summary>All that was found; what fails is told, and the rest goes on.</summary>
    public Measurements Run()
    {
        for (int round = 1; round <= rounds; round++)
        {
            foreach (Suite suite in suites)
            {
                foreach (IContender contender in contenders.Where(contender => contender.Knows(suite) && !_broken.Contains((contender, suite))))
                {
                    Measure(round, contender, suite);
                }
            }
        }
        foreach (string disagreement in suites.SelectMany(suite => _measurements.Disagreements(contenders, suite)))
        {
            Tell(disagreement);
        }
        return _measurements;
    }

    private void Measure(int round, IContender contender, Suite suite)
    {
        string who = Measurements.Describe(contender);
        long begun = Stopwatch.GetTimestamp();
        try
        {
            SuiteRun run = suite.Benchmarks.Count > 0 ? contender.Measure(suite) : new SuiteRun([]);
            _measurements.Add(contender, suite, run);
            progress.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round} of {rounds}: {suite.Name}: {who}: {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s"));
            foreach (BenchmarkRun failed in run.Benchmarks.Where(benchmark => benchmark.Failure is not null))
            {
                Tell($"{who}: {failed.Name} failed: {failed.Failure}");
            }
            if (run.BrokeOff is { } reason)
            {
                GiveUp(contender, suite, run.Benchmarks.Count == 0 ? reason : $"broke off after {run.Benchmarks[^1].Name}: {reason}");
            }
        }
        catch (MeasurementException e)
        {
            GiveUp(contender, suite, e.Message);
        }
    }

    // What went wrong once goes wrong again, often after a long wait.
    private void GiveUp(IContender contender, Suite suite, string reason)
    {
        _ = _broken.Add((contender, suite));
        Tell($"{Measurements.Describe(contender)}: {suite.Name}: {reason}");
    }

    private void Tell(string problem)
    {
        if (_told.Add(problem))
        {
            _measurements.AddProblem(problem);
            progress.WriteLine($"perf: {problem}");
        }
    }
}
