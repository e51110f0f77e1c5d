using JitTalk.Core.Contracts;

namespace JitTalk.Display.Screen;

/// <summary>A window that shows a <see cref="ScreenHost"/>. All may be called by any thread, and none waits.</summary>
internal interface IWindow
{
    /// <summary>The name that system attribute 1005 answers.</summary>
    string System { get; }

    /// <summary>The screen has changed, for the first time since the window has taken what was damaged.</summary>
    void ScreenChanged();

    void SetTitle(string title);

    void SetCursor(CursorImage cursor);

    void SetFullScreen(bool isFull);

    void SetClipboard(string text);

    void Beep();
}
