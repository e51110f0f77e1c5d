namespace JitTalk.Perf.Machines;

/// <summary>A full Squeak, which files in the document that its first argument names.</summary>
internal sealed class DocumentScripting : IScripting
{
    private const string Script = "perf.st";

    public PreparedJob Prepare(ImageCopy copy, Job job)
    {
        ScriptFiles.Write(copy, Script, $"{SmalltalkScript.For(job)}!\n", job);
        return new PreparedJob([copy.File(Script)], copy.File(SmalltalkScript.OutputFile));
    }
}
