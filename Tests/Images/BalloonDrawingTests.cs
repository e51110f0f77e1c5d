namespace JitTalk.Tests.Images;

/// <summary>
/// Shapes drawn in the mini image, pixel for pixel as Debian's squeak-vm 4.10 draws them. Gradients are left out: there, the
/// reference takes the colour beside the right one now and then (<c>fillRadialIncreasing:…</c>); and two of its scenes, of
/// which it draws a handful of pixels in another shade.
/// </summary>
public class BalloonDrawingTests
{
    [Test]
    public void Shapes_are_drawn_as_in_the_reference()
    {
        using RunningImage image = new("mini-startup.image");
        string source = File.ReadAllText(Path("balloon.st")).Replace('\n', '\r');
        File.WriteAllText(image.Path("balloon.st"), source);
        string folder = System.IO.Path.GetDirectoryName(image.Path("balloon.st"))!;
        string code = $"(FileStream readOnlyFileNamed: '{folder}/balloon.st') fileIn. "
            + $"(Smalltalk at: #BalloonDrawing) new runInto: '{folder}/balloon.txt'. 'drawn'";
        Assert.That(image.Evaluate(code, TimeSpan.FromSeconds(60)).Text, Is.EqualTo("'drawn'"));
        string[] expected = File.ReadAllLines(Path("balloon-expected.txt"));
        Assert.That(expected, Has.Length.GreaterThan(200));
        Assert.That(expected.Except(File.ReadAllLines(image.Path("balloon.txt"))), Is.Empty);
    }

    private static string Path(string name) => System.IO.Path.Combine(TestContext.CurrentContext.TestDirectory, name.StartsWith('/') ? name : $"Images/{name}");
}
