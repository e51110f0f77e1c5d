namespace JitTalk.Core.Contracts;

/// <summary>A host without screen and input: what <c>--headless</c> runs on.</summary>
internal sealed class NullHost : IHost
{
    public (int Width, int Height) ScreenSize { get; init; } = (1024, 768);
    public string Clipboard { get; set; } = string.Empty;
    public string WindowSystem => "null";
    public DateTime UtcNow => DateTime.UtcNow;
    public TimeSpan UtcOffset => TimeZoneInfo.Local.GetUtcOffset(DateTime.UtcNow);

    public void Beep() { }
}
