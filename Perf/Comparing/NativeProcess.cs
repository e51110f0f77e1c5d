using System.Globalization;
using System.Text.Json;
using JitTalk.Perf.Commands;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Comparing;

/// <summary>
/// C# in a process of its own for each run, as the machines have: what .NET makes of a method hangs on how it ran first, and
/// would stand for all rounds otherwise.
/// </summary>
/// <param name="known">What that process runs, for what it knows.</param>
internal sealed class NativeProcess(NativeContender known) : IContender
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public string Name => known.Name;

    public SmalltalkImage? Image => null;

    public bool Knows(Suite suite) => known.Knows(suite);

    public SuiteRun Measure(Suite suite)
    {
        List<string> arguments = [NativeCommand.Name, "--suite", suite.Name];
        if (suite is HarnessSuite harness)
        {
            arguments.AddRange(
            [
                "--filter", string.Join(',', harness.Benchmarks),
                "--warm-up", harness.Times.WarmUp.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                "--seconds", harness.Times.Measured.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ]);
        }
        FinishedProcess finished = ChildProcess.Run(
            Environment.ProcessPath!, [.. OwnAssembly(), .. arguments], Directory.GetCurrentDirectory(), Longest);
        try
        {
            return JsonSerializer.Deserialize<SuiteRun>(finished.Output) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new MeasurementException($"C# did not measure: {finished.Ending}");
        }
    }

    /// <summary>Where <c>dotnet</c> runs this program, it is told which one.</summary>
    private static string[] OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(NativeProcess).Assembly.Location] : [];
}
