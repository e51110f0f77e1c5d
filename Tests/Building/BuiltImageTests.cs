using JitTalk.Core.Image.Checks;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Building;

/// <summary>What the image builder makes of the kernel.</summary>
[TestFixtureSource(typeof(KernelKind), nameof(KernelKind.All))]
internal sealed class BuiltImageTests(KernelKind kind)
{
    [Test]
    public void Is_built_twice_with_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        BuiltKernel.Build(kind, folder.File("again.image"));
        Assert.That(File.ReadAllBytes(folder.File("again.image")), Is.EqualTo(File.ReadAllBytes(BuiltKernel.Image(kind))));
    }

    [Test]
    public void Is_as_other_machines_expect_it() =>
        Assert.That(() => ImageFileCheck.Verify(File.ReadAllBytes(BuiltKernel.Image(kind))), Throws.Nothing);
}
