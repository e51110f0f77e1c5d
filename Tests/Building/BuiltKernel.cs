using System.Collections.Concurrent;
using JitTalk.Core.Compiler;
using JitTalk.Display;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Building;

/// <summary>A kind of image that the kernel can be built as.</summary>
internal sealed record KernelKind(int Format, CompilerTarget Bytecodes)
{
    public static IReadOnlyList<KernelKind> All { get; } =
    [
        new(68021, CompilerTarget.V3PlusClosures),
        new(68533, CompilerTarget.SistaV1),
        new(6521, CompilerTarget.V3PlusClosures),
        new(7033, CompilerTarget.SistaV1),
    ];

    public override string ToString() => $"{Bytecodes} in {Format}";
}

/// <summary>The kernel in <c>samples/kernel</c> with its tests, built once for each kind that is asked for.</summary>
internal static class BuiltKernel
{
    private static readonly ConcurrentDictionary<KernelKind, Lazy<string>> Images = [];

    /// <summary>The path of an image; whoever starts it takes a copy.</summary>
    public static string Image(KernelKind kind) => Images.GetOrAdd(kind, _ => new Lazy<string>(() =>
    {
        string path = Path.Combine(TestContext.CurrentContext.TestDirectory, $"kernel-{kind.Format}.image");
        Build(kind, path);
        return path;
    })).Value;

    /// <summary>Builds it anew.</summary>
    public static void Build(KernelKind kind, string path)
    {
        using StringWriter error = new();
        string[] folders = [Repository.Path("samples", "kernel"), Repository.Path("samples", "kernel-tests")];
        _ = VmThread.Run(() =>
        {
            new ImageBuild(new BuildOrder(folders, path, kind.Format, kind.Bytecodes), error).Run();
            return 0;
        });
        Assert.That(error.ToString(), Is.Empty);
    }
}
