using JitTalk.Perf.Comparing;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Reports;

/// <summary>A table of results: a row for each benchmark, a column for each contender, of which the first is compared with the others.</summary>
/// <param name="Title">What is compared, and where.</param>
/// <param name="Suite">The name of the suite.</param>
/// <param name="Unit">How times are shown.</param>
/// <param name="Columns">The names of the contenders.</param>
/// <param name="Rows">The benchmarks.</param>
internal sealed record Section(string Title, string Suite, TimeUnit Unit, IReadOnlyList<string> Columns, IReadOnlyList<Row> Rows)
{
    /// <summary>The mean of the ratios of a column over all benchmarks that have one; null: none has.</summary>
    public double? GeometricMean(int column)
    {
        double[] ratios = [.. Rows.Select(row => row.Ratio(column)).OfType<double>()];
        return ratios.Length > 0 ? ratios.GeometricMean() : null;
    }
}

/// <summary>A benchmark on all contenders of a section.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cells">A cell for each column; null: nothing was measured.</param>
internal sealed record Row(string Name, IReadOnlyList<Cell?> Cells)
{
    /// <summary>How many times as long as the first column another one took; null where one of them has no time.</summary>
    public double? Ratio(int column) => Cells[column] is { } other && Cells[0] is { } first ? other.Median / first.Median : null;
}

/// <summary>A benchmark on one contender; times are in microseconds.</summary>
/// <param name="Median">The middle one of the medians of the rounds' measured iterations.</param>
/// <param name="SpreadPercent">The interquartile range of all of them, in percent of the median.</param>
/// <param name="Fastest">The shortest of them.</param>
/// <param name="Iterations">How many they are.</param>
/// <param name="First">The median of the first iterations of the processes, before they were warm; null: not known.</param>
/// <param name="Checksum">What the benchmark answered; null: it did not say.</param>
internal sealed record Cell(double Median, double SpreadPercent, double Fastest, int Iterations, double? First, string? Checksum)
{
    /// <summary>The cell of what was measured; null where it is wrong: what is wrong has no time, not even that of a round in which it was right.</summary>
    public static Cell? Of(Samples? samples) => samples is { Failure: null, IsTooShort: false, Measured: { Count: > 0 } times }
        ? new Cell(
            samples.Median,
            times.SpreadPercent(),
            times.Min(),
            times.Count,
            samples.Firsts.Count > 0 ? samples.Firsts.Median() : null,
            samples.Checksums.Count > 0 ? string.Join(" or ", samples.Checksums) : null)
        : null;
}
