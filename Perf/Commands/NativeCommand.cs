using System.CommandLine;
using System.Text.Json;
using JitTalk.Perf.Comparing;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Native;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Commands;

/// <summary><c>native</c>, which <see cref="NativeProcess"/> starts: one suite in C#, once; the answer is JSON.</summary>
/// <param name="twins">The programs of are-we-fast-yet that there are in C#.</param>
internal sealed class NativeCommand(IReadOnlyList<INativeBenchmark> twins)
{
    public const string Name = "native";

    private readonly Option<string> _suite = new("--suite") { Required = true };
    private readonly Option<string?> _filter = SharedOptions.Filter();
    private readonly Option<double> _warmUp = SharedOptions.Seconds("--warm-up", 0, "how long each benchmark runs before it counts");
    private readonly Option<double> _seconds = SharedOptions.Seconds("--seconds", 0, "how long each benchmark is measured after that");

    public Command Build()
    {
        Command command = new(Name, "one suite in C#, once, as JSON") { _suite, _filter, _warmUp, _seconds };
        command.Hidden = true;
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        BenchmarkTimes times = new(TimeSpan.FromSeconds(parsed.GetValue(_warmUp)), TimeSpan.FromSeconds(parsed.GetValue(_seconds)));
        Suite suite = SuiteSelection.Filter(SuiteSelection.Open(parsed.GetRequiredValue(_suite), times), parsed.GetValue(_filter)).Single();
        Console.Out.WriteLine(JsonSerializer.Serialize(new NativeContender(twins).Measure(suite)));
        return 0;
    }
}
