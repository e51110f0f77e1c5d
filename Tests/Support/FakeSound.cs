using JitTalk.Core.Contracts;

namespace JitTalk.Tests.Support;

/// <summary>A sound that keeps what it is told, and has the room and the samples that a test says.</summary>
internal sealed class FakeSound : ISound
{
    private Action? _hasRoom;
    private Action? _hasSamples;

    public (int Frames, int Rate, bool IsStereo) Started { get; private set; }
    public List<short> Played { get; } = [];
    public int Lead { get; private set; }
    public Queue<short> Microphone { get; } = [];
    public bool HasMicrophone { get; set; } = true;

    public bool IsStarted { get; private set; }
    public bool IsStereo => Started.IsStereo;
    public int Room { get; set; } = 10;
    public (double Left, double Right) Volume { get; set; } = (1, 1);
    public double RecordingRate { get; private set; }
    public int RecordLevel { get; set; }

    public bool TryStart(int frames, int rate, bool isStereo, Action hasRoom)
    {
        Started = (frames, rate, isStereo);
        _hasRoom = hasRoom;
        IsStarted = true;
        return true;
    }

    public void Stop() => IsStarted = false;

    public void TellRoom() => _hasRoom!();

    public void TellSamples() => _hasSamples!();

    public int Play(ReadOnlySpan<short> samples)
    {
        int taken = Math.Min(Room, samples.Length / 2);
        Played.AddRange(samples[..(2 * taken)].ToArray());
        return taken;
    }

    public int Insert(ReadOnlySpan<short> samples, int lead)
    {
        Lead = lead;
        return Play(samples);
    }

    public bool TryStartRecording(int rate, bool isStereo, Action hasSamples)
    {
        _hasSamples = hasSamples;
        RecordingRate = HasMicrophone ? rate : 0;
        return HasMicrophone;
    }

    public void StopRecording() => RecordingRate = 0;

    public int Record(Span<short> samples)
    {
        int count = 0;
        while (count < samples.Length && Microphone.TryDequeue(out short sample))
        {
            samples[count++] = sample;
        }
        return count;
    }

    public void Dispose() => Stop();
}
