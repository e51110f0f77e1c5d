using System.Globalization;
using JitTalk.Perf.Comparing;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Reports;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Commands;

/// <summary>A comparison from its begin to its report.</summary>
internal sealed record ComparisonRun
{
    private const int Failed = 1;

    /// <summary>Who takes part.</summary>
    public required Field Field { get; init; }

    /// <summary>What they run.</summary>
    public required IReadOnlyList<Suite> Suites { get; init; }

    /// <summary>How often.</summary>
    public required int Rounds { get; init; }

    /// <summary>The other machines, which the report tells of.</summary>
    public IReadOnlyList<VirtualMachine> References { get; init; } = [];

    /// <summary>What went wrong before.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Where the report goes beside the console.</summary>
    public ReportFiles Files { get; init; } = new(null, null, null);

    /// <summary>Measures and reports.</summary>
    /// <returns>The exit code: 1 where something failed.</returns>
    /// <exception cref="MeasurementException">A file cannot be written.</exception>
    public int Run(TextWriter output, TextWriter progress)
    {
        Files.Prepare();
        Tell(Problems, progress);
        IReadOnlyList<KeyValuePair<string, string>> surroundings = Surroundings.Describe(References);
        ComparisonResult result = new Comparison(Field.Contenders, Suites, Rounds, progress).Run();
        Tell([.. result.Lacks, .. result.Problems], progress);
        Report report = new(
            DateTimeOffset.UtcNow,
            surroundings,
            Method(),
            new SectionBuilder(result.Measurements).Build(Field.Groups, Suites),
            result.Lacks,
            [.. Problems, .. result.Problems]);
        MarkdownReport.WriteSections(report, output);
        output.WriteLine();
        output.WriteLine(report.Method);
        Files.Write(report);
        return report.Problems.Count > 0 ? Failed : 0;
    }

    private static void Tell(IEnumerable<string> lines, TextWriter progress)
    {
        foreach (string line in lines)
        {
            progress.WriteLine($"perf: {line}");
        }
    }

    private string Method()
    {
        string times = Suites.OfType<HarnessSuite>().FirstOrDefault()?.Times is not { } given ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $" There each benchmark runs {given.WarmUp.TotalSeconds} s to warm up, then {given.Measured.TotalSeconds} s that count, one iteration at least.");
        return $"In each round (of {Rounds}) each machine in turn runs each suite in a process of its own, startup in {StartupSuite.Starts}.{times} Figures are "
            + "medians over the rounds of each round's median; ± is the interquartile range of all iterations in percent of the median; ratio says how many times as fast the first machine is as that one.";
    }
}
