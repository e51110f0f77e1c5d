using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Display.Input;
using JitTalk.Display.Screen;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display.Input;

/// <summary>Input as the image sees it: event records, and what it may ask for.</summary>
internal sealed class InputQueueTests
{
    private const int Mouse = 1;
    private const int Key = 2;
    private const int Drop = 3;
    private const int Window = 5;
    private const int Wheel = 7;

    private ScreenHost _host = null!;
    private PrimitiveTester _tester = null!;

    private InputQueue Input => _host.Input;

    [SetUp]
    public void SetUp() => Begin(MiniImage.Spur64);

    [TearDown]
    public void TearDown() => _tester.Dispose();

    private void Begin(ImageDialect dialect)
    {
        _host = new ScreenHost();
        _tester = new PrimitiveTester(dialect, host: _host);
        _host.Attach(_tester.Vm);
    }

    /// <summary>All events that wait, without the time and the window.</summary>
    private List<long[]> Taken()
    {
        List<long[]> all = [];
        long[] record = new long[8];
        while (Input.TryTake(record))
        {
            Assert.That(record[1], Is.InRange(0, Clock.MillisecondMask));
            Assert.That(record[7], Is.EqualTo(1));
            all.Add([record[0], .. record[2..7]]);
        }
        return all;
    }

    [Test]
    public void The_mouse_moves_and_clicks()
    {
        Input.Feed(new MouseInput(10, 20, MouseButtons.None, KeyModifiers.None));
        Input.Feed(new MouseInput(10, 20, MouseButtons.Blue, KeyModifiers.Shift));
        Input.Feed(new MouseInput(11, 21, MouseButtons.None, KeyModifiers.None));
        Assert.That(Input.IsRead, Is.False);
        Assert.That(Taken(), Is.EqualTo((long[][])[[Mouse, 10, 20, 0, 0, 0], [Mouse, 10, 20, 1, 1, 0], [Mouse, 11, 21, 0, 0, 0]]));
        Assert.That(Input.IsRead);
        Assert.That(_host.MousePosition, Is.EqualTo((11, 21)));
    }

    [TestCase(MouseButtons.Red, KeyModifiers.Control, 2, 0)]
    [TestCase(MouseButtons.Red, KeyModifiers.Command, 1, 0)]
    [TestCase(MouseButtons.Red, KeyModifiers.Shift, 4, 1)]
    [TestCase(MouseButtons.Yellow, KeyModifiers.Control, 2, 2)]
    [TestCase(MouseButtons.Red, KeyModifiers.Control | KeyModifiers.Shift, 4, 3)]
    public void One_button_is_three(MouseButtons buttons, KeyModifiers modifiers, int seen, int seenModifiers)
    {
        Input.Feed(new MouseInput(1, 2, buttons, modifiers));
        Assert.That(Taken().Single(), Is.EqualTo([Mouse, 1L, 2, seen, seenModifiers, 0]));
        Assert.That(_host.MouseButtons, Is.EqualTo(seen | (seenModifiers << 3)));
    }

    [TestCase('a', KeyModifiers.None, 'a')]
    [TestCase('ä', KeyModifiers.None, 138)]
    [TestCase('☃', KeyModifiers.None, 0)]
    [TestCase('p', KeyModifiers.Control, 16)]
    [TestCase('P', KeyModifiers.Control | KeyModifiers.Shift, 16)]
    [TestCase('p', KeyModifiers.Command, 'p')]
    [TestCase(KeyNames.Up, KeyModifiers.None, 30)]
    public void Keys_have_a_Mac_code_and_a_code_point(int rune, KeyModifiers modifiers, int code)
    {
        foreach (KeyAction action in Enum.GetValues<KeyAction>())
        {
            Input.Feed(new KeyInput(action, rune, modifiers));
            Assert.That(Taken().Single(), Is.EqualTo([Key, code, (long)action, (long)modifiers, rune, 0]));
        }
    }

    [Test]
    public void Images_that_poll_get_keys_and_modifiers()
    {
        Input.Feed(new KeyInput(KeyAction.Down, 'a', KeyModifiers.Shift));
        Assert.That(_host.NextKey(take: true), Is.Null);
        Input.Feed(new KeyInput(KeyAction.Char, 'a', KeyModifiers.Shift));
        Assert.That(_host.MouseButtons, Is.EqualTo(1 << 3));
        Assert.That(_host.NextKey(take: false), Is.EqualTo('a' + (1 << 8)));
        Assert.That(_host.NextKey(take: true), Is.EqualTo('a' + (1 << 8)));
        Assert.That(_host.NextKey(take: true), Is.Null);
        Input.Feed(new ModifiersInput(KeyModifiers.Command));
        Assert.That(_host.MouseButtons, Is.EqualTo(8 << 3));
        Assert.That(Taken(), Has.Count.EqualTo(2), "a modifier alone is no event");
    }

    [Test]
    public void Images_that_take_events_get_no_keys_besides()
    {
        _tester.Vm.InputSemaphoreIndex = 3;
        Input.Feed(new KeyInput(KeyAction.Char, 'a', KeyModifiers.None));
        Assert.That(_host.NextKey(take: true), Is.Null);
    }

    [Test]
    public void The_interrupt_key_of_images_that_poll_signals_and_is_no_key()
    {
        ObjectMemory memory = _tester.Memory;
        Oop semaphore = memory.Instantiate(_tester.Image.Class("Semaphore"));
        memory.Store(Layouts.Semaphore.ExcessSignals, semaphore, Oop.FromInteger(0));
        memory.SetSpecial(SpecialObject.InterruptSemaphore, semaphore);
        Input.Feed(new KeyInput(KeyAction.Char, '.', KeyModifiers.Command));
        Input.Feed(new KeyInput(KeyAction.Char, '.', KeyModifiers.None));
        _tester.Vm.Wakeups.Deliver();
        _tester.Vm.Wakeups.Deliver();
        Assert.That(memory.Fetch(Layouts.Semaphore.ExcessSignals, semaphore), Is.EqualTo(Oop.FromInteger(1)));
        Assert.That(_host.NextKey(take: true), Is.EqualTo((int)'.'));
        _ = _tester.Call(133, memory.Nil, Oop.FromInteger((2 << 8) + 3));
        Input.Feed(new KeyInput(KeyAction.Char, 'c', KeyModifiers.Control));
        _tester.Vm.Wakeups.Deliver();
        Assert.That(memory.Fetch(Layouts.Semaphore.ExcessSignals, semaphore), Is.EqualTo(Oop.FromInteger(2)));
    }

    [Test]
    public void Old_keys_make_room_for_new_ones()
    {
        for (int i = 0; i < 100; i++)
        {
            Input.Feed(new KeyInput(KeyAction.Char, 'A' + (i % 26), KeyModifiers.None));
        }
        Assert.That(_host.NextKey(take: true), Is.EqualTo('A' + (36 % 26)));
    }

    [TestCase(true, KeyModifiers.Control | KeyModifiers.Command | KeyModifiers.Option | KeyModifiers.Shift)]
    [TestCase(false, KeyModifiers.Control)]
    public void The_wheel_is_an_arrow_key(bool isSpur, KeyModifiers modifiers)
    {
        _tester.Dispose();
        Begin(isSpur ? MiniImage.Spur64 : MiniImage.V3Closures);
        Input.Feed(new WheelInput(0, 120, KeyModifiers.None));
        Assert.That(Taken(), Is.EqualTo((long[][])
            [[Key, 30, 1, (long)modifiers, 30, 0], [Key, 30, 0, (long)modifiers, 30, 0], [Key, 30, 2, (long)modifiers, 30, 0]]));
        Input.Feed(new WheelInput(0, -60, KeyModifiers.None));
        Assert.That(Taken(), Is.Empty, "half a notch");
        Input.Feed(new WheelInput(0, -180, KeyModifiers.None));
        Assert.That(Taken().Select(e => e[1]), Is.EqualTo(Enumerable.Repeat(31L, 6)));
        Input.Feed(new WheelInput(120, 0, KeyModifiers.None));
        Assert.That(Taken()[0][1], Is.EqualTo(29));
    }

    [Test]
    public void The_wheel_is_the_wheel_for_images_that_want_it()
    {
        _tester.Vm.Settings.HeaderFlags = (long)ImageHeaderFlags.SendWheelEvents;
        Input.Feed(new WheelInput(-30, 120, KeyModifiers.Shift));
        Assert.That(Taken().Single(), Is.EqualTo([Wheel, -30L, 120, 1, 0, 0]));
    }

    [Test]
    public void A_window_with_another_size_has_another_screen()
    {
        Input.Feed(new WindowInput(WindowAction.Resized, new PixelArea(0, 0, 800, 600)));
        Assert.That(Taken().Single(), Is.EqualTo([Window, 1L, 0, 0, 800, 600]));
        Assert.That(_host.ScreenSize, Is.EqualTo((800, 600)));
        Assert.That(SavedWindowSize.Read(_tester.Vm.Settings.SavedWindowSize), Is.EqualTo((800, 600)));
        Input.Feed(new WindowInput(WindowAction.Closed, default));
        Assert.That(Taken().Single(), Is.EqualTo([Window, 2L, 0, 0, 0, 0]));
    }

    [Test]
    public void Dropped_files_are_counted_and_named()
    {
        Input.Feed(new DropInput(DropAction.Drop, 5, 6, ["/a", "/b"]));
        Assert.That(Taken().Single(), Is.EqualTo([Drop, 4L, 5, 6, 0, 2]));
        Assert.That(_host.DroppedFiles, Is.EqualTo(["/a", "/b"]));
    }

    [Test]
    public void When_nobody_looks_moves_go_first()
    {
        Input.Feed(new MouseInput(0, 0, MouseButtons.Red, KeyModifiers.None));
        for (int i = 0; i < 10_000; i++)
        {
            Input.Feed(new MouseInput(i, 0, MouseButtons.Red, KeyModifiers.None));
        }
        Input.Feed(new MouseInput(1, 1, MouseButtons.None, KeyModifiers.None));
        List<long[]> taken = Taken();
        Assert.That(taken, Has.Count.LessThan(200));
        Assert.That(taken[0], Is.EqualTo([Mouse, 0L, 0, 4, 0, 0]));
        Assert.That(taken[^2], Is.EqualTo([Mouse, 9999L, 0, 4, 0, 0]));
        Assert.That(taken[^1], Is.EqualTo([Mouse, 1L, 1, 0, 0, 0]));
    }

    [Test]
    public void A_machine_that_has_ended_is_left_alone()
    {
        _tester.Vm.InputSemaphoreIndex = 1;
        Input.Detach();
        _tester.Dispose();
        Input.Feed(new MouseInput(1, 2, MouseButtons.None, KeyModifiers.None));
        Assert.That(_host.MousePosition, Is.EqualTo((1, 2)));
        Begin(MiniImage.Spur64);
    }

    [Test]
    public void There_is_an_end_to_what_waits()
    {
        for (int i = 0; i < 10_000; i++)
        {
            Input.Feed(new KeyInput(KeyAction.Char, 'a', KeyModifiers.None));
        }
        Assert.That(Taken(), Has.Count.EqualTo(512));
    }
}
