using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Reports;

/// <summary>Where a report is written to; null: nowhere.</summary>
internal sealed record ReportFiles(FileInfo? Markdown, FileInfo? Json, FileInfo? Svg)
{
    /// <summary>Makes the folders, so that a mistake shows before the measurement and not after it.</summary>
    /// <exception cref="MeasurementException">A file cannot be written there.</exception>
    public void Prepare() => Try(() =>
    {
        foreach (FileInfo file in All())
        {
            file.Directory!.Create();
            // A page that is there stays as it is until there is a better one.
            file.Open(FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        }
    });

    /// <summary>Writes all files.</summary>
    /// <exception cref="MeasurementException">A file cannot be written.</exception>
    public void Write(Report report) => Try(() =>
    {
        WriteTo(Markdown, output => MarkdownReport.Write(report, Chart(), output));
        WriteTo(Json, output => JsonReport.Write(report, output));
        WriteTo(Svg, output => SvgChart.Write(report, output));
    });

    private IEnumerable<FileInfo> All() => ((FileInfo?[])[Markdown, Json, Svg]).OfType<FileInfo>();

    private string? Chart() => Svg is null || Markdown is null ? null
        : Path.GetRelativePath(Markdown.DirectoryName!, Svg.FullName).Replace('\\', '/');

    private static void WriteTo(FileInfo? file, Action<TextWriter> write)
    {
        if (file is not null)
        {
            using StreamWriter output = new(file.FullName) { NewLine = "\n" };
            write(output);
        }
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MeasurementException(e.Message);
        }
    }
}
