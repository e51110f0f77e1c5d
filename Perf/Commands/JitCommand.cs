using System.Collections.Immutable;
using System.CommandLine;
using JitTalk.Perf.Comparing;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Commands;

/// <summary><c>jit</c>: two settings of JitTalk's engine, and the limits that C# sets.</summary>
internal sealed class JitCommand
{
    private readonly Option<FileInfo> _image = SharedOptions.Image("the image that both engines run");
    private readonly Option<int> _rounds = SharedOptions.Rounds(3);
    private readonly Option<double> _seconds = SharedOptions.Seconds("--seconds", 1, "how long each benchmark is measured in each round, after as long a warm-up");
    private readonly Option<string?> _filter = SharedOptions.Filter();
    private readonly Option<string> _jitFlags = FlagsOption("--jit-flags", string.Empty);
    private readonly Option<string> _interpreterFlags = FlagsOption("--interpreter-flags", "--no-jit");

    public Command Build()
    {
        Command command = new("jit", "the micro benchmarks: the JIT beside the interpreter, and the limits that C# sets")
        {
            _image, _filter, _rounds, _seconds, _jitFlags, _interpreterFlags,
        };
        command.SetAction(parsed => Plan(parsed).Run(Console.Out, Console.Error));
        return command;
    }

    private ComparisonRun Plan(ParseResult parsed)
    {
        SmalltalkImage image = SmalltalkImage.Open(parsed.GetRequiredValue(_image));
        VirtualMachine[] engines =
        [
            VirtualMachine.JitTalk("JIT", Flags(parsed, _jitFlags)),
            VirtualMachine.JitTalk("interpreter", Flags(parsed, _interpreterFlags)),
        ];
        TimeSpan time = TimeSpan.FromSeconds(parsed.GetValue(_seconds));
        Suite[] suites = [new HarnessSuite(BenchmarkSource.Micro(), new BenchmarkTimes(WarmUp: time, Measured: time)), new TinySuite()];
        return new ComparisonRun
        {
            Field = Field.Of([image], engines, references: [], new NativeProcess(new NativeContender([]))),
            Suites = SuiteSelection.Filter(suites, parsed.GetValue(_filter)),
            Rounds = parsed.GetValue(_rounds),
        };
    }

    // For those who work on the engines: two settings of one engine can be compared as well.
    private static Option<string> FlagsOption(string name, string flags) => new(name)
    {
        Hidden = true,
        DefaultValueFactory = _ => flags,
    };

    private static ImmutableArray<string> Flags(ParseResult parsed, Option<string> option) =>
        [.. parsed.GetRequiredValue(option).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
