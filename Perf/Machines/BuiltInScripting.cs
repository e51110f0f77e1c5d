namespace JitTalk.Perf.Machines;

/// <summary>The built-in image, and others of samples/kernel, run the script that their first argument names.</summary>
internal sealed class BuiltInScripting : IScripting
{
    private const string Script = "perf.st";

    public PreparedJob Prepare(ImageCopy copy, Job job)
    {
        if (job is Job.Benchmarks benchmarks)
        {
            return new PreparedJob([Path.Combine(benchmarks.Folder, "built-in.st"), .. benchmarks.Arguments], OutputFile: null);
        }
        string expression = ((Job.Evaluation)job).Expression;
        File.WriteAllText(copy.File(Script), $"FileStream stdout nextPutAll: ({expression}) asString; newLine; flush!\n");
        return new PreparedJob([copy.File(Script)], OutputFile: null);
    }
}
