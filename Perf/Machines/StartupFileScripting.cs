namespace JitTalk.Perf.Machines;

/// <summary>An image like mini-startup, which evaluates the file <c>startup.st</c> of the current folder, with Squeak's ends of lines.</summary>
internal sealed class StartupFileScripting : IScripting
{
    public PreparedJob Prepare(ImageCopy copy, Job job)
    {
        ScriptFiles.Write(copy, "startup.st", SmalltalkScript.For(job), job);
        return new PreparedJob([], copy.File(SmalltalkScript.OutputFile));
    }
}
