using System.Globalization;
using System.Text.RegularExpressions;
using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Suites;

/// <summary><c>0 tinyBenchmarks</c>, which finds its own number of iterations and answers rates: kept as microseconds a million.</summary>
internal sealed partial class TinySuite() : Suite(SuiteName, [Bytecodes, Sends], TimeUnit.MillionsPerSecond)
{
    public const string SuiteName = "tiny";

    private const string Bytecodes = "bytecodes";
    private const string Sends = "sends";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public override SuiteRun Measure(JobRunner run)
    {
        JobOutcome outcome = run(new Job.Evaluation("0 tinyBenchmarks"), Longest);
        return Result().Match(outcome.Output) is { Success: true } match
            ? Rates(Number(match.Groups[1].Value), Number(match.Groups[2].Value))
            : new SuiteRun([], $"no figures: {outcome.Process.Ending}");
    }

    // The two are one expression.
    public override Suite Filter(Func<string, bool> isWanted) => this;

    /// <summary>What a machine with these rates a second measures.</summary>
    public static SuiteRun Rates(double bytecodes, double sends) => new([Run(Bytecodes, bytecodes), Run(Sends, sends)]);

    private static BenchmarkRun Run(string name, double rate) => new(name, [], [1e12 / rate]);

    private static double Number(string digits) =>
        double.Parse(digits.Replace(",", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);

    // "638,403,990 bytecodes/sec; 34,684,589 sends/sec"; older images write no commas.
    [GeneratedRegex(@"([\d,]+(?:\.\d+)?) bytecodes/sec; ([\d,]+(?:\.\d+)?) sends/sec")]
    private static partial Regex Result();
}
