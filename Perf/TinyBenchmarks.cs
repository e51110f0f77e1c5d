using System.Globalization;
using System.Text.RegularExpressions;

namespace JitTalk.Perf;

/// <summary>
/// Runs <c>0 tinyBenchmarks</c> on several machines in turn, so that what else the computer does hits all of them alike,
/// and prints the medians as a Markdown table. The first machine is compared with each of the others.
/// </summary>
internal static partial class TinyBenchmarks
{
    private const int CannotMeasure = 2;

    /// <summary>Bytecodes and sends a second.</summary>
    public readonly record struct Figures(double Bytecodes, double Sends);

    public static int Run(IReadOnlyList<IMachine> machines, int rounds, TextWriter output, TextWriter progress)
    {
        Dictionary<IMachine, List<Figures>> measured = machines.ToDictionary(m => m, _ => new List<Figures>());
        try
        {
            for (int round = 1; round <= rounds; round++)
            {
                foreach (IMachine machine in machines)
                {
                    Figures figures = Parse(machine.TinyBenchmarks());
                    measured[machine].Add(figures);
                    progress.WriteLine($"round {round}: {machine.Name}: {Millions(figures.Bytecodes)}, {Millions(figures.Sends)} sends");
                }
            }
        }
        catch (MeasurementException e)
        {
            progress.WriteLine($"perf: {e.Message}");
            return CannotMeasure;
        }
        Print(machines.Select(m => (m.Name, Median(measured[m]))).ToList(), rounds, output);
        return 0;
    }

    /// <summary>Reads "638,403,990 bytecodes/sec; 34,684,589 sends/sec"; older images write no commas.</summary>
    /// <exception cref="MeasurementException">The text is none of that.</exception>
    public static Figures Parse(string text)
    {
        Match match = Result().Match(text);
        return match.Success
            ? new Figures(Number(match.Groups[1].Value), Number(match.Groups[2].Value))
            : throw new MeasurementException($"no figures in: {text.Trim().ReplaceLineEndings(" ")}");
    }

    /// <summary>Prints the table, with the ratios of the first machine to each other one.</summary>
    public static void Print(IReadOnlyList<(string Name, Figures Median)> machines, int rounds, TextWriter output)
    {
        output.WriteLine($"| `0 tinyBenchmarks`, median of {rounds} | bytecodes/s | sends/s |");
        output.WriteLine("|---|---|---|");
        foreach ((string name, Figures median) in machines)
        {
            output.WriteLine($"| {name} | {Millions(median.Bytecodes)} | {Millions(median.Sends)} |");
        }
        Figures ours = machines[0].Median;
        foreach ((string name, Figures median) in machines.Skip(1))
        {
            output.WriteLine($"| ratio to {name} | {Ratio(ours.Bytecodes / median.Bytecodes)} | {Ratio(ours.Sends / median.Sends)} |");
        }
    }

    public static Figures Median(IReadOnlyList<Figures> rounds) =>
        new(rounds.Select(r => r.Bytecodes).Median(), rounds.Select(r => r.Sends).Median());

    private static double Number(string digits) =>
        double.Parse(digits.Replace(",", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static string Millions(double value) => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:F1} M");

    private static string Ratio(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F2}");

    [GeneratedRegex(@"([\d,]+(?:\.\d+)?) bytecodes/sec; ([\d,]+(?:\.\d+)?) sends/sec")]
    private static partial Regex Result();
}
