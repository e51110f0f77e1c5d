using System.CommandLine;
using JitTalk.Perf.Comparing;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Commands;

/// <summary><c>startup</c>: the time of a process that evaluates an expression and quits.</summary>
internal sealed class StartupCommand
{
    private readonly Option<FileInfo[]> _images = SharedOptions.Images();
    private readonly Option<string[]> _references = SharedOptions.References();
    private readonly Option<int> _rounds = SharedOptions.Rounds(3);
    private readonly ReportOptions _report = new();

    public Command Build()
    {
        Command command = new("startup", "the time from the start of a process to its first expression, which ends it")
        {
            _images, _references, _rounds,
        };
        foreach (Option option in _report.All)
        {
            command.Add(option);
        }
        command.SetAction(parsed => Plan(parsed).Run(Console.Out, Console.Error));
        return command;
    }

    private ComparisonRun Plan(ParseResult parsed)
    {
        IReadOnlyList<SmalltalkImage> images = ImageChoice.Open(parsed.GetValue(_images) ?? []);
        ReferenceChoice references = ReferenceChoice.Make(parsed.GetValue(_references) ?? [], images, Console.Error);
        return new ComparisonRun
        {
            Field = Field.Of(images, Engines.Both, references.Machines, native: null),
            Suites = [new StartupSuite()],
            Rounds = parsed.GetValue(_rounds),
            References = references.Machines,
            Problems = references.Problems,
            Files = _report.Files(parsed),
        };
    }
}
