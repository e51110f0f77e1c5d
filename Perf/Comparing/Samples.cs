using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Comparing;

/// <summary>What all rounds found of one benchmark on one contender; times are in microseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> _firsts = [];
    private readonly List<double> _measured = [];
    private readonly List<double> _medians = [];
    private readonly SortedSet<string> _checksums = new(StringComparer.Ordinal);

    /// <summary>The first iteration of each process that warmed up: what is not compiled yet shows here.</summary>
    public IReadOnlyCollection<double> Firsts => _firsts;

    /// <summary>The iterations of all rounds after the warm-up.</summary>
    public IReadOnlyCollection<double> Measured => _measured;

    /// <summary>
    /// The middle one of the rounds' medians: a round that was disturbed, or whose code came to lie badly, counts once,
    /// however many iterations it has.
    /// </summary>
    public double Median => _medians.Median();

    /// <summary>The clock of the image did not tick: the iterations are too short for it.</summary>
    public bool IsTooShort => Measured.Count > 0 && Median == 0;

    /// <summary>What the benchmark answered, each once.</summary>
    public IReadOnlyCollection<string> Checksums => _checksums;

    /// <summary>What went wrong first; null if nothing.</summary>
    public string? Failure { get; private set; }

    public void Add(BenchmarkRun run)
    {
        _firsts.AddRange(run.WarmUp.Take(1));
        _measured.AddRange(run.Measured);
        if (run.Measured.Count > 0)
        {
            _medians.Add(run.Measured.Median());
        }
        Failure ??= run.Failure;
        if (run.Checksum is { } checksum)
        {
            _ = _checksums.Add(checksum);
        }
    }
}
