using JitTalk.Core.Contracts;
using JitTalk.Display.Screen;

namespace JitTalk.Tests.Display.Screen;

/// <summary>From the Display to the buffer, and what a window hears of it.</summary>
internal sealed class ScreenHostTests
{
    private readonly uint[] _words = GC.AllocateArray<uint>(20 * 10, pinned: true);
    private ScreenHost _host = null!;
    private FakeWindow _window = null!;

    [SetUp]
    public void SetUp()
    {
        _host = new ScreenHost();
        _window = new FakeWindow();
        for (int i = 0; i < _words.Length; i++)
        {
            _words[i] = (uint)i;
        }
    }

    [Test]
    public void The_first_showing_shows_all()
    {
        int shown = 0;
        _host.FirstShown += () => shown++;
        Assert.That(_host.Buffer, Is.Null);
        Show(new PixelArea(2, 3, 4, 5));
        Show(new PixelArea(2, 3, 4, 5));
        Assert.That(shown, Is.EqualTo(1));
        Assert.That(_host.Buffer!.Pixels.ToArray(), Is.EqualTo(_words.Select(w => w | 0xFF00_0000)));
        Assert.That(_host.Buffer.TakeDamage(), Is.EqualTo(new PixelArea(0, 0, 20, 10)));
    }

    [Test]
    public void Later_only_what_is_damaged_is_read()
    {
        Show(new PixelArea(0, 0, 20, 10));
        _ = _host.Buffer!.TakeDamage();
        uint[] before = _host.Buffer.Pixels.ToArray();
        Array.Fill(_words, 0x12_3456u);
        Show(new PixelArea(5, 6, 8, 8));
        for (int i = 0; i < before.Length; i++)
        {
            bool isInside = i % 20 is >= 5 and < 8 && i / 20 is >= 6 and < 8;
            Assert.That(_host.Buffer.Pixels[i], Is.EqualTo(isInside ? 0xFF12_3456 : before[i]), $"pixel {i}");
        }
    }

    [Test]
    public void Damage_adds_up_until_it_is_taken()
    {
        Show(new PixelArea(0, 0, 20, 10));
        _ = _host.Buffer!.TakeDamage();
        Show(new PixelArea(1, 2, 3, 4));
        Show(new PixelArea(10, 1, 12, 3));
        Assert.That(_host.Buffer.DamagedPixels, Is.EqualTo(11 * 3));
        Assert.That(_host.Buffer.TakeDamage(), Is.EqualTo(new PixelArea(1, 1, 12, 4)));
        Assert.That(_host.Buffer.TakeDamage().IsEmpty);
    }

    [Test]
    public void A_window_is_told_once_until_it_looks()
    {
        _host.Attach(_window);
        Show(new PixelArea(0, 0, 20, 10));
        Show(new PixelArea(0, 0, 1, 1));
        Assert.That(_window.Changes, Is.EqualTo(1));
        _ = _host.Buffer!.TakeDamage();
        Show(new PixelArea(0, 0, 1, 1));
        Assert.That(_window.Changes, Is.EqualTo(2));
    }

    [Test]
    public void A_display_of_another_size_has_a_new_buffer()
    {
        Show(new PixelArea(0, 0, 20, 10));
        ScreenBuffer before = _host.Buffer!;
        Show(new PixelArea(0, 0, 1, 1), 10, 20);
        Assert.That(_host.Buffer, Is.Not.SameAs(before));
        Assert.That((_host.Buffer!.Width, _host.Buffer.Height), Is.EqualTo((10, 20)));
        Assert.That(_host.Buffer.Pixels[199], Is.EqualTo(0xFF00_0000 | 199));
    }

    [Test]
    public void A_monstrous_display_is_not_shown()
    {
        _host.ShowDisplay(new DisplayBits(0, 1 << 20, 1 << 20, 1, true), new PixelArea(0, 0, 1, 1));
        Assert.That(_host.Buffer, Is.Null);
    }

    [Test]
    public void A_window_that_comes_late_learns_what_was_set()
    {
        _host.WindowTitle = "Titel";
        _host.ShowCursor(new CursorImage(1, 1, 0, 0, [5]));
        Show(new PixelArea(0, 0, 20, 10));
        _ = _host.Buffer!.TakeDamage();
        Assert.That(_host.WindowSystem, Is.EqualTo("null"));
        _host.Attach(_window);
        Assert.That(_window.Title, Is.EqualTo("Titel"));
        Assert.That(_window.Cursor!.Pixels, Is.EqualTo([5u]));
        Assert.That(_window.Changes, Is.EqualTo(1));
        Assert.That(_host.WindowSystem, Is.EqualTo("fake"));
    }

    [Test]
    public void The_window_does_what_the_image_says()
    {
        _host.Attach(_window);
        _host.Beep();
        _host.IsFullScreen = true;
        _host.Clipboard = "zwölf ☃";
        Assert.That((_window.Beeps, _window.IsFullScreen, _window.Clipboard), Is.EqualTo((1, true, "zwölf ☃")));
        _host.ClipboardChanged("from elsewhere");
        Assert.That(_host.Clipboard, Is.EqualTo("from elsewhere"));
        Assert.That(_window.Clipboard, Is.EqualTo("zwölf ☃"), "what comes from the window does not go back");
    }

    private unsafe void Show(PixelArea area, int width = 20, int height = 10)
    {
        fixed (uint* words = _words)
        {
            _host.ShowDisplay(new DisplayBits((nint)words, width, height, 32, true), area);
        }
    }
}
