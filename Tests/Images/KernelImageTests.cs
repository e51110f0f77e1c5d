using JitTalk.Core.Execution;

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
    public void Says_that_it_has_no_compiler()
    {
        using RunningImage image = new(name);
        Assert.That(() => new Evaluator(image.Vm).Start("3 + 4"),
            Throws.TypeOf<FatalVmException>().With.Message.EqualTo("the image has no compiler to evaluate with"));
    }
}
