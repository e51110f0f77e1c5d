using System.CommandLine;
using JitTalk.Perf.Reports;

namespace JitTalk.Perf.Commands;

/// <summary>The options that say where a report goes.</summary>
internal sealed class ReportOptions
{
    private const string ResultsName = "Perf/RESULTS";

    private readonly Option<DirectoryInfo?> _folder = new("--output")
    {
        HelpName = "FOLDER",
        Description = "write perf.md, perf.json and perf.svg there",
    };

    private readonly Option<FileInfo?> _markdown = FileOption("--markdown", "write a page");
    private readonly Option<FileInfo?> _json = FileOption("--json", "write all figures for programs");
    private readonly Option<FileInfo?> _svg = FileOption("--svg", "draw a chart of the ratios");

    private readonly Option<bool> _results = new("--results") { Description = $"write {ResultsName}.md with its chart beside it" };

    public IEnumerable<Option> All => [_folder, _markdown, _json, _svg, _results];

    /// <summary>The files that the command line asks for; of several options for one file the most special counts.</summary>
    public ReportFiles Files(ParseResult parsed)
    {
        string? stem = parsed.GetValue(_results) ? ResultsName
            : parsed.GetValue(_folder) is { } folder ? Path.Combine(folder.FullName, "perf")
            : null;
        return new ReportFiles(
            parsed.GetValue(_markdown) ?? Named(stem, ".md"),
            parsed.GetValue(_json) ?? (parsed.GetValue(_results) ? null : Named(stem, ".json")),
            parsed.GetValue(_svg) ?? Named(stem, ".svg"));
    }

    private static FileInfo? Named(string? stem, string extension) => stem is null ? null : new FileInfo(stem + extension);

    private static Option<FileInfo?> FileOption(string name, string description) => new(name) { HelpName = "FILE", Description = description };
}
