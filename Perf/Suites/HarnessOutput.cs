using System.Globalization;
using System.Text.RegularExpressions;

namespace JitTalk.Perf.Suites;

/// <summary>Reads the lines that <c>samples/benchmarks/harness.st</c> prints.</summary>
internal static partial class HarnessOutput
{
    private const string End = "# end";

    // In the place of a benchmark: what loads and runs them failed.
    private const string Harness = "harness";

    /// <summary>Takes the lines of the harness out of all that a process printed.</summary>
    /// <param name="output">What it printed; lines that are none of the harness do not count.</param>
    /// <param name="ending">How its process ended: told where the harness did not come to its end and said nothing.</param>
    public static SuiteRun Parse(string output, string ending)
    {
        string[] lines = output.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        OrderedDictionary<string, Lines> benchmarks = [];
        foreach (Match match in lines.Select(line => Line().Match(line)).Where(match => match.Success))
        {
            string name = match.Groups["name"].Value;
            if (!benchmarks.TryGetValue(name, out Lines? said))
            {
                benchmarks.Add(name, said = new Lines());
            }
            said.Add(match);
        }
        string? brokeOff = benchmarks.Remove(Harness, out Lines? harness) ? harness.ToRun(Harness).Failure
            : lines.Contains(End) ? null
            : ending;
        return new SuiteRun([.. benchmarks.Select(b => b.Value.ToRun(b.Key))], brokeOff);
    }

    [GeneratedRegex(@"^(?<name>\w+) (failed: (?<why>.*)|result (?<checksum>.+)|\d+ (?<time>\d+)(?<warm> warm-up)?)$")]
    private static partial Regex Line();

    /// <summary>What was said of one benchmark.</summary>
    private sealed class Lines
    {
        private readonly List<double> _warmUp = [];
        private readonly List<double> _measured = [];
        private string? _checksum;
        private string? _failure;

        public void Add(Match line)
        {
            if (line.Groups["time"] is { Success: true } time)
            {
                List<double> times = line.Groups["warm"].Success ? _warmUp : _measured;
                times.Add(double.Parse(time.Value, CultureInfo.InvariantCulture));
            }
            _checksum = line.Groups["checksum"] is { Success: true } checksum ? checksum.Value : _checksum;
            _failure = line.Groups["why"] is { Success: true } why ? why.Value : _failure;
        }

        public BenchmarkRun ToRun(string name) => new(name, _warmUp, _measured, _checksum, _failure);
    }
}
