namespace JitTalk.Perf;

/// <summary>The <c>jittalk</c> that was built with this program.</summary>
internal sealed class JitTalkMachine(FileInfo image) : IMachine
{
    public string Name => $"JitTalk, {image.Name}";

    public string TinyBenchmarks()
    {
        if (!image.Exists)
        {
            throw new MeasurementException($"{image.FullName} is not there");
        }
        using ImageCopy copy = new(image);
        return ChildProcess.Run(
            Path.Combine(AppContext.BaseDirectory, "jittalk"), ["--headless", copy.Image, "-e", "0 tinyBenchmarks"], copy.Folder);
    }
}
