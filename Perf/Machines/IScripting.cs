namespace JitTalk.Perf.Machines;

/// <summary>How an image is told what to do.</summary>
internal interface IScripting
{
    /// <summary>Writes what the job needs into the folder of the image.</summary>
    PreparedJob Prepare(ImageCopy copy, Job job);
}

/// <summary>A job that only needs its image to be started.</summary>
/// <param name="Arguments">What follows the image on the command line.</param>
/// <param name="OutputFile">Where the image writes; null: on its standard output.</param>
internal sealed record PreparedJob(IReadOnlyList<string> Arguments, string? OutputFile);
