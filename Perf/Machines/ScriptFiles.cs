namespace JitTalk.Perf.Machines;

/// <summary>Brings Smalltalk source beside an image.</summary>
internal static class ScriptFiles
{
    /// <summary>Writes a script, and the sources that it loads, with Squeak's ends of lines.</summary>
    public static void Write(ImageCopy copy, string name, string script, Job job)
    {
        File.WriteAllText(copy.File(name), WithReturns(script));
        if (job is Job.Benchmarks benchmarks)
        {
            foreach (string source in SmalltalkScript.Sources(benchmarks))
            {
                string text = File.ReadAllText(Path.Combine(benchmarks.Folder, source));
                File.WriteAllText(copy.File(SmalltalkScript.LocalName(source)), WithReturns(text));
            }
        }
    }

    private static string WithReturns(string text) => text.ReplaceLineEndings("\r");
}
