using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Comparing;

/// <summary>What a comparison found.</summary>
internal sealed class Measurements
{
    private readonly Dictionary<(IContender, Suite), Dictionary<string, Samples>> _samples = [];

    /// <summary>What was found of a benchmark; null: nothing.</summary>
    public Samples? Find(IContender contender, Suite suite, string benchmark) =>
        _samples.GetValueOrDefault((contender, suite))?.GetValueOrDefault(benchmark);

    public void Add(IContender contender, Suite suite, SuiteRun run)
    {
        if (!_samples.TryGetValue((contender, suite), out Dictionary<string, Samples>? ofSuite))
        {
            _samples.Add((contender, suite), ofSuite = []);
        }
        foreach (BenchmarkRun benchmark in run.Benchmarks)
        {
            if (!ofSuite.TryGetValue(benchmark.Name, out Samples? samples))
            {
                ofSuite.Add(benchmark.Name, samples = new Samples());
            }
            samples.Add(benchmark);
        }
    }
}
