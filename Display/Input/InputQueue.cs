using JitTalk.Core.Execution;
using JitTalk.Display.Screen;

namespace JitTalk.Display.Input;

/// <summary>
/// Input on its way to the image: as events for images that ask for those, as state and keys for those that poll. Any thread
/// may feed it.
/// </summary>
internal sealed class InputQueue(ScreenHost host)
{
    private const int MostEvents = 512;
    private const int ManyEvents = 128;
    private const int MostKeys = 64;
    private const int WindowIndex = 1;

    private const int MouseType = 1;
    private const int KeyType = 2;
    private const int DropType = 3;
    private const int WindowType = 5;
    private const int WheelType = 7;

    private const long SendsWheelEventsFlag = 0x80;
    private const int Notch = 120;
    // Of a letter's code, what control leaves.
    private const int ControlMask = 0x1F;

    private const KeyModifiers AllModifiers = KeyModifiers.Shift | KeyModifiers.Control | KeyModifiers.Option | KeyModifiers.Command;

    private readonly Lock _lock = new();
    private readonly LinkedList<long[]> _events = [];
    private readonly Queue<int> _keys = [];
    private VirtualMachine? _vm;
    private MouseInput _mouse = new(0, 0, Input.MouseButtons.None, KeyModifiers.None);
    private IReadOnlyList<string> _dropped = [];
    private (int X, int Y) _turned;
    private volatile bool _isRead;

    /// <summary>Raised for each event before the image gets it, by the thread that feeds it.</summary>
    public event Action<InputEvent>? Fed;

    /// <summary>The image has taken an event: it is not one that only polls.</summary>
    public bool IsRead => _isRead;

    public (int X, int Y) MousePosition
    {
        get
        {
            lock (_lock)
            {
                return (_mouse.X, _mouse.Y);
            }
        }
    }

    /// <summary>The buttons and, above 3 bits, the modifiers.</summary>
    public int MouseButtons
    {
        get
        {
            lock (_lock)
            {
                (MouseButtons buttons, KeyModifiers modifiers) = Mapped(_mouse);
                return (int)buttons | ((int)modifiers << 3);
            }
        }
    }

    public IReadOnlyList<string> DroppedFiles
    {
        get
        {
            lock (_lock)
            {
                return _dropped;
            }
        }
    }

    /// <summary>From now on events wake this machine.</summary>
    public void Attach(VirtualMachine vm)
    {
        lock (_lock)
        {
            _vm = vm;
        }
    }

    /// <summary>The machine has ended: nothing that still comes touches it.</summary>
    public void Detach()
    {
        lock (_lock)
        {
            _vm = null;
        }
    }

    public void Feed(InputEvent input)
    {
        Fed?.Invoke(input);
        lock (_lock)
        {
            switch (input)
            {
                case MouseInput mouse:
                    FeedMouse(mouse);
                    break;
                case WheelInput wheel:
                    FeedWheel(wheel);
                    break;
                case KeyInput key:
                    _mouse = _mouse with { Modifiers = key.Modifiers };
                    FeedKey(key);
                    break;
                case ModifiersInput held:
                    _mouse = _mouse with { Modifiers = held.Modifiers };
                    break;
                case WindowInput window:
                    FeedWindow(window);
                    break;
                case DropInput drop:
                    FeedDrop(drop);
                    break;
            }
            Notify();
        }
    }

    public int? NextKey(bool take)
    {
        lock (_lock)
        {
            return _keys.Count == 0 ? null : take ? _keys.Dequeue() : _keys.Peek();
        }
    }

    /// <summary>Takes the oldest event; false when there is none.</summary>
    public bool TryTake(Span<long> record)
    {
        _isRead = true;
        lock (_lock)
        {
            if (_events.First is not { } first)
            {
                return false;
            }
            first.Value.CopyTo(record);
            _events.RemoveFirst();
            return true;
        }
    }

    // A mouse that moves on while nobody looks does not push other events out.
    private void FeedMouse(MouseInput mouse)
    {
        bool hasOnlyMoved = mouse.Buttons == _mouse.Buttons && mouse.Modifiers == _mouse.Modifiers;
        _mouse = mouse;
        if (hasOnlyMoved && _events.Count > ManyEvents && _events.Last!.Value[0] == MouseType)
        {
            _events.RemoveLast();
        }
        (MouseButtons buttons, KeyModifiers modifiers) = Mapped(mouse);
        Add(MouseType, mouse.X, mouse.Y, (int)buttons, (int)modifiers, 0);
    }

    /// <summary>
    /// Images that have not asked for wheel events get arrow keys: with all modifiers where there is Spur, as Cog sends them;
    /// with control, as machines before it did.
    /// </summary>
    private void FeedWheel(WheelInput wheel)
    {
        if ((_vm?.Settings.HeaderFlags & SendsWheelEventsFlag) > 0)
        {
            Add(WheelType, wheel.DeltaX, wheel.DeltaY, (int)wheel.Modifiers, 0, 0);
            return;
        }
        _turned = (_turned.X + wheel.DeltaX, _turned.Y + wheel.DeltaY);
        KeyModifiers modifiers = _vm?.Memory.Dialect.IsSpur == false ? wheel.Modifiers ^ KeyModifiers.Control : AllModifiers;
        Type(_turned.Y / Notch, KeyNames.Up, KeyNames.Down, modifiers);
        Type(_turned.X / Notch, KeyNames.Right, KeyNames.Left, modifiers);
        _turned = (_turned.X % Notch, _turned.Y % Notch);
    }

    private void Type(int notches, int forward, int back, KeyModifiers modifiers)
    {
        for (int i = 0; i < Math.Abs(notches); i++)
        {
            foreach (KeyAction action in (KeyAction[])[KeyAction.Down, KeyAction.Char, KeyAction.Up])
            {
                FeedKey(new KeyInput(action, notches > 0 ? forward : back, modifiers));
            }
        }
    }

    // Whoever has registered a semaphore for events finds the interrupt key among them (sqUnixEvent.c recordKeystroke).
    private void FeedKey(KeyInput key)
    {
        bool isControlled = (key.Modifiers & KeyModifiers.Control) != 0 && char.IsAsciiLetter((char)Math.Min(key.Rune, char.MaxValue));
        int code = isControlled ? key.Rune & ControlMask : KeyNames.CodeOf(key.Rune);
        Add(KeyType, code, (int)key.Action, (int)key.Modifiers, key.Rune, 0);
        if (key.Action != KeyAction.Char || _vm is null || _vm.InputSemaphoreIndex != 0)
        {
            return;
        }
        int stroke = code | ((int)key.Modifiers << 8);
        if (stroke == _vm.InterruptKey)
        {
            _vm.Wakeups.SignalInterrupt();
            return;
        }
        if (_keys.Count == MostKeys)
        {
            _ = _keys.Dequeue();
        }
        _keys.Enqueue(stroke);
    }

    private void FeedWindow(WindowInput window)
    {
        if (window.Action == WindowAction.Resized)
        {
            host.ScreenSize = (window.Area.Width, window.Area.Height);
            _vm?.Settings.SavedWindowSize = SavedWindowSize.Of(host.ScreenSize);
        }
        Add(WindowType, (int)window.Action, window.Area.Left, window.Area.Top, window.Area.Right, window.Area.Bottom);
    }

    private void FeedDrop(DropInput drop)
    {
        if (drop.Action == DropAction.Drop)
        {
            _dropped = drop.Files;
        }
        Add(DropType, (int)drop.Action, drop.X, drop.Y, (int)_mouse.Modifiers, drop.Files.Count);
    }

    private void Add(int type, long third, long fourth, long fifth, long sixth, long seventh)
    {
        if (_events.Count == MostEvents)
        {
            _events.RemoveFirst();
        }
        long time = _vm is null ? 0 : _vm.Clock.Milliseconds & Clock.MillisecondMask;
        _ = _events.AddLast([type, time, third, fourth, fifth, sixth, seventh, WindowIndex]);
    }

    private void Notify()
    {
        if (_vm is null)
        {
            return;
        }
        if (_vm.InputSemaphoreIndex != 0)
        {
            _vm.Wakeups.SignalExternal(_vm.InputSemaphoreIndex);
        }
        else
        {
            _vm.Wakeups.Wake();
        }
    }

    /// <summary>For mice with one button: red with control is yellow, red with command is blue (sqUnixEvent.c <c>getButtonState</c>).</summary>
    private static (MouseButtons Buttons, KeyModifiers Modifiers) Mapped(MouseInput mouse) => (mouse.Buttons, mouse.Modifiers) switch
    {
        (Input.MouseButtons.Red, KeyModifiers.Control) => (Input.MouseButtons.Yellow, KeyModifiers.None),
        (Input.MouseButtons.Red, KeyModifiers.Command) => (Input.MouseButtons.Blue, KeyModifiers.None),
        _ => (mouse.Buttons, mouse.Modifiers),
    };
}
