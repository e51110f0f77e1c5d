using System.IO.Enumeration;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Commands;

/// <summary>Finds the suites and benchmarks that a command line names.</summary>
internal static class SuiteSelection
{
    /// <summary>All suites by name.</summary>
    public static readonly string[] Names = ["startup", "micro", BenchmarkSource.AwfyName, TinySuite.SuiteName];

    /// <summary>The suites with these names, with their benchmarks.</summary>
    /// <exception cref="MeasurementException">There is no such suite, or its files are missing.</exception>
    public static IReadOnlyList<Suite> Open(string names, BenchmarkTimes times) => [.. Split(names).Select(name => Make(name, times))];

    /// <summary>What a filter leaves of suites.</summary>
    /// <param name="suites">All of them.</param>
    /// <param name="filter">Names with commas between them, * standing for anything; null: all.</param>
    /// <exception cref="MeasurementException">A name is that of no benchmark.</exception>
    public static IReadOnlyList<Suite> Filter(IReadOnlyList<Suite> suites, string? filter)
    {
        if (filter is null or "all")
        {
            return suites;
        }
        string[] patterns = Split(filter);
        if (Array.Find(patterns, pattern => !suites.Any(suite => suite.Benchmarks.Any(name => Matches(pattern, name)))) is { } strange)
        {
            string all = string.Join(", ", suites.SelectMany(suite => suite.Benchmarks));
            throw new MeasurementException($"there is no benchmark {strange}; there are: {all}");
        }
        return
        [
            .. suites.Select(suite => suite.Filter(name => Array.Exists(patterns, pattern => Matches(pattern, name))))
                .Where(suite => suite.Benchmarks.Any(name => Array.Exists(patterns, pattern => Matches(pattern, name)))),
        ];
    }

    private static Suite Make(string name, BenchmarkTimes times) => name switch
    {
        "startup" => new StartupSuite(),
        "micro" => new HarnessSuite(BenchmarkSource.Micro(), times),
        BenchmarkSource.AwfyName => new HarnessSuite(BenchmarkSource.AreWeFastYet(), times),
        TinySuite.SuiteName => new TinySuite(),
        _ => throw new MeasurementException($"there is no suite {name}; there are: {string.Join(", ", Names)}"),
    };

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
