using JitTalk.Core.Contracts;

namespace JitTalk.Display.Input;

/// <summary>Something that the user did.</summary>
internal abstract record InputEvent;

/// <summary>An event, and when it comes, counted from when the image first shows its Display.</summary>
internal readonly record struct TimedInput(TimeSpan Time, InputEvent Event);

/// <summary>The mouse moved, or a button went up or down.</summary>
/// <param name="X">In pixels of the Display.</param>
/// <param name="Y">In pixels of the Display.</param>
/// <param name="Buttons">The buttons that are down now.</param>
/// <param name="Modifiers">The modifiers that are down now.</param>
internal sealed record MouseInput(int X, int Y, MouseButtons Buttons, KeyModifiers Modifiers) : InputEvent;

/// <summary>The wheel turned.</summary>
/// <param name="DeltaX">To the right, 120 for a notch.</param>
/// <param name="DeltaY">Away from the user, 120 for a notch.</param>
/// <param name="Modifiers">The modifiers that are down.</param>
internal sealed record WheelInput(int DeltaX, int DeltaY, KeyModifiers Modifiers) : InputEvent;

/// <summary>A key went down, typed something, or went up.</summary>
/// <param name="Action">Which of these.</param>
/// <param name="Rune">The character in Unicode; keys that type none have control characters, see <see cref="KeyNames"/>.</param>
/// <param name="Modifiers">The modifiers that are down.</param>
internal sealed record KeyInput(KeyAction Action, int Rune, KeyModifiers Modifiers) : InputEvent;

/// <summary>A modifier went up or down. It is no event for the image, but it may ask.</summary>
internal sealed record ModifiersInput(KeyModifiers Modifiers) : InputEvent;

/// <summary>The window was closed, resized, and so on.</summary>
/// <param name="Action">What happened.</param>
/// <param name="Area">Where its content is now; of use when it was resized.</param>
internal sealed record WindowInput(WindowAction Action, PixelArea Area) : InputEvent;

/// <summary>Files are dragged over the window, or dropped on it.</summary>
internal sealed record DropInput(DropAction Action, int X, int Y, IReadOnlyList<string> Files) : InputEvent;

/// <summary>As events and primitive 107 count them.</summary>
[Flags]
internal enum MouseButtons
{
    None = 0,
    Blue = 1,
    Yellow = 2,
    Red = 4,
}

/// <summary>As events count them.</summary>
[Flags]
internal enum KeyModifiers
{
    None = 0,
    Shift = 1,
    Control = 2,
    Option = 4,
    Command = 8,
}

/// <summary>Numbered as the fourth element of a key event is.</summary>
internal enum KeyAction
{
    Char = 0,
    Down = 1,
    Up = 2,
}

/// <summary>Numbered as the third element of a window event is (sq.h <c>WindowEvent…</c>).</summary>
internal enum WindowAction
{
    Resized = 1,
    Closed = 2,
    Iconised = 3,
    Activated = 4,
    Paint = 5,
}

/// <summary>Numbered as the third element of a drag-and-drop event is (sq.h <c>SQDrag…</c>).</summary>
internal enum DropAction
{
    Enter = 1,
    Move = 2,
    Leave = 3,
    Drop = 4,
}
