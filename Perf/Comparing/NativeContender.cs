using System.Diagnostics;
using System.Globalization;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Native;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Comparing;

/// <summary>
/// C#, in this process: the limit that JitTalk steers by. The twins of benchmarks run as the harness runs those: as many units
/// make an iteration, after as long a warm-up.
/// </summary>
/// <param name="twins">The programs of are-we-fast-yet that there are in C#, too.</param>
internal sealed class NativeContender(IEnumerable<INativeBenchmark> twins) : IContender
{
    private readonly Dictionary<string, INativeBenchmark> _twins = twins.ToDictionary(twin => twin.Name);

    public string Name => "C#";

    public SmalltalkImage? Image => null;

    public bool Knows(Suite suite) => suite is TinySuite || (suite.Name == BenchmarkSource.AwfyName && suite.Benchmarks.Any(_twins.ContainsKey));

    public SuiteRun Measure(Suite suite) => suite switch
    {
        TinySuite => NativeLimits.Measure(),
        HarnessSuite harness => new SuiteRun(
            [.. harness.Rows.Where(row => _twins.ContainsKey(row.Name)).Select(row => Measure(_twins[row.Name], row.Units, harness.Times))]),
        _ => new SuiteRun([]),
    };

    private static BenchmarkRun Measure(INativeBenchmark twin, int units, BenchmarkTimes times)
    {
        GC.Collect();
        Iterations iterations = new(twin, units);
        try
        {
            IReadOnlyList<double> warmUp = times.WarmUp > TimeSpan.Zero ? iterations.Run(times.WarmUp) : [];
            IReadOnlyList<double> measured = iterations.Run(times.Measured);
            return new BenchmarkRun(twin.Name, warmUp, measured, iterations.Checksum.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is InvalidOperationException or ArithmeticException or MeasurementException)
        {
            return new BenchmarkRun(twin.Name, [], [], Failure: e.Message.ReplaceLineEndings(" "));
        }
    }

    private sealed class Iterations(INativeBenchmark twin, int units)
    {
        public long Checksum { get; private set; }

        /// <summary>The microseconds of each iteration: one at least, and until the time is over.</summary>
        public IReadOnlyList<double> Run(TimeSpan time)
        {
            List<double> iterations = [];
            long begun = Stopwatch.GetTimestamp();
            do
            {
                long before = Stopwatch.GetTimestamp();
                for (int unit = 0; unit < units; unit++)
                {
                    Checksum = twin.Run();
                }
                iterations.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
            }
            while (Stopwatch.GetElapsedTime(begun) < time);
            return iterations;
        }
    }
}
