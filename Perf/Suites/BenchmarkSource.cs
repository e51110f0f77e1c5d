using System.Text.RegularExpressions;
using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Suites;

/// <summary>The files of a suite in Smalltalk.</summary>
/// <param name="Suite">The name of the suite.</param>
/// <param name="Folder">The folder of the harness.</param>
/// <param name="Files">In the order in which they are to be loaded, relative to the folder.</param>
/// <param name="Class">The class that has the benchmarks.</param>
/// <param name="Table">The benchmarks, and the units of an iteration.</param>
internal sealed partial record BenchmarkSource(
    string Suite, string Folder, IReadOnlyList<string> Files, string Class, IReadOnlyList<BenchmarkRow> Table)
{
    /// <summary>The name of the suite whose programs have twins in C#.</summary>
    public const string AwfyName = "awfy";

    // They come with this program.
    private static string Samples => Path.Combine(AppContext.BaseDirectory, "benchmarks");

    /// <summary>A benchmark for each ability of a machine.</summary>
    /// <exception cref="MeasurementException">The files are not there.</exception>
    public static BenchmarkSource Micro() => Load("micro", ["micro.st"], "MicroBenchmarks");

    /// <summary>The fourteen programs of are-we-fast-yet.</summary>
    /// <exception cref="MeasurementException">The files are not there.</exception>
    public static BenchmarkSource AreWeFastYet()
    {
        const string folder = AwfyName;
        // Which files, and in which order, is said by an array of their names.
        string list = Read($"{folder}/files.st");
        return Load(AwfyName, [.. FileName().Matches(list).Select(name => $"{folder}/{name.Groups[1].Value}")], "AreWeFast");
    }

    private static BenchmarkSource Load(string suite, IReadOnlyList<string> files, string className) =>
        new(suite, Samples, files, className, [.. files.SelectMany(file => BenchmarkTable.Parse(Read(file)))]);

    private static string Read(string file)
    {
        string path = Path.Combine(Samples, file);
        return File.Exists(path) ? File.ReadAllText(path) : throw new MeasurementException($"there is no samples/benchmarks/{file}");
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex FileName();
}
