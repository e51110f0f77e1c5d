using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace JitTalk.Perf.Micro;

/// <summary>What was measured, as a table in Markdown: a row for each ability, with its floor and the ratio.</summary>
internal static class MicroTable
{
    public static string CategoryOf(BenchmarkCase benchmark) => string.Join(' ', benchmark.Descriptor.Categories);

    public static string NameOf(BenchmarkCase benchmark) => benchmark.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');

    /// <param name="summary">What BenchmarkDotNet found.</param>
    /// <param name="order">The categories in the order of the rows.</param>
    /// <param name="output">Where the table is to go.</param>
    public static void Write(Summary summary, IReadOnlyList<string> order, TextWriter output)
    {
        output.WriteLine(string.Join(", ", summary.HostEnvironmentInfo.ToFormattedString().Select(line => line.Trim())));
        output.WriteLine();
        output.WriteLine("| ability | floor in C# | C#, median | JitTalk, median | JitTalk, per second | ratio | ratio of the fastest |");
        output.WriteLine("|---|---|--:|--:|--:|--:|--:|");
        ILookup<string, BenchmarkReport> categories = summary.Reports.ToLookup(report => CategoryOf(report.BenchmarkCase));
        foreach (string category in order)
        {
            BenchmarkReport? floor = categories[category].FirstOrDefault(report => report.BenchmarkCase.Descriptor.Baseline);
            BenchmarkReport? own = categories[category].FirstOrDefault(report => !report.BenchmarkCase.Descriptor.Baseline);
            if (floor?.ResultStatistics is { } limit && own?.ResultStatistics is { } measured)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {category} | {NameOf(floor.BenchmarkCase)} | {Time(limit.Median)} | {Time(measured.Median)} | {PerSecond(measured.Median)} | {measured.Median / limit.Median:G3} | {measured.Min / limit.Min:G3} |"));
            }
        }
    }

    private static string PerSecond(double nanoseconds)
    {
        const double second = 1e9;
        const double million = 1e6;
        double times = second / nanoseconds;
        return times >= million
            ? string.Create(CultureInfo.InvariantCulture, $"{times / million:G3} million")
            : string.Create(CultureInfo.InvariantCulture, $"{times:N0}");
    }

    private static string Time(double nanoseconds)
    {
        const double thousand = 1000;
        (double value, string unit) = nanoseconds switch
        {
            < thousand => (nanoseconds, "ns"),
            < thousand * thousand => (nanoseconds / thousand, "µs"),
            _ => (nanoseconds / thousand / thousand, "ms"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{value:G3} {unit}");
    }
}
