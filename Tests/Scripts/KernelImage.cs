using JitTalk.Core.Compiler;
using JitTalk.Display;
using JitTalk.Jit;

namespace JitTalk.Tests.Scripts;

/// <summary>The image that the repository's own sources make, the kernel's tests included.</summary>
internal static class KernelImage
{
    private const int Spur64 = 68021;

    private static readonly Lazy<string> Built = new(Build);

    public static string Path => Built.Value;

    /// <summary>The ways to run it; null is the interpreter alone.</summary>
    public static IReadOnlyDictionary<string, JitOptions?> Engines { get; } = new Dictionary<string, JitOptions?>
    {
        ["Interpreter"] = null,
        ["Jit"] = new() { CallThreshold = 10, LoopThreshold = 40, Grace = TimeSpan.Zero },
        ["JitAtFirstCall"] = new() { CallThreshold = 1, LoopThreshold = 1, Grace = TimeSpan.Zero, IsBackground = false },
    };

    /// <summary>The path of a file or folder among the samples.</summary>
    public static string Sample(string name) =>
        System.IO.Path.Combine(TestContext.CurrentContext.TestDirectory, "samples", name);

    /// <summary>All source files that the image is made of.</summary>
    public static string[] Sources() =>
        [.. Folders().SelectMany(folder => Directory.GetFiles(folder, "*.st", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];

    private static string[] Folders() => [Sample("kernel"), Sample("kernel-tests")];

    private static string Build()
    {
        string path = System.IO.Path.Combine(TestContext.CurrentContext.TestDirectory, "kernel-with-tests.image");
        new ImageBuild(new BuildOrder(Folders(), path, Spur64, CompilerTarget.V3PlusClosures), TestContext.Error).Run();
        return path;
    }
}
