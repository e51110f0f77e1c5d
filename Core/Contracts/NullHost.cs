namespace JitTalk.Core.Contracts;

/// <summary>A host without screen and input: what <c>--headless</c> runs on.</summary>
internal sealed class NullHost : IHost
{
    public (int Width, int Height) ScreenSize { get; init; } = (1024, 768);
    public int ScreenDepth => 32;
    public double ScaleFactor => 1;
    public bool IsFullScreen { get; set; }
    public string WindowTitle { get; set; } = string.Empty;
    public string Clipboard { get; set; } = string.Empty;
    public string WindowSystem => "null";
    public DateTime UtcNow => DateTime.UtcNow;
    public TimeSpan UtcOffset => TimeZoneInfo.Local.GetUtcOffset(DateTime.UtcNow);
    public (int X, int Y) MousePosition => (0, 0);
    public int MouseButtons => 0;

    public IReadOnlyList<string> DroppedFiles => [];

    public int? NextKey(bool take) => null;

    public bool TryTakeEvent(Span<long> record) => false;

    public void ShowDisplay(in DisplayBits display, PixelArea damaged) { }

    public void ShowCursor(CursorImage cursor) { }

    public void Beep() { }
}
