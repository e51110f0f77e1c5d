using System.Globalization;

namespace JitTalk.Perf.Machines;

/// <summary>
/// A job as an expression that every Squeak since 2.2 evaluates. Such images have no standard output that all machines know:
/// they write to a file.
/// </summary>
internal static class SmalltalkScript
{
    /// <summary>The file, in the folder of the image, that the script writes.</summary>
    public const string OutputFile = "output.txt";

    private const string Harness = "harness.st";

    /// <summary>The expression, with line feeds; it ends by quitting.</summary>
    public static string For(Job job) => job switch
    {
        Job.Evaluation(string expression) => Script($"print value: ({expression}) printString"),
        Job.Benchmarks benchmarks => Script(Body(benchmarks)),
        _ => throw new ArgumentOutOfRangeException(nameof(job)),
    };

    /// <summary>The files that the script loads, in this order, relative to the folder of the benchmarks.</summary>
    public static IEnumerable<string> Sources(Job.Benchmarks benchmarks) => [Harness, .. benchmarks.Files];

    /// <summary>What a source is called beside the image: old images know no other folder.</summary>
    public static string LocalName(string source) => source.Replace('/', '-');

    // Flushed at each line: what was measured before a crash is there after it.
    private static string Script(string body) =>
        $"""
        | out print |
        out := FileStream newFileNamed: '{OutputFile}'.
        print := [:line | out nextPutAll: line; nextPut: (Character value: 10); flush].
        [{body}]
        	ifError: [:message :receiver | print value: 'harness failed: ', message asString].
        out close.
        Smalltalk snapshot: false andQuit: true

        """;

    private static string Body(Job.Benchmarks benchmarks) =>
        $"""
        #({Strings(Sources(benchmarks).Select(LocalName))}) do: [:name | (FileStream readOnlyFileNamed: name) fileIn].
        (Smalltalk at: #BenchmarkHarness) new
        	print: print;
        	warmUp: {Milliseconds(benchmarks.Times.WarmUp)} measured: {Milliseconds(benchmarks.Times.Measured)};
        	run: #({Strings(benchmarks.Names)}) of: (Smalltalk at: #{benchmarks.Class})
        """;

    private static string Strings(IEnumerable<string> texts) =>
        string.Join(' ', texts.Select(text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"));

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
}
