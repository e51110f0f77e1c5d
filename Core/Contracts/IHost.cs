namespace JitTalk.Core.Contracts;

/// <summary>The world outside the image: screen, input, clipboard, clock. One interface, so that tests can play it.</summary>
internal interface IHost
{
    (int Width, int Height) ScreenSize { get; }

    /// <summary>UTF-8 text.</summary>
    string Clipboard { get; set; }

    /// <summary>The name that system attribute 1005 answers: <c>X11</c>, <c>null</c>.</summary>
    string WindowSystem { get; }

    DateTime UtcNow { get; }

    /// <summary>What local time is ahead of UTC.</summary>
    TimeSpan UtcOffset { get; }

    void Beep();
}
