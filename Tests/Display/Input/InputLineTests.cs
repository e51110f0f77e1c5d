using JitTalk.Core.Contracts;
using JitTalk.Display.Input;

namespace JitTalk.Tests.Display.Input;

/// <summary>Input as lines of text, and back.</summary>
internal sealed class InputLineTests
{
    private static IEnumerable<TestCaseData> Lines =>
    [
        new(new MouseInput(3, -4, MouseButtons.None, KeyModifiers.None), "1.500 mouse 3 -4"),
        new(new MouseInput(3, 4, MouseButtons.Red | MouseButtons.Blue, KeyModifiers.Shift | KeyModifiers.Command), "1.500 mouse 3 4 red blue shift command"),
        new(new WheelInput(0, -120, KeyModifiers.Option), "1.500 wheel 0 -120 option"),
        new(new KeyInput(KeyAction.Down, 'a', KeyModifiers.Control), "1.500 key down a control"),
        new(new KeyInput(KeyAction.Char, ' ', KeyModifiers.None), "1.500 key char space"),
        new(new KeyInput(KeyAction.Up, KeyNames.PageUp, KeyModifiers.None), "1.500 key up pageup"),
        new(new KeyInput(KeyAction.Char, 0x1F600, KeyModifiers.None), "1.500 key char 😀"),
        new(new KeyInput(KeyAction.Char, 0xA0, KeyModifiers.None), "1.500 key char U+00A0"),
        new(new KeyInput(KeyAction.Char, '#', KeyModifiers.None), "1.500 key char #"),
        new(new KeyInput(KeyAction.Char, 'U', KeyModifiers.None), "1.500 key char U"),
        new(new ModifiersInput(KeyModifiers.Shift | KeyModifiers.Control), "1.500 modifiers shift control"),
        new(new ModifiersInput(KeyModifiers.None), "1.500 modifiers"),
        new(new WindowInput(WindowAction.Closed, default), "1.500 window closed"),
        new(new WindowInput(WindowAction.Resized, new PixelArea(0, 0, 800, 600)), "1.500 window resized 800 600"),
    ];

    [TestCaseSource(nameof(Lines))]
    public void An_event_is_a_line(InputEvent input, string line)
    {
        Assert.That(InputLine.Render(TimeSpan.FromSeconds(1.5), input), Is.EqualTo(line));
        Assert.That(InputLine.Parse(line).Single(), Is.EqualTo(new TimedInput(TimeSpan.FromSeconds(1.5), input)));
    }

    [Test]
    public void Files_may_have_any_name()
    {
        DropInput drop = new(DropAction.Drop, 1, 2, ["/tmp/a b", "/tmp/ü%20\n"]);
        string line = InputLine.Render(TimeSpan.Zero, drop);
        Assert.That(line, Does.StartWith("0.000 drag drop 1 2 ").And.Not.Contain("\n"));
        DropInput read = (DropInput)InputLine.Parse(line).Single().Event;
        Assert.That(read.Files, Is.EqualTo(drop.Files));
        Assert.That(read with { Files = drop.Files }, Is.EqualTo(drop));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("# 1.0 mouse 3 4")]
    public void Some_lines_are_nothing(string line) => Assert.That(InputLine.Parse(line), Is.Empty);

    [Test]
    public void A_click_takes_its_time()
    {
        IReadOnlyList<TimedInput> click = InputLine.Parse("2 click 10 20 yellow shift");
        MouseInput up = new(10, 20, MouseButtons.None, KeyModifiers.Shift);
        Assert.That(click.Select(e => e.Event), Is.EqualTo([up, up with { Buttons = MouseButtons.Yellow }, up]));
        Assert.That(click.Select(e => e.Time), Is.Ordered.And.Unique);
        Assert.That(click[0].Time, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(((MouseInput)InputLine.Parse("2 click 10 20")[1].Event).Buttons, Is.EqualTo(MouseButtons.Red));
    }

    [Test]
    public void A_press_goes_down_types_and_goes_up()
    {
        KeyInput down = new(KeyAction.Down, 'p', KeyModifiers.Command);
        Assert.That(
            InputLine.Parse("2 press p command").Select(e => e.Event),
            Is.EqualTo((InputEvent[])[down, down with { Action = KeyAction.Char }, down with { Action = KeyAction.Up }, new ModifiersInput(KeyModifiers.None)]));
    }

    [Test]
    public void Text_is_typed_as_it_stands() => Assert.That(
        InputLine.Parse("2 type 3 + ü ").Select(e => (char)((KeyInput)e.Event).Rune), Is.EqualTo("3 + ü "));

    [TestCase("mouse 3 4", "seconds")]
    [TestCase("1.0", "seconds")]
    [TestCase("-1 mouse 3 4", "seconds")]
    [TestCase("1e99 mouse 3 4", "seconds")]
    [TestCase("99999999999999999999 mouse 3 4", "seconds")]
    [TestCase("1 jump 3 4", "jump")]
    [TestCase("1 mouse 3", "missing")]
    [TestCase("1 mouse 3 x", "x is no number")]
    [TestCase("1 mouse 3 99999999", "99999999")]
    [TestCase("1 mouse 3 4 purple", "purple")]
    [TestCase("1 key sideways a", "sideways")]
    [TestCase("1 key 7 a", "7 is none")]
    [TestCase("1 key down ab", "ab is no key")]
    [TestCase("1 key down U+110000", "no key")]
    [TestCase("1 window resized 0 5", "size")]
    [TestCase("1 window", "missing")]
    public void Nonsense_is_named(string line, string named) =>
        Assert.That(() => InputLine.Parse(line), Throws.TypeOf<FormatException>().With.Message.Contain(named));
}
