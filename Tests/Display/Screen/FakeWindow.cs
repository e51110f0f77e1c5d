using JitTalk.Core.Contracts;
using JitTalk.Display.Screen;

namespace JitTalk.Tests.Display.Screen;

/// <summary>A window that remembers what it was told.</summary>
internal sealed class FakeWindow : IWindow
{
    public string System => "fake";
    public int Changes { get; private set; }
    public int Beeps { get; private set; }
    public string? Title { get; private set; }
    public string? Clipboard { get; private set; }
    public bool IsFullScreen { get; private set; }
    public CursorImage? Cursor { get; private set; }

    public void ScreenChanged() => Changes++;

    public void SetTitle(string title) => Title = title;

    public void SetCursor(CursorImage cursor) => Cursor = cursor;

    public void SetFullScreen(bool isFull) => IsFullScreen = isFull;

    public void SetClipboard(string text) => Clipboard = text;

    public void Beep() => Beeps++;
}
