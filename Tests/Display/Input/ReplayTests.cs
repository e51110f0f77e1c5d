using JitTalk.Core.Contracts;
using JitTalk.Display;
using JitTalk.Display.Input;
using JitTalk.Display.Screen;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display.Input;

/// <summary>What is recorded can be replayed.</summary>
internal sealed class ReplayTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_recording_replays_as_it_was()
    {
        InputEvent[] events =
        [
            new MouseInput(1, 2, MouseButtons.Red, KeyModifiers.None),
            new KeyInput(KeyAction.Char, 'x', KeyModifiers.Command),
            new WindowInput(WindowAction.Resized, new PixelArea(0, 0, 30, 40)),
        ];
        ScreenHost recorded = new();
        string file = _folder.File("a.txt");
        using (InputRecorder recorder = new(recorded, file))
        {
            foreach (InputEvent input in events)
            {
                recorded.Input.Feed(input);
            }
        }
        recorded.Input.Feed(events[0]);
        Assert.That(File.ReadLines(file).Count(), Is.EqualTo(3));

        ScreenHost replayed = new();
        List<InputEvent> fed = [];
        replayed.Input.Fed += fed.Add;
        using ManualResetEventSlim finished = new();
        using InputPlayer player = new(replayed, InputPlayer.Read(file));
        player.Finished += finished.Set;
        Assert.That(finished.Wait(100), Is.False, "nothing was shown yet");
        Show(replayed);
        Assert.That(finished.Wait(TimeSpan.FromSeconds(20)));
        Assert.That(fed, Is.EqualTo(events));
    }

    [Test]
    public void Times_are_counted_from_the_first_showing()
    {
        string file = _folder.File("a.txt");
        ScreenHost host = new();
        using (InputRecorder recorder = new(host, file))
        {
            host.Input.Feed(new ModifiersInput(KeyModifiers.None));
            Show(host);
            Thread.Sleep(120);
            host.Input.Feed(new ModifiersInput(KeyModifiers.None));
        }
        IReadOnlyList<TimedInput> read = InputPlayer.Read(file);
        Assert.That(read[0].Time, Is.EqualTo(TimeSpan.Zero));
        Assert.That(read[1].Time, Is.GreaterThan(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public void A_replay_can_end_before_its_end()
    {
        ScreenHost host = new();
        using (InputPlayer unseen = new(host, []))
        {
        }
        InputPlayer player = new(host, [new TimedInput(TimeSpan.FromHours(1), new ModifiersInput(KeyModifiers.None))]);
        Show(host);
        player.Dispose();
    }

    [Test]
    public void Clicks_and_typing_overlap_with_what_follows()
    {
        File.WriteAllText(_folder.File("a.txt"), "# by hand\n\n1 type abc\n1.1 mouse 1 2\n");
        IReadOnlyList<TimedInput> read = InputPlayer.Read(_folder.File("a.txt"));
        Assert.That(read.Select(e => e.Time), Is.Ordered);
        Assert.That(read.Select(e => e.Event is MouseInput), Is.EqualTo([false, false, true, false]));
    }

    [TestCase("1 mouse 1 2\n2 dance\n", "line 2: dance")]
    [TestCase("2 mouse 1 2\n1 mouse 1 2\n", "line 2: it is earlier")]
    public void Nonsense_is_named_with_its_line(string text, string named)
    {
        File.WriteAllText(_folder.File("a.txt"), text);
        Assert.That(() => InputPlayer.Read(_folder.File("a.txt")), Throws.TypeOf<UsageException>().With.Message.Contain(named));
    }

    [Test]
    public void Files_that_cannot_be_used_are_named()
    {
        string missing = _folder.File("no/such.txt");
        Assert.That(() => InputPlayer.Read(missing), Throws.TypeOf<UsageException>().With.Message.Contain("--replay"));
        Assert.That(() => new InputRecorder(new ScreenHost(), missing), Throws.TypeOf<UsageException>().With.Message.Contain("--record"));
    }

    private static unsafe void Show(ScreenHost host)
    {
        uint word = 0;
        host.ShowDisplay(new DisplayBits((nint)(&word), 1, 1, 32, true), new PixelArea(0, 0, 1, 1));
    }
}
