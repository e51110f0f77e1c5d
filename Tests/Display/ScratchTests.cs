using BigGustave;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display;

/// <summary>Scratch 1.4 of Debian's package, where that is installed: a project is opened and played, without a display.</summary>
internal sealed class ScratchTests
{
    private const string Image = "/usr/share/scratch/Scratch.image";
    private const string Project = "/usr/share/scratch/Projects/Games/2 PacMan.sb";

    // The first corridor of the maze: where the sprite starts, and where it goes to.
    private const int CorridorTop = 152;
    private const int CorridorBottom = 176;
    private const int Start = 658;
    private const int StartEnd = 684;
    private const int CorridorEnd = 864;

    [Test]
    public void The_green_flag_sets_a_sprite_in_motion()
    {
        if (!File.Exists(Image) || !File.Exists(Project))
        {
            Assert.Ignore("Debian's package scratch is not here");
        }
        using ScratchFolder folder = new();
        string replay = folder.Path("flag.txt");
        string picture = folder.Path("played.png");
        File.WriteAllText(replay, "12 click 964 53");
        using ChildProcess child = new(
            folder.Path("."), "--headless", "--replay", replay, "--screenshot", picture, "--after", "16", Image, Project);
        Assert.That(child.WaitForExit(), Is.Zero, child.Error);
        Png png = Png.Open(picture);
        Assert.That((png.Width, png.Height), Is.EqualTo((1024, 767)), "the size that it was saved with");
        Assert.That(Yellows(png, Start, StartEnd), Is.Zero, "of the sprite where it started");
        Assert.That(Yellows(png, StartEnd, CorridorEnd), Is.GreaterThan(50), "of the sprite where it went");
    }

    private static int Yellows(Png png, int left, int right) =>
        Enumerable.Range(CorridorTop, CorridorBottom - CorridorTop).Sum(y =>
            Enumerable.Range(left, right - left).Count(x => png.GetPixel(x, y) is { R: > 200, G: > 180, B: < 100 }));
}
