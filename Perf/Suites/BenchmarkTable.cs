using System.Globalization;
using System.Text.RegularExpressions;

namespace JitTalk.Perf.Suites;

/// <summary>A row of the table that a class of benchmarks answers.</summary>
/// <param name="Name">The selector.</param>
/// <param name="Units">How many units of work make an iteration.</param>
internal readonly record struct BenchmarkRow(string Name, int Units);

/// <summary>Reads that table off the source, as the harness reads it in the image.</summary>
internal static partial class BenchmarkTable
{
    /// <summary>The rows of <c>table</c>; none where the source has no such method.</summary>
    public static IReadOnlyList<BenchmarkRow> Parse(string source) =>
    [
        .. Row().Matches(Table().Match(source.ReplaceLineEndings("\n")).Value)
            .Select(row => new BenchmarkRow(row.Groups["name"].Value, int.Parse(row.Groups["units"].Value, CultureInfo.InvariantCulture))),
    ];

    [GeneratedRegex(@"^table\b[^!]*", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"\((?<name>\w+)\s(?:[^()]*\s)?(?<units>\d+)\s*\)")]
    private static partial Regex Row();
}
