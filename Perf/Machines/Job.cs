using System.Globalization;

namespace JitTalk.Perf.Machines;

/// <summary>What an image is to do before it quits.</summary>
internal abstract record Job
{
    private Job()
    {
    }

    /// <summary>Prints what an expression answers.</summary>
    public sealed record Evaluation(string Expression) : Job;

    /// <summary>Runs benchmarks in the harness, which prints lines.</summary>
    /// <param name="Folder">Where the harness and all files are.</param>
    /// <param name="Files">The files to load after the harness, relative to the folder.</param>
    /// <param name="Class">The class in them that has the benchmarks.</param>
    /// <param name="Names">The benchmarks to run.</param>
    /// <param name="Times">How long each runs.</param>
    public sealed record Benchmarks(string Folder, IReadOnlyList<string> Files, string Class, IReadOnlyList<string> Names, BenchmarkTimes Times)
        : Job
    {
        /// <summary>What the scripts in the folder take: files, class, names, then two numbers of milliseconds.</summary>
        public IReadOnlyList<string> Arguments =>
            [string.Join(',', Files), Class, string.Join(',', Names), Milliseconds(Times.WarmUp), Milliseconds(Times.Measured)];

        private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
    }
}

/// <summary>How long a benchmark runs; at least one iteration of each part, but no warm-up where that is zero.</summary>
/// <param name="WarmUp">Before it counts.</param>
/// <param name="Measured">After that.</param>
internal sealed record BenchmarkTimes(TimeSpan WarmUp, TimeSpan Measured);
