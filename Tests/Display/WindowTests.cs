using BigGustave;
using JitTalk.Display;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display;

/// <summary>The program with a window, under Xvfb; and without one.</summary>
internal sealed class WindowTests
{
    private const string Cuis = "Cuis5.0-3121-64.image";
    private const string Mini = "mini.image";

    // Of Cuis's desktop at its saved size: below are the clock and small pictures of the windows, which are late now and then.
    private const int TaskBar = 494;
    private const int SavedHeight = 532;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new ScratchFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_window_shows_what_a_run_without_one_draws()
    {
        using XServer server = new();
        string image = _folder.BringImage(SharedImages.Path(Cuis));
        uint[] shown = [];
        Png windowed = Screenshot(server.Environment, () => shown = server.Pixels(), "--after", "6", image);
        Png headless = Screenshot(XServer.NoDisplay, () => { }, "--headless", "--after", "6", image);
        Assert.That((windowed.Width, windowed.Height), Is.EqualTo((1008, SavedHeight)));
        Assert.That((headless.Width, headless.Height), Is.EqualTo((1008, SavedHeight)));
        // Nobody manages windows here: SDL puts them in the middle.
        (int left, int top) = ((XServer.Width - windowed.Width) / 2, (XServer.Height - windowed.Height) / 2);
        HashSet<uint> colors = [];
        int fromHeadless = 0;
        int fromScreen = 0;
        for (int i = 0; i < windowed.Width * TaskBar; i++)
        {
            (int x, int y) = (i % windowed.Width, i / windowed.Width);
            uint color = Color(windowed.GetPixel(x, y));
            colors.Add(color);
            fromHeadless += color == Color(headless.GetPixel(x, y)) ? 0 : 1;
            fromScreen += color == shown[((top + y) * XServer.Width) + left + x] ? 0 : 1;
        }
        Assert.That(colors, Has.Count.GreaterThan(1000), "a wallpaper has many colours");
        Assert.That(fromHeadless, Is.LessThan(60), "the text cursor blinks");
        Assert.That(fromScreen, Is.LessThan(60 + (32 * 32)), "the display has a mouse cursor besides");
    }

    [Test]
    public void A_size_can_be_asked_for()
    {
        string image = _folder.BringImage(SharedImages.Path(Mini));
        Png picture = Screenshot(XServer.NoDisplay, () => { }, "--headless", "--size", "500x400", "--after", "2", image);
        Assert.That((picture.Width, picture.Height), Is.EqualTo((500, 400)));
    }

    [Test]
    public void Without_a_display_one_line_says_what_to_do()
    {
        using ChildProcess child = new(_folder.Path("."), XServer.NoDisplay, _folder.BringImage(SharedImages.Path(Mini)));
        Assert.That(child.WaitForExit(), Is.EqualTo(ExitCodes.NoWindow));
        Assert.That(child.Error, Does.StartWith("jittalk: ").And.Contain("--headless").And.Not.Contain("\n"));
    }

    [Test]
    public void Headless_runs_do_not_load_SDL()
    {
        string image = _folder.BringImage(SharedImages.Path(Mini));
        string picture = _folder.Path("a.png");
        using ChildProcess child = new(_folder.Path("."), "--headless", "--screenshot", picture, "--after", "2", image);
        string loaded = string.Empty;
        while (!child.HasExited)
        {
            try
            {
                loaded = File.ReadAllText($"/proc/{child.Id}/maps") is { Length: > 0 } maps ? maps : loaded;
            }
            catch (IOException)
            {
                break;
            }
            Thread.Sleep(50);
        }
        Assert.That(child.WaitForExit(), Is.Zero, child.Error);
        Assert.That(loaded, Does.Contain("libcoreclr").And.Not.Contain("libSDL"));
        Assert.That(new FileInfo(picture).Length, Is.Positive);
    }

    [Test]
    public void Real_keys_and_buttons_become_events()
    {
        using XServer server = new();
        string image = _folder.BringImage(SharedImages.Path(Mini));
        string record = _folder.Path("input.txt");
        using ChildProcess child = new(_folder.Path("."), server.Environment, "--record", record, "--screenshot", _folder.Path("a.png"), "--after", "12", image);
        string window = server.Use("search", "--sync", "--onlyvisible", "--name", "^mini$");
        server.Use("windowfocus", "--sync", window);
        server.Use(
            "mousemove", "--window", window, "600", "440", "sleep", "0.2", "mousedown", "3", "sleep", "0.1", "mouseup", "3", "sleep", "0.1",
            "click", "5", "key", "shift+a", "sleep", "0.1", "key", "alt+period", "sleep", "0.1", "key", "ctrl+c", "sleep", "0.1", "key", "Left");
        Assert.That(child.WaitForExit(), Is.Zero, child.Error);
        string[] lines = [.. File.ReadLines(record).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
        string[] expected =
        [
            "mouse 600 440", "mouse 600 440 blue", "mouse 600 440", "wheel 0 -120",
            "modifiers shift", "key down A shift", "key char A shift", "modifiers command", "key down . command", "key char . command",
            "modifiers control", "key down c control", "key char c control", "key down left", "key char left", "key up left",
        ];
        int next = 0;
        foreach (string line in lines)
        {
            next += next < expected.Length && line == expected[next] ? 1 : 0;
        }
        Assert.That(next, Is.EqualTo(expected.Length), $"not in this order: {string.Join("\n", lines)}");
    }

    [Test]
    public void Cuis_prints_what_is_typed_into_a_workspace()
    {
        // The items of menus that are open, and the texts of workspaces.
        const string tell = """
            [[(Delay forMilliseconds: 100) wait.
            StdIOWriteStream stdout nextPutAll: ((MenuMorph allInstances select: [ :m | m owner notNil ]) collect: [ :m | m items size ]) asArray printString;
                nextPutAll: (Workspace allInstances collect: [ :w | w actualContents asString ]) asArray printString; newLine; flush] repeat] fork
            """;
        using XServer server = new();
        string image = _folder.BringImage(SharedImages.Path(Cuis));
        using ChildProcess child = new(_folder.Path("."), server.Environment, image, "-d", tell);
        string window = server.Use("search", "--sync", "--onlyvisible", "--name", "Cuis5");
        child.WaitFor("#()#()");
        server.Use("windowfocus", "--sync", window);
        Click(150, 120);
        child.WaitFor("#(13)#()");
        Click(195, 147);
        child.WaitFor("#(11)#()");
        Click(250, 193);
        child.WaitFor("#()#('')");
        server.Use("type", "--delay", "60", "3 + 4");
        child.WaitFor("#('3 + 4')");
        server.Use("key", "alt+a", "sleep", "1");
        uint[] before = server.Pixels();
        server.Use("key", "alt+p");
        child.WaitFor("#('3 + 4 7 ')");
        Thread.Sleep(1000);
        uint[] after = server.Pixels();
        int desktop = (((XServer.Height - SavedHeight) / 2) + TaskBar) * XServer.Width;
        int[] changed = [.. Enumerable.Range(0, desktop).Where(i => before[i] != after[i])];
        Assert.That(changed, Has.Length.InRange(20, 4000), "pixels of the line");
        Assert.That(changed.Max(i => i / XServer.Width) - changed.Min(i => i / XServer.Width), Is.LessThan(60), "one line, and the window's title");

        void Click(int x, int y) => server.Use("mousemove", "--window", window, $"{x}", $"{y}", "sleep", "0.5", "click", "1");
    }

    [Test]
    public void A_screenshot_that_cannot_be_written_is_refused()
    {
        using ChildProcess child = new(_folder.Path("."), "--headless", "--screenshot", "no/such/a.png", _folder.BringImage(SharedImages.Path(Mini)));
        Assert.That(child.WaitForExit(), Is.EqualTo(ExitCodes.BadInput));
        Assert.That(child.Error, Does.StartWith("jittalk: --screenshot no/such/a.png").And.Not.Contain("\n"));
    }

    [Test]
    public void A_full_disk_is_named()
    {
        string image = _folder.BringImage(SharedImages.Path(Mini));
        using ChildProcess child = new(_folder.Path("."), "--headless", "--screenshot", "/dev/full", "--after", "1", image);
        Assert.That(child.WaitForExit(), Is.EqualTo(ExitCodes.BadInput));
        Assert.That(child.Error, Does.StartWith("jittalk: --screenshot /dev/full: ").And.Not.Contain("\n"));

        File.WriteAllText(_folder.Path("input.txt"), "0.1 mouse 1 2\n0.2 mouse 3 4\n");
        using ChildProcess recording = new(
            _folder.Path("."), "--headless", "--record", "/dev/full", "--replay", _folder.Path("input.txt"), "--screenshot", _folder.Path("a.png"), image);
        Assert.That(recording.WaitForExit(), Is.Zero);
        Assert.That(recording.Error, Does.StartWith("jittalk: --record: ").And.Not.Contain("\n"));
    }

    /// <summary>Runs the program until it has taken its picture, and looks now and then what it does.</summary>
    private Png Screenshot(IEnumerable<(string Name, string? Value)> environment, Action look, params string[] arguments)
    {
        string picture = _folder.Path($"{Guid.NewGuid()}.png");
        using ChildProcess child = new(_folder.Path("."), environment, ["--screenshot", picture, .. arguments]);
        while (new FileInfo(picture) is not { Exists: true, Length: > 0 } && !child.HasExited)
        {
            look();
            Thread.Sleep(200);
        }
        Assert.That(child.WaitForExit(), Is.Zero, child.Error);
        Assert.That(child.Error, Is.Empty);
        return Png.Open(picture);
    }

    private static uint Color(Pixel pixel) => (uint)((pixel.R << 16) | (pixel.G << 8) | pixel.B);
}
