using System.Globalization;

namespace JitTalk.Perf;

/// <summary>
/// The micro benchmarks on the JIT and on the interpreter, in turn so that what else the computer does hits both alike,
/// with <c>0 tinyBenchmarks</c> of both and the limits that C# sets in the same run.
/// </summary>
internal sealed class JitComparison(JitTalkMachine jit, JitTalkMachine interpreter, MicroSet set, TextWriter output, TextWriter progress)
{
    private const int Failed = 1;

    private readonly Measured _jit = new(jit);
    private readonly Measured _interpreter = new(interpreter);
    private readonly List<TinyBenchmarks.Figures> _limits = [];
    private readonly HashSet<string> _failed = [];

    public int Run(int rounds)
    {
        try
        {
            for (int round = 1; round <= rounds; round++)
            {
                progress.WriteLine($"round {round} of {rounds}");
                Measure(_interpreter);
                Measure(_jit);
                _limits.Add(NativeLimits.Measure());
            }
        }
        catch (MeasurementException e)
        {
            progress.WriteLine($"perf: {e.Message}");
            return Failed;
        }
        PrintMicro();
        output.WriteLine();
        TinyBenchmarks.Print(
            [
                (jit.Name, TinyBenchmarks.Median(_jit.Tiny)),
                (interpreter.Name, TinyBenchmarks.Median(_interpreter.Tiny)),
                ("C#: sieve over raw pointers, static fib", TinyBenchmarks.Median(_limits)),
            ],
            rounds,
            output);
        return _failed.Count > 0 ? Failed : 0;
    }

    private void Measure(Measured measured)
    {
        try
        {
            MicroSet.Results results = set.Run(measured.Machine);
            foreach (IGrouping<string, string> failure in results.Failures)
            {
                progress.WriteLine($"perf: {measured.Machine.Name}: {failure.Key} failed: {failure.First()}");
                _ = _failed.Add(failure.Key);
            }
            measured.Add(results.Iterations);
            measured.Tiny.Add(TinyBenchmarks.Parse(measured.Machine.TinyBenchmarks()));
        }
        catch (MeasurementException e)
        {
            throw new MeasurementException($"{measured.Machine.Name}: {e.Message}");
        }
    }

    private void PrintMicro()
    {
        output.WriteLine($"| benchmark, median of iterations | {interpreter.Name}, µs | {jit.Name}, µs | ratio | ratio of the fastest |");
        output.WriteLine("|---|--:|--:|--:|--:|");
        List<double> ratios = [];
        List<double> ratiosOfFastest = [];
        foreach ((string name, List<double> times) in _interpreter.Iterations)
        {
            // What is wrong has no time, not even that of a round in which it was right.
            if (!_failed.Contains(name) && _jit.Iterations.TryGetValue(name, out List<double>? compiled))
            {
                double before = times.Median();
                double after = compiled.Median();
                ratios.Add(before / after);
                // Hardly touched by what else the computer does: where it is far from the other, the machine was not quiet.
                ratiosOfFastest.Add(times.Min() / compiled.Min());
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {before:F0} | {after:F0} | {ratios[^1]:F2} | {ratiosOfFastest[^1]:F2} |"));
            }
        }
        if (ratios.Count > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| geometric mean | | | {ratios.GeometricMean():F2} | {ratiosOfFastest.GeometricMean():F2} |"));
        }
    }

    /// <summary>A machine and what all rounds found: microseconds by benchmark, in the order in which they ran.</summary>
    private sealed class Measured(JitTalkMachine machine)
    {
        public JitTalkMachine Machine { get; } = machine;

        public OrderedDictionary<string, List<double>> Iterations { get; } = [];

        public List<TinyBenchmarks.Figures> Tiny { get; } = [];

        public void Add(ILookup<string, double> iterations)
        {
            foreach (IGrouping<string, double> benchmark in iterations)
            {
                _ = Iterations.TryAdd(benchmark.Key, []);
                Iterations[benchmark.Key].AddRange(benchmark);
            }
        }
    }
}
