namespace JitTalk.Tests.Images;

/// <summary>
/// Scripts in the mini image, whose results are those of Debian's squeak-vm 4.10: shapes pixel for pixel, sounds sample for
/// sample. Gradients are left out: there, the reference takes the colour beside the right one now and then
/// (<c>fillRadialIncreasing:…</c>); and two scenes with flat wide curves, for which its 32 bits are too few.
/// </summary>
public class ReferencePluginTests
{
    [TestCase("balloon", "BalloonDrawing", 232)]
    [TestCase("sounds", "SoundMixing", 14)]
    public void What_plugins_make_is_what_the_references_make(string name, string behavior, int lines)
    {
        using RunningImage image = new("mini-startup.image");
        File.WriteAllText(image.Path("script.st"), File.ReadAllText(Path($"{name}.st")).Replace('\n', '\r'));
        string folder = System.IO.Path.GetDirectoryName(image.Path("script.st"))!;
        string code = $"(FileStream readOnlyFileNamed: '{folder}/script.st') fileIn. "
            + $"(Smalltalk at: #{behavior}) new runInto: '{folder}/results.txt'. 'done'";
        Assert.That(image.Evaluate(code, TimeSpan.FromSeconds(60)).Text, Is.EqualTo("'done'"));
        string[] expected = File.ReadAllLines(Path($"{name}-expected.txt"));
        Assert.That(expected, Has.Length.EqualTo(lines));
        Assert.That(expected.Except(File.ReadAllLines(image.Path("results.txt"))), Is.Empty);
    }

    private static string Path(string name) => System.IO.Path.Combine(TestContext.CurrentContext.TestDirectory, "Images", name);
}
