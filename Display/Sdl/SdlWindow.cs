using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;
using JitTalk.Display.Input;
using JitTalk.Display.Screen;

namespace JitTalk.Display.Sdl;

/// <summary>
/// The window, and the thread that owns it and all of SDL. Others leave it requests; it leaves the machine events and reads
/// the screen buffer. Nobody waits for anybody.
/// </summary>
internal sealed class SdlWindow : IWindow, IDisposable
{
    // No screen is faster than anybody sees, and a present costs more than a small change is worth.
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TimeToRepeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TimeToClose = TimeSpan.FromSeconds(2);
    private const string DriverVariable = "SDL_VIDEODRIVER";
    private const int SmallestSide = 64;

    private readonly ScreenHost _host;
    private readonly Action _quit;
    private readonly WindowPlan _plan;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<Action> _requests = new();
    private readonly TaskCompletionSource _opened = new();
    private readonly SdlInput _input;
    private readonly SdlBeeper _beeper = new();
    private readonly FrameCounter? _frames;
    private nint _window;
    private nint _cursor;
    private SdlRenderer _renderer = null!;
    private CursorImage? _cursorShape;
    private string _system = string.Empty;
    private int _isWakePending;
    private bool _mustPresent = true;
    private long _lastPresent;
    private long _lastClose;
    private volatile bool _hasChanged;
    private volatile bool _isEnding;
    private bool _isAnswerDue;
    private TimeSpan _timeToAnswer;
    private bool _hasAnswered;
    private bool _isCloseRepeated;

    private SdlWindow(ScreenHost host, WindowPlan plan, Action quit)
    {
        _host = host;
        _plan = plan;
        _quit = quit;
        _input = new SdlInput(host.Input);
        _frames = plan.FrameLog is null ? null : new FrameCounter(plan.FrameLog);
        _thread = new Thread(Body) { IsBackground = true, Name = "JitTalk window" };
    }

    public string System => _system;

    /// <summary>Opens a window that shows a host.</summary>
    /// <param name="host">Gets the input, and the size that the window has got.</param>
    /// <param name="plan">What the window is to be like.</param>
    /// <param name="quit">Called, by the window's thread, when the user wants to end an image that does not answer.</param>
    /// <exception cref="SdlException">There is no library, or no display.</exception>
    public static SdlWindow Open(ScreenHost host, WindowPlan plan, Action quit)
    {
        if (!SdlLibrary.IsPresent())
        {
            throw new SdlException("there is no libSDL2-2.0.so.0 to open a window with: install it (Debian: libsdl2-2.0-0), or say --headless");
        }
        SdlWindow window = new(host, plan, quit);
        window._thread.Start();
        try
        {
            window._opened.Task.Wait();
        }
        catch (AggregateException e) when (e.InnerException is SdlException inner)
        {
            window._thread.Join();
            throw new SdlException(inner.Message);
        }
        host.Attach(window);
        return window;
    }

    public void ScreenChanged()
    {
        _hasChanged = true;
        Wake();
    }

    public void SetTitle(string title) => Request(() => SdlLibrary.SetWindowTitle(_window, title));

    public void SetCursor(CursorImage cursor) => Request(() => ChangeCursor(cursor));

    public void SetFullScreen(bool isFull) =>
        Request(() => _ = SdlLibrary.SetWindowFullScreen(_window, isFull ? SdlLibrary.WindowFullScreenDesktop : 0));

    public void SetClipboard(string text) => Request(() => _ = SdlLibrary.SetClipboardText(text));

    public void Beep() => Request(_beeper.Beep);

    /// <summary>Closes the window. Where it waits for the answer to a question, it goes with the process.</summary>
    public void Dispose()
    {
        _isEnding = true;
        Wake();
        _ = _thread.Join(TimeToClose);
    }

    private void Request(Action request)
    {
        _requests.Enqueue(request);
        Wake();
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _isWakePending, 1) == 0)
        {
            _ = SdlLibrary.PushEvent(new SdlEvent { Type = SdlEventType.User });
        }
    }

    private void Body()
    {
        try
        {
            OpenWindow();
            _opened.SetResult();
        }
        catch (SdlException e)
        {
            SdlLibrary.Quit();
            _opened.SetException(e);
            return;
        }
        ReadClipboard();
        while (!_isEnding)
        {
            if (SdlLibrary.WaitEventTimeout(out SdlEvent happened, TimeToWait()) != 0)
            {
                do
                {
                    Handle(happened);
                }
                while (SdlLibrary.PollEvent(out happened) != 0);
            }
            // Before the looks at what there is to do: whoever comes after them wakes again.
            _ = Interlocked.Exchange(ref _isWakePending, 0);
            while (_requests.TryDequeue(out Action? request))
            {
                request();
            }
            PresentIfDue();
            AskWhetherToQuit();
        }
        _renderer.Dispose();
        SdlLibrary.DestroyWindow(_window);
        SdlLibrary.Quit();
    }

    private void OpenWindow()
    {
        // Ctrl-C and the compositor are not SDL's business; there is one process for all screens that may be.
        foreach ((string name, string value) in ((string, string)[])
            [("SDL_NO_SIGNAL_HANDLERS", "1"), ("SDL_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR", "0"), ("SDL_FRAMEBUFFER_ACCELERATION", "0"),
                ("SDL_QUIT_ON_LAST_WINDOW_CLOSE", "0"), ("SDL_MOUSE_FOCUS_CLICKTHROUGH", "1"), ("SDL_VIDEO_X11_WMCLASS", "jittalk")])
        {
            _ = SdlLibrary.SetHint(name, value);
        }
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DriverVariable)))
        {
            _ = SdlLibrary.SetHint(DriverVariable, AcceptedDrivers());
        }
        if (SdlLibrary.Init(SdlLibrary.InitVideo) != 0)
        {
            throw new SdlException($"there is no display to open a window on ({SdlLibrary.Error}): say --headless to run without one");
        }
        _system = DriverName();
        SdlLibrary.EnableScreenSaver();
        (int width, int height) = (Math.Max(_plan.Width, SmallestSide), Math.Max(_plan.Height, SmallestSide));
        if (!_plan.IsSizeFixed && SdlLibrary.GetDisplayUsableBounds(0, out SdlRect bounds) == 0)
        {
            (width, height) = (Math.Min(width, bounds.Width), Math.Min(height, bounds.Height));
        }
        uint flags = SdlLibrary.WindowResizable | SdlLibrary.WindowAllowHighDpi | (_plan.IsFullScreen ? SdlLibrary.WindowFullScreenDesktop : 0);
        _window = SdlLibrary.CreateWindow(_plan.Title, SdlLibrary.WindowPositionUndefined, SdlLibrary.WindowPositionUndefined, width, height, flags);
        if (_window == 0)
        {
            throw new SdlException($"a window cannot be opened ({SdlLibrary.Error}): say --headless to run without one");
        }
        SdlLibrary.SetWindowMinimumSize(_window, SmallestSide, SmallestSide);
        _renderer = new SdlRenderer(_window);
        TakeSize();
    }

    /// <summary>Left to itself, SDL makes do with memory that nobody sees where there is no display.</summary>
    private static string AcceptedDrivers() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")) ? "x11" : "x11,wayland";

    private static string DriverName() =>
        Marshal.PtrToStringUTF8(SdlLibrary.GetCurrentVideoDriver()) is { } driver && driver != "x11" ? driver : "X11";

    private bool IsPresentWanted => (_hasChanged || _mustPresent) && _host.Buffer is not null;

    /// <summary>Milliseconds until there is something to do without an event; −1 for never.</summary>
    private int TimeToWait()
    {
        if (_isAnswerDue)
        {
            return (int)FrameTime.TotalMilliseconds;
        }
        return !IsPresentWanted ? -1 : (int)Math.Ceiling(Math.Max(0, (FrameTime - Stopwatch.GetElapsedTime(_lastPresent)).TotalMilliseconds));
    }

    private void PresentIfDue()
    {
        if (!IsPresentWanted || Stopwatch.GetElapsedTime(_lastPresent) < FrameTime || _host.Buffer is not { } buffer)
        {
            return;
        }
        _hasAnswered |= _hasChanged;
        _hasChanged = false;
        _mustPresent = false;
        _lastPresent = Stopwatch.GetTimestamp();
        _frames?.Count(buffer);
        _renderer.Show(buffer, _renderer.OutputSize.Width / (double)_host.ScreenSize.Width);
    }

    private void Handle(in SdlEvent happened)
    {
        switch (happened.Type)
        {
            case SdlEventType.Window:
                HandleWindow(happened.WindowEvent);
                break;
            case SdlEventType.ClipboardUpdate:
                ReadClipboard();
                break;
            case SdlEventType.RenderTargetsReset:
            case SdlEventType.RenderDeviceReset:
                _renderer.Reset();
                _mustPresent = true;
                break;
            case SdlEventType.User:
                break;
            default:
                _input.Handle(happened);
                break;
        }
    }

    private void HandleWindow(SdlWindowEvent what)
    {
        switch (what)
        {
            case SdlWindowEvent.Exposed:
                _mustPresent = true;
                break;
            case SdlWindowEvent.SizeChanged:
                (int Width, int Height) before = _host.ScreenSize;
                TakeSize();
                _mustPresent = true;
                if (_host.ScreenSize != before)
                {
                    (int width, int height) = _host.ScreenSize;
                    _host.Input.Feed(new WindowInput(WindowAction.Resized, new PixelArea(0, 0, width, height)));
                }
                break;
            case SdlWindowEvent.Minimized:
                _host.Input.Feed(new WindowInput(WindowAction.Iconised, default));
                break;
            case SdlWindowEvent.FocusGained:
                ReadClipboard();
                _host.Input.Feed(new WindowInput(WindowAction.Activated, default));
                break;
            case SdlWindowEvent.Close:
                Close();
                break;
        }
    }

    /// <summary>The image's screen is as large as the window, in pixels or, where the image wants to be enlarged, in points.</summary>
    private void TakeSize()
    {
        SdlLibrary.GetWindowSize(_window, out int width, out int height);
        (int outputWidth, int outputHeight) = _renderer.OutputSize;
        double scale = width > 0 ? outputWidth / (double)width : 1;
        _host.ScreenSize = _plan.IsNeverEnlarged ? (outputWidth, outputHeight) : (width, height);
        _host.ScaleFactor = _plan.IsNeverEnlarged ? scale : 1;
        _input.Scale = _plan.IsNeverEnlarged ? scale : 1;
    }

    /// <summary>The image is told. If it does nothing that can be seen, or is told again, the user is asked.</summary>
    private void Close()
    {
        _host.Input.Feed(new WindowInput(WindowAction.Closed, default));
        _isCloseRepeated = _lastClose != 0 && Stopwatch.GetElapsedTime(_lastClose) < TimeToRepeat;
        _lastClose = Stopwatch.GetTimestamp();
        _isAnswerDue = true;
        _timeToAnswer = _isCloseRepeated || !_host.Input.IsRead ? TimeSpan.Zero : AnswerTime;
        _hasAnswered = false;
    }

    private void AskWhetherToQuit()
    {
        if (!_isAnswerDue || Stopwatch.GetElapsedTime(_lastClose) < _timeToAnswer)
        {
            return;
        }
        _isAnswerDue = false;
        _mustPresent = true;
        if (_hasAnswered)
        {
            return;
        }
        bool? quits = SdlQuestion.AsksToQuit(_window);
        if (quits ?? _isCloseRepeated)
        {
            _quit();
        }
        else if (quits is null)
        {
            Console.Error.WriteLine(
                $"jittalk: the image does not react to the closing of its window; close it again within {TimeToRepeat.TotalSeconds} s to quit without saving");
        }
    }

    private void ReadClipboard()
    {
        nint text = SdlLibrary.GetClipboardText();
        if (text != 0)
        {
            _host.ClipboardChanged(Marshal.PtrToStringUTF8(text) ?? string.Empty);
            SdlLibrary.Free(text);
        }
    }

    private unsafe void ChangeCursor(CursorImage cursor)
    {
        if (_cursorShape is { } shape && shape.Pixels.AsSpan().SequenceEqual(cursor.Pixels) && shape with { Pixels = cursor.Pixels } == cursor)
        {
            return;
        }
        _cursorShape = cursor;
        nint made;
        fixed (uint* pixels = cursor.Pixels)
        {
            nint surface = SdlLibrary.CreateSurfaceFrom(
                pixels, cursor.Width, cursor.Height, 32, cursor.Width * sizeof(uint), SdlLibrary.PixelFormatArgb8888);
            made = surface == 0 ? 0 : SdlLibrary.CreateColorCursor(surface, cursor.HotX, cursor.HotY);
            SdlLibrary.FreeSurface(surface);
        }
        if (made == 0)
        {
            return;
        }
        SdlLibrary.SetCursor(made);
        if (_cursor != 0)
        {
            SdlLibrary.FreeCursor(_cursor);
        }
        _cursor = made;
    }
}
