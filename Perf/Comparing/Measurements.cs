using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Comparing;

/// <summary>What a comparison found.</summary>
internal sealed class Measurements
{
    private readonly Dictionary<(IContender, Suite), Dictionary<string, Samples>> _samples = [];
    private readonly List<string> _problems = [];

    /// <summary>What went wrong, a line each.</summary>
    public IReadOnlyList<string> Problems => _problems;

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

    public void AddProblem(string problem) => _problems.Add(problem);

    /// <summary>The benchmarks for which not all answered the same, a line each.</summary>
    public IEnumerable<string> Disagreements(IReadOnlyList<IContender> contenders, Suite suite)
    {
        foreach (string benchmark in suite.Benchmarks)
        {
            ILookup<string, string> answers = contenders
                .SelectMany(contender => (Find(contender, suite, benchmark)?.Checksums ?? []).Select(checksum => (checksum, contender)))
                .ToLookup(answer => answer.checksum, answer => Describe(answer.contender));
            if (answers.Count > 1)
            {
                yield return $"{benchmark} has several results: "
                    + string.Join("; ", answers.Select(answer => $"{answer.Key} ({string.Join(", ", answer)})"));
            }
        }
    }

    /// <summary>A contender with its image.</summary>
    public static string Describe(IContender contender) =>
        contender.Image is { } image ? $"{contender.Name} in {image.Name}" : contender.Name;
}
