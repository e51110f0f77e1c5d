namespace JitTalk.Core.Contracts;

/// <summary>The world outside the image: screen, input, clipboard, clock. One interface, so that tests can play it.</summary>
internal interface IHost
{
    (int Width, int Height) ScreenSize { get; }

    /// <summary>Bits of a screen's pixel.</summary>
    int ScreenDepth { get; }

    /// <summary>Pixels of the screen to one of the Display, which is shown larger where that is above 1.</summary>
    double ScaleFactor { get; }

    /// <summary>The window covers the screen.</summary>
    bool IsFullScreen { get; set; }

    string WindowTitle { get; set; }

    /// <summary>UTF-8 text.</summary>
    string Clipboard { get; set; }

    /// <summary>The name that system attribute 1005 answers: <c>X11</c>, <c>null</c>.</summary>
    string WindowSystem { get; }

    DateTime UtcNow { get; }

    /// <summary>What local time is ahead of UTC.</summary>
    TimeSpan UtcOffset { get; }

    /// <summary>Where the mouse is, for images that poll.</summary>
    (int X, int Y) MousePosition { get; }

    /// <summary>The buttons held down, 4 red, 2 yellow, 1 blue, and the modifiers, shift first, above them.</summary>
    int MouseButtons { get; }

    /// <summary>The files that were last dropped on the window.</summary>
    IReadOnlyList<string> DroppedFiles { get; }

    /// <summary>The next key of images that poll, code and modifiers above 8 bits; null when none was pressed.</summary>
    /// <param name="take">The key is not to come again.</param>
    int? NextKey(bool take);

    /// <summary>Moves the oldest event into the eight elements of <paramref name="record"/>; answers false when there is none.</summary>
    bool TryTakeEvent(Span<long> record);

    /// <summary>Shows part of the Display, which may have another size than before. The pixels are read during the call.</summary>
    void ShowDisplay(in DisplayBits display, PixelArea damaged);

    void ShowCursor(CursorImage cursor);

    void Beep();
}
