using System.Text.Encodings.Web;
using System.Text.Json;

namespace JitTalk.Perf.Reports;

/// <summary>Writes a report as JSON, for programs; all times are in microseconds, but of tiny in microseconds a million.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        // It is for no page of HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Report report, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            report.Date,
            Surroundings = report.Surroundings.ToDictionary(),
            report.Method,
            Sections = report.Sections.Select(section => new
            {
                section.Title,
                section.Suite,
                Baseline = section.Columns[0],
                Benchmarks = section.Rows.Select(row => new { row.Name, Results = Results(section, row) }),
                GeometricMeans = Enumerable.Range(1, section.Columns.Count - 1).ToDictionary(column => section.Columns[column], section.GeometricMean),
            }),
            report.Lacks,
            report.Problems,
        },
        Options));

    private static IEnumerable<object> Results(Section section, Row row) => section.Columns.Select((name, column) => new
    {
        Machine = name,
        MedianMicroseconds = row.Cells[column]?.Median,
        row.Cells[column]?.SpreadPercent,
        FastestMicroseconds = row.Cells[column]?.Fastest,
        row.Cells[column]?.Iterations,
        FirstIterationMicroseconds = row.Cells[column]?.First,
        row.Cells[column]?.Checksum,
        Ratio = row.Ratio(column),
    });
}
