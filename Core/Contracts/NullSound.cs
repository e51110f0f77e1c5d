using System.Diagnostics;

namespace JitTalk.Core.Contracts;

/// <summary>
/// Silence that lasts as long as the sound would: frames go at their rate, and the image is asked for more. It cannot record.
/// </summary>
internal sealed class NullSound : ISound
{
    private readonly Lock _lock = new();
    private Timer? _timer;
    private int _capacity;
    private int _rate = 1;
    private long _silentAt;

    public bool IsStarted { get; private set; }
    public bool IsStereo { get; private set; }
    public (double Left, double Right) Volume { get; set; } = (1, 1);
    public double RecordingRate => 0;
    public int RecordLevel { get; set; }

    public int Room
    {
        get
        {
            lock (_lock)
            {
                return IsStarted ? _capacity - Waiting : 0;
            }
        }
    }

    private int Waiting =>
        (int)Math.Ceiling(Math.Max(0, _silentAt - Stopwatch.GetTimestamp()) * (double)_rate / Stopwatch.Frequency);

    public bool TryStart(int frames, int rate, bool isStereo, Action hasRoom)
    {
        Stop();
        lock (_lock)
        {
            (_capacity, _rate, IsStereo, IsStarted) = (2 * frames, rate, isStereo, true);
            _silentAt = Stopwatch.GetTimestamp();
            // Twice for each buffer: one becomes free at least as often.
            TimeSpan interval = TimeSpan.FromSeconds(Math.Max(0.001, frames / (2.0 * rate)));
            _timer = new Timer(_ => Tell(hasRoom), null, interval, interval);
        }
        return true;
    }

    public void Stop()
    {
        lock (_lock)
        {
            IsStarted = false;
            _timer?.Dispose();
            _timer = null;
        }
    }

    public int Play(ReadOnlySpan<short> samples)
    {
        lock (_lock)
        {
            if (!IsStarted)
            {
                return 0;
            }
            int taken = Math.Max(0, Math.Min(samples.Length / 2, _capacity - Waiting));
            _silentAt = Math.Max(_silentAt, Stopwatch.GetTimestamp()) + (long)(taken * (double)Stopwatch.Frequency / _rate);
            return taken;
        }
    }

    public int Insert(ReadOnlySpan<short> samples, int lead)
    {
        lock (_lock)
        {
            return IsStarted ? Math.Max(0, Math.Min(samples.Length / 2, Waiting - lead)) : 0;
        }
    }

    public bool TryStartRecording(int rate, bool isStereo, Action hasSamples) => false;

    public void StopRecording() { }

    public int Record(Span<short> samples) => 0;

    public void Dispose() => Stop();

    private void Tell(Action hasRoom)
    {
        if (Room > 0)
        {
            hasRoom();
        }
    }
}
