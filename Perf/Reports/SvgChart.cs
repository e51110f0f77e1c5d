using System.Globalization;
using System.Xml.Linq;

namespace JitTalk.Perf.Reports;

/// <summary>
/// Draws how many times as fast the first contender of each section is as each other one: a bar for each ratio, on one
/// logarithmic axis. The chart brings its own background, light or dark as its reader likes it.
/// </summary>
internal static class SvgChart
{
    private const double Width = 860;
    private const double Margin = 24;
    private const double NamesWidth = 150;
    private const double ValueWidth = 44;
    private const double BarHeight = 11;
    private const double RowGap = 7;
    private const double TextHeight = 16;

    private const string Style = """

        text { font: 12px "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; fill: #24292f }
        .title { font-size: 16px; font-weight: 600 }
        .section { font-size: 13px; font-weight: 600 }
        .mean { font-weight: 600 }
        .value, .tick { font-size: 10.5px; fill: #57606a }
        .card { fill: #ffffff; stroke: #d0d7de }
        .grid { stroke: #d8dee4 }
        .one { stroke: #57606a; stroke-width: 1.5 }
        .c0 { fill: #2f7dd1 } .c1 { fill: #d9822b } .c2 { fill: #2f9e5b } .c3 { fill: #b05cc6 } .c4 { fill: #c4453f } .c5 { fill: #7f8c2a }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .value, .tick { fill: #9da7b3 }
          .card { fill: #161b22; stroke: #30363d }
          .grid { stroke: #30363d }
          .one { stroke: #9da7b3 }
        }

        """;

    private const int Colours = 6;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Writes the chart; one without ratios has a title and no bars.</summary>
    public static void Write(Report report, TextWriter output) => output.WriteLine(Draw(report).ToString());

    private static XElement Draw(Report report)
    {
        Section[] sections = [.. report.Sections.Where(HasRatio)];
        string[] others = [.. sections.SelectMany(section => section.Columns.Skip(1)).Distinct()];
        double[] ratios = [.. sections.SelectMany(section => section.Rows.SelectMany(row => Ratios(section, row.Ratio))).Select(ratio => ratio.Value)];
        LogScale scale = new(ratios, Margin + NamesWidth + ValueWidth, Width - (2 * (Margin + ValueWidth)) - NamesWidth);

        List<XElement> content = [Text("title", Margin, Margin + 12, "JitTalk's speed as a multiple of that of")];
        double y = Margin + 34;
        y = Legend(content, others, y);
        foreach (Section section in sections)
        {
            y = Panel(content, section, others, scale, y + 14);
        }
        double height = y + Margin;
        return new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Number(Width)} {Number(height)}"),
            new XAttribute("width", Number(Width)),
            new XAttribute("height", Number(height)),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", "JitTalk's speed as a multiple of that of other machines, by benchmark"),
            new XElement(Svg + "style", Style),
            Rectangle("card", 0.5, 0.5, Width - 1, height - 1, 8),
            content);
    }

    private static bool HasRatio(Section section) => section.Rows.Any(row => Ratios(section, row.Ratio).Any());

    private static IEnumerable<(int Column, double Value)> Ratios(Section section, Func<int, double?> ratio) =>
        Enumerable.Range(1, section.Columns.Count - 1).Select(column => (column, ratio(column)))
            .Where(found => found.Item2 is not null).Select(found => (found.column, found.Item2!.Value));

    // As many names in a line as fit, by the width of a common letter.
    private static double Legend(List<XElement> content, string[] others, double y)
    {
        const double letter = 6.8;
        double x = Margin;
        for (int index = 0; index < others.Length; index++)
        {
            double width = 18 + (others[index].Length * letter) + 18;
            if (x > Margin && x + width > Width - Margin)
            {
                x = Margin;
                y += TextHeight + 2;
            }
            content.Add(Rectangle(ColourOf(index), x, y - 10, 11, 11, 2));
            content.Add(Text(null, x + 18, y, others[index]));
            x += width;
        }
        return y;
    }

    private static double Panel(List<XElement> content, Section section, string[] others, LogScale scale, double y)
    {
        y += TextHeight;
        content.Add(Text("section", Margin, y, section.Title));
        double top = y + 24;
        int place = content.Count;
        y = top;
        foreach (Row row in section.Rows.Where(row => Ratios(section, row.Ratio).Any()))
        {
            y = Bars(content, section, row.Name, null, row.Ratio, others, scale, y);
        }
        if (section.Rows.Count > 2)
        {
            y = Bars(content, section, "geometric mean", "mean", section.GeometricMean, others, scale, y);
        }
        // Behind the bars, whose heights are known only now.
        content.InsertRange(place, Grid(scale, top, y));
        return y;
    }

    private static IEnumerable<XElement> Grid(LogScale scale, double top, double bottom)
    {
        foreach (double tick in scale.Ticks)
        {
            double x = scale.Position(tick);
            yield return Line(Math.Abs(tick - 1) < 1e-9 ? "one" : "grid", x, top - 2, bottom);
            yield return Text("tick", x, top - 7, Label(tick), "middle");
        }
    }

    private static double Bars(
        List<XElement> content, Section section, string name, string? style, Func<int, double?> ratio, string[] others, LogScale scale, double y)
    {
        (int Column, double Value)[] ratios = [.. Ratios(section, ratio)];
        y += RowGap / 2;
        content.Add(Text(style, Margin + NamesWidth - 10, y + (ratios.Length * BarHeight / 2) + 4, name, "end"));
        foreach ((int column, double value) in ratios)
        {
            double from = scale.Position(Math.Min(1, value));
            double to = scale.Position(Math.Max(1, value));
            content.Add(Rectangle(ColourOf(Array.IndexOf(others, section.Columns[column])), from, y + 1, Math.Max(to - from, 1), BarHeight - 2, 1.5));
            content.Add(value < 1
                ? Text("value", from - 5, y + BarHeight - 2, $"{Label(value)}×", "end")
                : Text("value", to + 5, y + BarHeight - 2, $"{Label(value)}×"));
            y += BarHeight;
        }
        return y + (RowGap / 2);
    }

    private static string ColourOf(int index) => $"c{index % Colours}";

    private static string Label(double value) =>
        value.ToString(value >= 9.95 ? "0" : value >= 0.0995 ? "0.##" : "G2", CultureInfo.InvariantCulture);

    private static XElement Text(string? style, double x, double y, string text, string? anchor = null) => new(
        Svg + "text",
        style is null ? null : new XAttribute("class", style),
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        anchor is null ? null : new XAttribute("text-anchor", anchor),
        text);

    private static XElement Rectangle(string style, double x, double y, double width, double height, double radius) => new(
        Svg + "rect",
        new XAttribute("class", style),
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        new XAttribute("width", Number(width)),
        new XAttribute("height", Number(height)),
        new XAttribute("rx", Number(radius)));

    private static XElement Line(string style, double x, double top, double bottom) => new(
        Svg + "line",
        new XAttribute("class", style),
        new XAttribute("x1", Number(x)),
        new XAttribute("x2", Number(x)),
        new XAttribute("y1", Number(top)),
        new XAttribute("y2", Number(bottom)));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
