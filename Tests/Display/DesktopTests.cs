using JitTalk.Core.Contracts;
using JitTalk.Display.Input;
using JitTalk.Display.Screen;
using JitTalk.Tests.Images;

namespace JitTalk.Tests.Display;

/// <summary>The desktop of a real image, used without a display: replayed input, and a look at what it did.</summary>
internal sealed class DesktopTests
{
    private const string Cuis = "Cuis5.0-3121-64.image";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToReact = TimeSpan.FromSeconds(1);

    private ScreenHost _host = null!;
    private RunningImage _image = null!;

    [SetUp]
    public void SetUp() => _host = new ScreenHost { ScreenSize = (1008, 532) };

    [TearDown]
    public void TearDown() => _image?.Dispose();

    [Test]
    public void A_click_on_the_background_opens_the_world_menu()
    {
        Open(Cuis);
        uint[] before = Play("1.5 mouse 150 120");
        Assert.That(_image.Evaluate("(MenuMorph allInstances select: [:m | m owner notNil]) size").Text, Is.EqualTo("0"));
        uint[] after = Play("0 click 150 120");
        Assert.That(_image.Evaluate("(MenuMorph allInstances select: [:m | m owner notNil]) size").Text, Is.EqualTo("1"));
        Assert.That(Changes(before, after, new PixelArea(155, 130, 300, 390)), Is.GreaterThan(20_000), "of the pixels under the menu");
        Assert.That(Changes(before, after, new PixelArea(400, 60, 1000, 460)), Is.LessThan(500), "of the window beside it");
    }

    [Test]
    public void A_workspace_prints_what_was_typed()
    {
        Open(Cuis);
        uint[] before = Play("1.5 click 150 120", "2.2 click 195 147", "2.9 click 250 193", "4 type 3 + 4", "5 press a command");
        Assert.That(Workspaces(), Does.Contain("'3 + 4'"));
        uint[] after = Play("0 press p command");
        Assert.That(Workspaces(), Does.Contain("'3 + 4 7 '"));
        Assert.That(Changes(before, after, new PixelArea(85, 20, 300, 50)), Is.InRange(20, 2000), "of the pixels of the line");
    }

    [Test]
    public void The_wheel_scrolls_what_is_under_the_mouse()
    {
        Open(Cuis);
        const string value = "(TextModelMorph allInstances collect: [:m | m scroller morphPosition y]) asArray";
        _ = Play("1.5 click 700 300");
        string before = _image.Evaluate(value).Text;
        _ = Play("0 wheel 0 -480");
        Assert.That(_image.Evaluate(value).Text, Is.Not.EqualTo(before));
    }

    [Test]
    public void Another_size_of_the_window_is_another_size_of_the_display()
    {
        Open(Cuis);
        _ = Play("1.5 window resized 800 600");
        Assert.That(_image.Evaluate("Display extent").Text, Is.EqualTo("800@600"));
        Assert.That((_host.Buffer!.Width, _host.Buffer.Height), Is.EqualTo((800, 600)));
    }

    [Test]
    public void The_interrupt_key_stops_a_computation_that_would_not_end()
    {
        Open(Cuis);
        _ = Play("1.5 mouse 150 120");
        _ = _image.Evaluate("[[true] whileTrue: [3 + 4]] forkAt: Processor userSchedulingPriority");
        const string debuggers = "(DebuggerWindow allInstances select: [:w | w owner notNil]) size";
        _ = Play("0.2 press . command", "2 modifiers");
        Assert.That(_image.Evaluate(debuggers).Text, Is.EqualTo("1"));
    }

    [Test]
    public void The_clipboard_goes_both_ways()
    {
        Open(Cuis);
        _host.ClipboardChanged("42 grüße");
        _ = Play("1.5 click 150 120", "2.2 click 195 147", "2.9 click 250 193", "4 press v command", "4.4 type x", "4.8 press a command", "5.2 press c command");
        Assert.That(Workspaces(), Does.Contain("42 gr").And.Contain("ex'"));
        Assert.That(_host.Clipboard, Is.EqualTo("42 grüßex"));
    }

    /// <summary>Mini images poll mouse and keys, and know no events.</summary>
    [Test]
    public void A_mini_image_takes_clicks_and_keys_by_polling()
    {
        _host.ScreenSize = (640, 480);
        Open("mini.image");
        uint[] before = Play("1 mouse 600 440");
        Assert.That(before.Count(p => p == 0xFF00_0000), Is.GreaterThan(5000), "windows have black frames and texts");
        uint[] after = Play("0 click 300 200", "0.7 type xyzzy");
        Assert.That(Changes(before, after, new PixelArea(70, 130, 560, 320)), Is.InRange(20, 60_000));
        Assert.That(_host.Input.IsRead, Is.False);
        Assert.That(_host.NextKey(take: true), Is.Null, "all keys have been taken");
    }

    private string Workspaces() => _image.Evaluate("(Workspace allInstances collect: [:w | w actualContents asString]) asArray").Text;

    private void Open(string name)
    {
        _image = new RunningImage(name, _host);
        _host.Attach(_image.Vm);
    }

    /// <summary>Runs the image while lines of input come, and a second more; answers the pixels of its screen.</summary>
    private uint[] Play(params string[] lines)
    {
        using InputPlayer player = new(_host, [.. lines.SelectMany(InputLine.Parse).OrderBy(e => e.Time)]);
        using Timer end = new(_ => _image.Vm.Interpreter.Halt());
        player.Finished += () => end.Change(TimeToReact, Timeout.InfiniteTimeSpan);
        if (_host.Buffer is not null)
        {
            player.Begin();
        }
        Assert.That(_image.Run(Limit), "the replay does not end");
        return _host.Buffer!.Pixels.ToArray();
    }

    private int Changes(uint[] before, uint[] after, PixelArea area)
    {
        int width = _host.Buffer!.Width;
        return Enumerable.Range(area.Top, area.Height).Sum(y =>
            Enumerable.Range(area.Left, area.Width).Count(x => before[(y * width) + x] != after[(y * width) + x]));
    }
}
