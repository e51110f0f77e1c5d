using System.Globalization;

namespace JitTalk.Perf.Reports;

/// <summary>Writes a report as Markdown; what it writes of the sections is for the console as well.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes all of it.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="chart">The chart, relative to the file that is written; null: there is none.</param>
    /// <param name="output">Takes it.</param>
    public static void Write(Report report, string? chart, TextWriter output)
    {
        output.WriteLine("# JitTalk beside other machines");
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Written by Perf on {report.Date:yyyy-MM-dd HH:mm} UTC."));
        output.WriteLine();
        foreach ((string name, string value) in report.Surroundings)
        {
            output.WriteLine($"- {name}: {value}");
        }
        output.WriteLine();
        output.WriteLine(report.Method);
        if (chart is not null)
        {
            output.WriteLine();
            output.WriteLine($"![JitTalk's speed as a multiple of that of other machines]({chart})");
        }
        WriteSections(report, output);
        WriteList("What an image lacks", report.Lacks, output);
        WriteList("What failed", report.Problems, output);
    }

    /// <summary>Writes the tables alone.</summary>
    public static void WriteSections(Report report, TextWriter output)
    {
        foreach (Section section in report.Sections)
        {
            output.WriteLine();
            output.WriteLine($"## {section.Title}");
            output.WriteLine();
            WriteSteadyState(section, output);
            if (section.Rows.Any(row => row.Cells.Any(cell => cell?.First is not null)))
            {
                output.WriteLine();
                WriteFirst(section, output);
            }
        }
    }

    private static void WriteList(string title, IReadOnlyList<string> lines, TextWriter output)
    {
        if (lines.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"## {title}");
            output.WriteLine();
            foreach (string line in lines)
            {
                output.WriteLine($"- {line}");
            }
        }
    }

    private static void WriteSteadyState(Section section, TextWriter output)
    {
        List<string> head = [section.Unit.Text];
        for (int column = 0; column < section.Columns.Count; column++)
        {
            head.AddRange([section.Columns[column], "±"]);
            if (column > 0)
            {
                head.Add("ratio");
            }
        }
        List<IReadOnlyList<string>> rows = [.. section.Rows.Select(row => SteadyState(section, row))];
        if (section.Rows.Count > 2)
        {
            rows.Add(Means(section));
        }
        MarkdownTable.Write(head, rows, output);
    }

    private static List<string> SteadyState(Section section, Row row)
    {
        List<string> cells = [row.Name];
        for (int column = 0; column < section.Columns.Count; column++)
        {
            cells.AddRange(row.Cells[column] is { } cell ? [section.Unit.Show(cell.Median), Percent(cell.SpreadPercent)] : ["–", string.Empty]);
            if (column > 0)
            {
                cells.Add(Ratio(row.Ratio(column)));
            }
        }
        return cells;
    }

    private static List<string> Means(Section section)
    {
        List<string> cells = ["geometric mean", string.Empty, string.Empty];
        for (int column = 1; column < section.Columns.Count; column++)
        {
            cells.AddRange([string.Empty, string.Empty, Ratio(section.GeometricMean(column))]);
        }
        return cells;
    }

    private static void WriteFirst(Section section, TextWriter output) => MarkdownTable.Write(
        ["first iteration, µs", .. section.Columns],
        [
            .. section.Rows.Select(row => (string[])
                [row.Name, .. row.Cells.Select(cell => cell?.First is { } first ? section.Unit.Show(first) : "–")]),
        ],
        output);

    private static string Percent(double value) => value.ToString("F0", CultureInfo.InvariantCulture) + " %";

    private static string Ratio(double? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? string.Empty;
}
