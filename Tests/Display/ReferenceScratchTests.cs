using System.Diagnostics;
using JitTalk.Primitives.Fonts;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display;

/// <summary>
/// Scratch 1.4 of Debian's package in a window of JitTalk, and in one of Debian's squeak-vm: the same pixels, texts in fonts of the
/// system and all. Skipped where something of it is not installed.
/// </summary>
internal sealed class ReferenceScratchTests
{
    private const string Image = "/usr/share/scratch/Scratch.image";
    private const string Projects = "/usr/share/scratch/Projects";
    private const int Width = 1024;
    private const int Height = 767;

    // A place of the display that is outside both windows, so that they do not wear the mouse's cursor.
    private static readonly (int X, int Y) Outside = (XServer.Width - 5, XServer.Height - 5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Stillness = TimeSpan.FromSeconds(2.5);

    /// <param name="project">What is opened, if anything is.</param>
    /// <param name="x">A pixel that shows that it is open: of the cat on the stage, or of the goal in the maze.</param>
    /// <param name="y">Its row.</param>
    /// <param name="color">Its colour.</param>
    [TestCase(null, 762, 235, 0xFAA41Au)]
    [TestCase("Games/2 PacMan.sb", 880, 371, 0xFF0000u)]
    public void Scratch_looks_the_same_to_the_pixel(string? project, int x, int y, uint color)
    {
        string[] document = project is null ? [] : [Path.Combine(Projects, project)];
        if (!File.Exists(Image) || !Array.TrueForAll(document, File.Exists))
        {
            Assert.Ignore("Debian's package scratch is not here");
        }
        Assume.That(PangoLibrary.TryLoad(), "there is no libpangocairo-1.0.so.0 here: apt-get install libpangocairo-1.0-0");
        using ScratchFolder folder = new();
        string image = folder.Path(Path.GetFileName(Image));
        File.Copy(Image, image);

        Predicate<uint[]> isOpen = window => window[(y * Width) + x] == color;
        uint[] theirs = Theirs(image, document, isOpen);
        uint[] ours = Ours(image, document, isOpen);
        int[] different = [.. Enumerable.Range(0, theirs.Length).Where(i => theirs[i] != ours[i])];
        Assert.That(different.Length, Is.Zero, () =>
            $"pixels that differ, from {different.Min(i => i % Width)}, {different.Min(i => i / Width)} to {different.Max(i => i % Width)}, {different.Max(i => i / Width)}");
    }

    private static uint[] Ours(string image, string[] document, Predicate<uint[]> isOpen)
    {
        using XServer server = new();
        using ChildProcess child = new(Path.GetDirectoryName(image)!, server.Environment, [image, .. document]);
        // Nobody manages windows there: SDL puts them in the middle.
        return Window(server, ((XServer.Width - Width) / 2, (XServer.Height - Height) / 2), isOpen, () => child.Error);
    }

    private static uint[] Theirs(string image, string[] document, Predicate<uint[]> isOpen)
    {
        using XServer server = new();
        // Without a driver for sound, which need not find a device, Scratch stops with an error of its SoundRecorder.
        using Process reference = ClassicInterpreter.Start(image, ["-vm-display-X11", "-vm-sound-ALSA"], document, server.Environment);
        try
        {
            return Window(server, (0, 0), isOpen, () => string.Empty);
        }
        finally
        {
            reference.Kill();
            reference.WaitForExit();
        }
    }

    /// <summary>
    /// Waits until Scratch is there, and answers what its window shows when the mouse has left it by the lower right corner: Scratch
    /// shows where it was last.
    /// </summary>
    private static uint[] Window(XServer server, (int X, int Y) corner, Predicate<uint[]> isOpen, Func<string> error)
    {
        _ = WhenStill(server, pixels => isOpen(Cut(pixels, corner)), error);
        Point(server, (corner.X + Width - 1, corner.Y + Height - 1));
        Point(server, Outside);
        return Cut(WhenStill(server, _ => true, error), corner);
    }

    private static void Point(XServer server, (int X, int Y) place)
    {
        _ = server.Use("mousemove", $"{place.X}", $"{place.Y}");
        Assert.That(server.Use("getmouselocation"), Does.StartWith($"x:{place.X} y:{place.Y} "));
        Thread.Sleep(500);
    }

    private static uint[] WhenStill(XServer server, Predicate<uint[]> isReady, Func<string> error)
    {
        long begun = Stopwatch.GetTimestamp();
        long changed = begun;
        uint[] last = server.Pixels();
        while (!isReady(last) || Stopwatch.GetElapsedTime(changed) < Stillness)
        {
            Assert.That(Stopwatch.GetElapsedTime(begun), Is.LessThan(Limit), () => $"does not come to rest: {error()}");
            Thread.Sleep(200);
            uint[] pixels = server.Pixels();
            if (!pixels.AsSpan().SequenceEqual(last))
            {
                (last, changed) = (pixels, Stopwatch.GetTimestamp());
            }
        }
        return last;
    }

    private static uint[] Cut(uint[] screen, (int X, int Y) corner)
    {
        uint[] window = new uint[Width * Height];
        for (int y = 0; y < Height; y++)
        {
            screen.AsSpan(((corner.Y + y) * XServer.Width) + corner.X, Width).CopyTo(window.AsSpan(y * Width));
        }
        return window;
    }
}
