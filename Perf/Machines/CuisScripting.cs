namespace JitTalk.Perf.Machines;

/// <summary>Cuis evaluates what its command line says, and prints on its standard output.</summary>
internal sealed class CuisScripting : IScripting
{
    public PreparedJob Prepare(ImageCopy copy, Job job) => new(Arguments(job), OutputFile: null);

    private static IReadOnlyList<string> Arguments(Job job) => job switch
    {
        Job.Evaluation(string expression) =>
            ["-d", $"StdIOWriteStream stdout nextPutAll: ({expression}) asString; newLine; flush. Smalltalk quitPrimitive"],
        Job.Benchmarks benchmarks => ["-s", Path.Combine(benchmarks.Folder, "run.st"), .. benchmarks.Arguments],
        _ => throw new ArgumentOutOfRangeException(nameof(job)),
    };
}
