using System.Text;
using JitTalk.Tests.Images;

namespace JitTalk.Tests.Scripts;

/// <summary>
/// The compiler in Smalltalk compiles the whole kernel, itself included, and the kernel's tests; then these pass. It is what
/// compiles in the built-in image on any other VM.
/// </summary>
public sealed class SelfCompilationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static IEnumerable<string> Engines => KernelImage.Engines.Keys;

    [TestCaseSource(nameof(Engines))]
    public void Kernel_compiled_in_Smalltalk_passes_its_tests(string engine)
    {
        string script = Path.Combine(TestContext.CurrentContext.TestDirectory, "Scripts", "recompile.st");
        string[] sources = KernelImage.Sources();
        using RunningImage image = new(KernelImage.Path, KernelImage.Engines[engine], [script, .. sources]);
        bool ended = image.Run(Limit);
        string output = Encoding.UTF8.GetString(image.Output.ToArray());
        Assert.That(ended, $"it does not end: {output}");
        Assert.That(output, Does.Contain($"{sources.Length} files with primitive 0\n"));
        Assert.That(output, Does.EndWith(" passed, 0 failed\n"));
        Assert.That(image.Vm.ExitCode, Is.Zero, output);
    }
}
