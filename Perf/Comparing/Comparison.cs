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
    private readonly OrderedDictionary<(IContender, Suite), string> _broken = [];

    /// <summary>All that was found; where something fails, the rest goes on.</summary>
    public ComparisonResult Run()
    {
        for (int round = 1; round <= rounds; round++)
        {
            foreach (Suite suite in suites)
            {
                foreach (IContender contender in contenders.Where(contender => contender.Knows(suite) && !_broken.ContainsKey((contender, suite))))
                {
                    Measure(round, contender, suite);
                }
            }
        }
        Failures failures = new(_measurements, contenders);
        return new ComparisonResult(_measurements, [.. _broken.Values, .. suites.SelectMany(failures.Of)], [.. suites.SelectMany(failures.Lacks)]);
    }

    private void Measure(int round, IContender contender, Suite suite)
    {
        long begun = Stopwatch.GetTimestamp();
        SuiteRun run = Try(contender, suite);
        _measurements.Add(contender, suite, run);
        string failed = string.Concat(run.Benchmarks.Where(benchmark => benchmark.Failure is not null).Select(benchmark => $", {benchmark.Name} failed"));
        progress.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"round {round} of {rounds}: {suite.Name}: {contender.Describe()}: {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s{failed}"));
        if (run.BrokeOff is { } reason)
        {
            // What went wrong once goes wrong again, often after a long wait.
            string where = run.Benchmarks.Count > 0 ? $"broke off after {run.Benchmarks[^1].Name}: " : string.Empty;
            _broken.Add((contender, suite), $"{contender.Describe()}: {suite.Name}: {where}{reason}");
        }
    }

    private static SuiteRun Try(IContender contender, Suite suite)
    {
        try
        {
            return contender.Measure(suite);
        }
        catch (MeasurementException e)
        {
            return new SuiteRun([], e.Message);
        }
    }
}

/// <summary>What a comparison found, and what went wrong.</summary>
/// <param name="Measurements">All times and answers.</param>
/// <param name="Problems">What failed, a line each.</param>
/// <param name="Lacks">What an image cannot run on any machine, a line each.</param>
internal sealed record ComparisonResult(Measurements Measurements, IReadOnlyList<string> Problems, IReadOnlyList<string> Lacks);
