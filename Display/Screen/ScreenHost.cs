using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Display.Input;

namespace JitTalk.Display.Screen;

/// <summary>
/// A host with a screen and input: the screen is a buffer, which a window may show; input comes from the window or is replayed.
/// </summary>
internal sealed class ScreenHost : IHost
{
    // No screen is as large, but an image may ask for it.
    private const long MostPixels = 1 << 26;

    private readonly Lock _lock = new();
    private volatile IWindow? _window;
    private volatile ScreenBuffer? _buffer;
    private volatile CursorImage? _cursor;
    private volatile string _clipboard = string.Empty;
    private volatile string _title = string.Empty;
    private volatile bool _isFullScreen;
    private (int Width, int Height) _screenSize = (1024, 768);
    private double _scaleFactor = 1;

    public ScreenHost() => Input = new InputQueue(this);

    /// <summary>Raised by the machine's thread when the image shows its Display for the first time.</summary>
    public event Action? FirstShown;

    /// <summary>Where events go to.</summary>
    public InputQueue Input { get; }

    /// <summary>What is on the screen; null before the image has shown anything.</summary>
    public ScreenBuffer? Buffer => _buffer;

    public (int Width, int Height) ScreenSize
    {
        get
        {
            lock (_lock)
            {
                return _screenSize;
            }
        }
        set
        {
            lock (_lock)
            {
                _screenSize = value;
            }
        }
    }

    public int ScreenDepth => 32;

    public double ScaleFactor
    {
        get => Volatile.Read(ref _scaleFactor);
        set => Volatile.Write(ref _scaleFactor, value);
    }

    public bool IsFullScreen
    {
        get => _isFullScreen;
        set
        {
            _isFullScreen = value;
            _window?.SetFullScreen(value);
        }
    }

    public string WindowTitle
    {
        get => _title;
        set
        {
            _title = value;
            _window?.SetTitle(value);
        }
    }

    /// <summary>The window keeps it up to date: nobody waits for other programs to tell theirs.</summary>
    public string Clipboard
    {
        get => _clipboard;
        set
        {
            _clipboard = value;
            _window?.SetClipboard(value);
        }
    }

    public string WindowSystem => _window?.System ?? "null";
    public DateTime UtcNow => DateTime.UtcNow;
    public TimeSpan UtcOffset => TimeZoneInfo.Local.GetUtcOffset(DateTime.UtcNow);
    public (int X, int Y) MousePosition => Input.MousePosition;
    public int MouseButtons => Input.MouseButtons;
    public IReadOnlyList<string> DroppedFiles => Input.DroppedFiles;

    public int? NextKey(bool take) => Input.NextKey(take);

    public bool TryTakeEvent(Span<long> record) => Input.TryTake(record);

    /// <summary>From now on events wake this machine.</summary>
    public void Attach(VirtualMachine vm) => Input.Attach(vm);

    /// <summary>Shows what there is in a window.</summary>
    public void Attach(IWindow window)
    {
        _window = window;
        window.SetTitle(_title);
        if (_cursor is { } cursor)
        {
            window.SetCursor(cursor);
        }
        if (_buffer?.DamageAll() == true)
        {
            window.ScreenChanged();
        }
    }

    /// <summary>The window's programs have put something else on the clipboard.</summary>
    public void ClipboardChanged(string text) => _clipboard = text;

    public void ShowDisplay(in DisplayBits display, PixelArea damaged)
    {
        if ((long)display.Width * display.Height > MostPixels)
        {
            return;
        }
        ScreenBuffer? buffer = _buffer;
        bool isFirst;
        if (buffer is null || buffer.Width != display.Width || buffer.Height != display.Height)
        {
            bool isFirstEver = buffer is null;
            buffer = new ScreenBuffer(display.Width, display.Height);
            _ = buffer.Draw(display, new PixelArea(0, 0, display.Width, display.Height));
            _buffer = buffer;
            isFirst = true;
            if (isFirstEver)
            {
                FirstShown?.Invoke();
            }
        }
        else
        {
            isFirst = buffer.Draw(display, damaged);
        }
        if (isFirst)
        {
            _window?.ScreenChanged();
        }
    }

    public void ShowCursor(CursorImage cursor)
    {
        _cursor = cursor;
        _window?.SetCursor(cursor);
    }

    public void Beep() => _window?.Beep();
}
