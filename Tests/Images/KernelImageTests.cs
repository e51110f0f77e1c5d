using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Image.Checks;

namespace JitTalk.Tests.Images;

/// <summary>Images without a compiler.</summary>
[TestFixture("candle64.image")]
[TestFixture("headless.image")]
[TestFixture("bootstrapped.image")]
public sealed class KernelImageTests(string name)
{
    [TestCase(false)]
    [TestCase(true)]
    public void Starts(bool collecting)
    {
        using RunningImage image = new(name, collecting);
        _ = image.Run(TimeSpan.FromMilliseconds(200));
        Assert.That(image.Vm.ExitCode, Is.Zero);
        Assert.That(image.Vm.Interpreter.CurrentFrame.IsNone, Is.False);
    }

    [Test]
    public void Saved_before_it_runs_it_runs_to_the_same_end()
    {
        using RunningImage image = new(name);
        string path = image.Path("saved.image");
        ImageWriter.Save(image.Vm.Memory, image.Vm.Settings, path);
        ImageFileCheck.Verify(File.ReadAllBytes(path));
        using RunningImage saved = new(path);
        TimeSpan time = TimeSpan.FromSeconds(1);
        Assert.That(saved.Run(time), Is.EqualTo(image.Run(time)));
        Assert.That(saved.Vm.ExitCode, Is.EqualTo(image.Vm.ExitCode));
        Assert.That(saved.Output.ToArray(), Is.EqualTo(image.Output.ToArray()));
        saved.Vm.Memory.Verifier.Verify();
    }

    [Test]
    public void Says_that_it_has_no_compiler()
    {
        using RunningImage image = new(name);
        Assert.That(() => new Evaluator(image.Vm).Start("3 + 4"),
            Throws.TypeOf<FatalVmException>().With.Message.EqualTo("the image has no compiler to evaluate with"));
    }
}
