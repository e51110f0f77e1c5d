using System.CommandLine;
using JitTalk.Perf.Comparing;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Native;

namespace JitTalk.Perf.Commands;

/// <summary><c>compare</c>: the same benchmarks on JitTalk, with and without JIT, on other machines, and in C#.</summary>
/// <param name="twins">The programs of are-we-fast-yet that there are in C#, too.</param>
internal sealed class CompareCommand(IReadOnlyList<INativeBenchmark> twins)
{
    private readonly Option<FileInfo[]> _images = SharedOptions.Images();
    private readonly Option<string[]> _references = SharedOptions.References();
    private readonly Option<int> _rounds = SharedOptions.Rounds(4);

    // Long enough for a JIT to get to a steady state, and short enough for four rounds of the usual images in ten minutes.
    private readonly Option<double> _warmUp = SharedOptions.Seconds("--warm-up", 0.4, "how long each benchmark runs in each process before it counts");
    private readonly Option<double> _seconds = SharedOptions.Seconds("--seconds", 0.2, "how long each benchmark is measured after that");

    private readonly Option<string?> _filter = SharedOptions.Filter();
    private readonly ReportOptions _report = new();

    private readonly Option<string> _suites = new("--suite")
    {
        HelpName = "SUITES",
        Description = "what to run, with commas between them",
        DefaultValueFactory = _ => string.Join(',', SuiteSelection.Names),
    };

    public Command Build()
    {
        Command command = new("compare", "the same benchmarks on JitTalk, with and without JIT, on other machines, and in C#")
        {
            _images, _references, _suites, _filter, _rounds, _warmUp, _seconds,
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
        BenchmarkTimes times = new(WarmUp: TimeSpan.FromSeconds(parsed.GetValue(_warmUp)), Measured: TimeSpan.FromSeconds(parsed.GetValue(_seconds)));
        return new ComparisonRun
        {
            Field = Field.Of(images, Engines.Both, references.Machines, new NativeProcess(new NativeContender(twins))),
            Suites = SuiteSelection.Filter(SuiteSelection.Open(parsed.GetRequiredValue(_suites), times), parsed.GetValue(_filter)),
            Rounds = parsed.GetValue(_rounds),
            References = references.Machines,
            Problems = references.Problems,
            Files = _report.Files(parsed),
        };
    }
}
