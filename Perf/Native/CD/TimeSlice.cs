namespace JitTalk.Perf.Native.CD;

/// <summary>A part of the time from 0 to 1, which ends before it begins where nothing of it is left.</summary>
internal readonly record struct TimeSlice(double Begin, double End)
{
    public static TimeSlice All => new(0.0, 1.0);

    public bool IsEmpty => Begin > End;

    /// <summary>The times at which start + speed * time is between low and high.</summary>
    public TimeSlice Limited(double start, double speed, double low, double high) => speed switch
    {
        0.0 => start >= low && start <= high ? this : this with { End = Begin - 1.0 },
        > 0.0 => Limited((low - start) / speed, (high - start) / speed),
        _ => Limited((high - start) / speed, (low - start) / speed),
    };

    private TimeSlice Limited(double begin, double end) => new(Math.Max(Begin, begin), Math.Min(End, end));
}
