using System.Text;
using JitTalk.Tests.Building;
using JitTalk.Tests.Images;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Scripts;

/// <summary>
/// The compiler in Smalltalk compiles the whole kernel, itself included, and the kernel's tests; then these pass. It is what
/// compiles in the built-in image on any other VM.
/// </summary>
internal sealed class SelfCompilationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static IEnumerable<KernelEngine> Engines => Optimization.IsOn ? KernelEngine.Some : [KernelEngine.Usual];

    [TestCaseSource(nameof(Engines))]
    public void Kernel_compiled_in_Smalltalk_passes_its_tests(KernelEngine engine)
    {
        string[] sources =
        [
            .. from folder in new[] { "kernel", "kernel-tests" }
               from path in Directory.GetFiles(Repository.Path("samples", folder), "*.st", SearchOption.AllDirectories)
               orderby path
               select path,
        ];
        using RunningImage image = new(
            BuiltKernel.Image(engine.Kind), engine.Jit, [Repository.Path("Tests", "Scripts", "recompile.st"), .. sources]);
        bool ended = image.Run(Limit);
        string output = Encoding.UTF8.GetString(image.Output.ToArray());
        Assert.That(ended, $"it does not end: {output}");
        Assert.That(output, Does.Contain($"{sources.Length} files with primitive 0\n"));
        Assert.That(output, Does.EndWith(" passed, 0 failed\n"));
        Assert.That(image.Vm.ExitCode, Is.Zero, output);
    }
}
