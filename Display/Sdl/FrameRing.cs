namespace JitTalk.Display.Sdl;

/// <summary>
/// Frames of two samples that wait to be heard, or to be taken by the image. One thread writes and another reads.
/// </summary>
/// <param name="capacity">Frames that find room.</param>
internal sealed class FrameRing(int capacity)
{
    private readonly Lock _lock = new();
    private readonly short[] _samples = new short[2 * capacity];
    private int _first;
    private int _count;

    public int Room
    {
        get
        {
            lock (_lock)
            {
                return capacity - _count;
            }
        }
    }

    /// <summary>Appends frames; answers how many found room.</summary>
    public int Write(ReadOnlySpan<short> samples)
    {
        lock (_lock)
        {
            int frames = Math.Min(samples.Length / 2, capacity - _count);
            for (int i = 0; i < frames; i++)
            {
                Span<short> frame = Frame(_count + i);
                (frame[0], frame[1]) = (samples[2 * i], samples[(2 * i) + 1]);
            }
            _count += frames;
            return frames;
        }
    }

    /// <summary>Adds to frames that wait, from one on; answers how many there were.</summary>
    public int Mix(ReadOnlySpan<short> samples, int lead)
    {
        lock (_lock)
        {
            int frames = Math.Max(0, Math.Min(samples.Length / 2, _count - lead));
            for (int i = 0; i < frames; i++)
            {
                Span<short> frame = Frame(lead + i);
                frame[0] = Sum(frame[0], samples[2 * i]);
                frame[1] = Sum(frame[1], samples[(2 * i) + 1]);
            }
            return frames;
        }
    }

    /// <summary>Takes frames; answers how many there were.</summary>
    public int Read(Span<short> samples)
    {
        lock (_lock)
        {
            int frames = Math.Min(samples.Length / 2, _count);
            for (int i = 0; i < frames; i++)
            {
                Frame(i).CopyTo(samples[(2 * i)..]);
            }
            _first = (_first + frames) % capacity;
            _count -= frames;
            return frames;
        }
    }

    private Span<short> Frame(int index) => _samples.AsSpan(2 * ((_first + index) % capacity), 2);

    private static short Sum(short one, short other) => (short)Math.Clamp(one + other, short.MinValue, short.MaxValue);
}
