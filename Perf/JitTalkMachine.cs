namespace JitTalk.Perf;

/// <summary>The <c>jittalk</c> that was built with this program.</summary>
internal sealed class JitTalkMachine(FileInfo image) : IMachine
{
    public string Name => $"JitTalk, {image.Name}";

    public string TinyBenchmarks() => ChildProcess.Run(
        Path.Combine(AppContext.BaseDirectory, "jittalk"),
        ["--headless", image.FullName, "-e", "0 tinyBenchmarks"],
        AppContext.BaseDirectory);
}
