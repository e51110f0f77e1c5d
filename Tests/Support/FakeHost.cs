using JitTalk.Core.Contracts;

namespace JitTalk.Tests.Support;

/// <summary>A host whose clock, screen and input are what a test says.</summary>
internal sealed class FakeHost : IHost
{
    public (int Width, int Height) ScreenSize { get; init; } = (640, 480);
    public int ScreenDepth { get; init; } = 16;
    public double ScaleFactor { get; init; } = 1;
    public bool IsFullScreen { get; set; }
    public string WindowTitle { get; set; } = string.Empty;
    public string Clipboard { get; set; } = string.Empty;
    public string WindowSystem => "fake";
    public DateTime UtcNow
    {
        get
        {
            ClockRead?.Invoke();
            return field;
        }
        set;
    } = new(2001, 9, 9, 1, 46, 40, DateTimeKind.Utc);

    /// <summary>Called whenever somebody looks at the clock: in primitives, and at polls.</summary>
    public Action? ClockRead { get; set; }

    public TimeSpan UtcOffset { get; set; } = TimeSpan.FromHours(2);
    public (int X, int Y) MousePosition { get; set; }
    public int MouseButtons { get; set; }
    public int Beeps { get; private set; }
    public Queue<int> Keys { get; } = [];
    public Queue<long[]> Events { get; } = [];

    public IReadOnlyList<string> DroppedFiles { get; init; } = [];

    /// <summary>What was shown, in order: the area, and the size and depth of the Display.</summary>
    public List<(PixelArea Area, int Width, int Height, int Depth)> Shown { get; } = [];

    public List<CursorImage> Cursors { get; } = [];

    public int? NextKey(bool take) => Keys.Count == 0 ? null : take ? Keys.Dequeue() : Keys.Peek();

    public bool TryTakeEvent(Span<long> record)
    {
        if (!Events.TryDequeue(out long[]? fields))
        {
            return false;
        }
        fields.CopyTo(record);
        return true;
    }

    public void ShowDisplay(in DisplayBits display, PixelArea damaged) =>
        Shown.Add((damaged, display.Width, display.Height, display.Depth));

    public void ShowCursor(CursorImage cursor) => Cursors.Add(cursor);

    public void Beep() => Beeps++;
}
