using System.Diagnostics;
using BigGustave;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display;

/// <summary>The screen beside that of Debian's squeak-vm, the classic interpreter, where that is installed.</summary>
internal sealed class ReferenceScreenTests
{
    private const string Mini = "mini-startup.image";
    private const int Width = 640;
    private const int Height = 480;

    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(20);

    [Test]
    public void Windows_of_the_mini_image_look_the_same_to_the_pixel()
    {
        using XServer server = new();
        using ScratchFolder folder = new();
        string image = folder.BringImage(SharedImages.Path(Mini));
        File.WriteAllText(folder.Path("startup.st"), "Transcript open");
        uint[] ours = Ours(folder, image);
        Assert.That(ours.Distinct().Count(), Is.EqualTo(2), "black and white");
        Assert.That(ours.Count(p => p == 0), Is.GreaterThan(5000), "frames and texts");

        using Process reference = ClassicInterpreter.Start(image, ["-vm-display-X11", "-vm-sound-null"], [], server.Environment);
        long begun = Stopwatch.GetTimestamp();
        int differences;
        do
        {
            Thread.Sleep(300);
            differences = Differences(ours, server.Pixels());
        }
        while (differences > 0 && Stopwatch.GetElapsedTime(begun) < TimeToStart);
        reference.Kill();
        reference.WaitForExit();
        Assert.That(differences, Is.Zero, "pixels that differ");
    }

    private static uint[] Ours(ScratchFolder folder, string image)
    {
        string picture = folder.Path("a.png");
        using ChildProcess child = new(folder.Path("."), "--headless", "--screenshot", picture, "--after", "4", image);
        Assert.That(child.WaitForExit(), Is.Zero, child.Error);
        Png png = Png.Open(picture);
        Assert.That((png.Width, png.Height), Is.EqualTo((Width, Height)));
        return [.. Enumerable.Range(0, Width * Height).Select(i => png.GetPixel(i % Width, i / Width)).Select(p => (uint)((p.R << 16) | (p.G << 8) | p.B))];
    }

    // Nobody manages windows there: the reference's is in the upper left corner, the mouse in the middle, outside of it.
    private static int Differences(uint[] ours, uint[] screen) =>
        Enumerable.Range(0, ours.Length).Count(i => ours[i] != screen[(i / Width * XServer.Width) + (i % Width)]);
}
