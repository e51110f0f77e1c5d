namespace JitTalk.Perf;

/// <summary>The <c>jittalk</c> that was built with this program.</summary>
/// <param name="image">The image that it runs: a copy of it for each process.</param>
/// <param name="name">What it is called in the results.</param>
/// <param name="flags">The options of the command line that choose the engine.</param>
internal sealed class JitTalkMachine(FileInfo image, string name, params IReadOnlyList<string> flags) : IMachine
{
    public string Name => name;

    public string TinyBenchmarks() => Run(TimeSpan.FromMinutes(5), "-e", "0 tinyBenchmarks");

    /// <summary>Runs the image in a process of its own.</summary>
    /// <param name="longest">How long it may take.</param>
    /// <param name="arguments">What follows the image on the command line.</param>
    /// <returns>What it wrote on its standard output.</returns>
    /// <exception cref="MeasurementException">It did not end as it should.</exception>
    public string Run(TimeSpan longest, params IReadOnlyList<string> arguments)
    {
        if (!image.Exists)
        {
            throw new MeasurementException($"{image.FullName} is not there");
        }
        using ImageCopy copy = new(image);
        string program = Path.Combine(AppContext.BaseDirectory, "jittalk");
        return ChildProcess.Run(program, [.. flags, "--headless", copy.Image, .. arguments], copy.Folder, longest);
    }
}
