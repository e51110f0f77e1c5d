using System.Text;

namespace JitTalk.Perf.Reports;

/// <summary>A table of Markdown that is a table for those who read it as text as well. The first column holds names, the others numbers.</summary>
internal static class MarkdownTable
{
    public static void Write(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows, TextWriter output)
    {
        int[] widths = [.. head.Select((title, column) => rows.Select(row => row[column].Length).Append(title.Length).Append(3).Max())];
        output.WriteLine(Line(head, widths));
        output.WriteLine($"|{string.Join('|', widths.Select((width, column) => column == 0 ? new string('-', width + 2) : $"{new string('-', width + 1)}:"))}|");
        foreach (IReadOnlyList<string> row in rows)
        {
            output.WriteLine(Line(row, widths));
        }
    }

    private static string Line(IReadOnlyList<string> cells, int[] widths)
    {
        StringBuilder line = new("|");
        for (int column = 0; column < cells.Count; column++)
        {
            string cell = column == 0 ? cells[column].PadRight(widths[column]) : cells[column].PadLeft(widths[column]);
            _ = line.Append(' ').Append(cell).Append(" |");
        }
        return line.ToString();
    }
}
