using System.Globalization;
using System.Text.RegularExpressions;

namespace JitTalk.Perf;

/// <summary>The benchmarks of <c>samples/benchmarks/micro.st</c>, one after the other in one process.</summary>
/// <param name="names">Those to run, or "all".</param>
/// <param name="warmUp">How long each runs before it counts.</param>
/// <param name="measured">How long each runs after that.</param>
internal sealed partial class MicroSet(string names, TimeSpan warmUp, TimeSpan measured)
{
    private const string End = "# end";

    // For starting, loading, and iterations that are longer than the time given: more than all of them need together.
    private static readonly TimeSpan Overhead = TimeSpan.FromMinutes(2);
    private const int MostBenchmarks = 20;

    /// <summary>What a process said: microseconds of each measured iteration, and what went wrong with which benchmark.</summary>
    public sealed record Results(ILookup<string, double> Iterations, ILookup<string, string> Failures);

    /// <exception cref="MeasurementException">The process crashed, or ended before its end.</exception>
    public Results Run(JitTalkMachine machine)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "benchmarks", "run.st");
        string output = machine.Run(
            Overhead + ((warmUp + measured) * MostBenchmarks),
            "-s", script, "micro.st", "MicroBenchmarks", names, Milliseconds(warmUp), Milliseconds(measured));
        return Parse(output);
    }

    /// <exception cref="MeasurementException">The output is not that of the harness, or lacks its end.</exception>
    public static Results Parse(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.LastOrDefault() != End)
        {
            throw new MeasurementException($"the benchmarks broke off after: {lines.LastOrDefault() ?? "nothing"}");
        }
        Match[] matches = [.. lines.SkipLast(1).Select(line => HarnessLine().Match(line))];
        if (Array.FindIndex(matches, match => !match.Success) is var strange and >= 0)
        {
            throw new MeasurementException($"not a line of the benchmarks: {lines[strange]}");
        }
        return new Results(
            matches.Where(match => match.Groups["time"].Success && !match.Groups["warm"].Success)
                .ToLookup(match => match.Groups["name"].Value, match => double.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture)),
            matches.Where(match => match.Groups["why"].Success)
                .ToLookup(match => match.Groups["name"].Value, match => match.Groups["why"].Value));
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<name>\S+) (failed: (?<why>.*)|\d+ (?<time>\d+)(?<warm> warm-up)?)$")]
    private static partial Regex HarnessLine();
}
