using System.Diagnostics;
using JitTalk.Core.Contracts;

namespace JitTalk.Core.Execution;

/// <summary>Time as Smalltalk counts it: since the start of 1901, and in milliseconds that wrap.</summary>
internal sealed class Clock(IHost host)
{
    /// <summary>The millisecond clock keeps 29 bits, so that it stays a SmallInteger (VMMaker <c>MillisecondClockMask</c>).</summary>
    public const int MillisecondMask = 0x1FFF_FFFF;

    private static readonly DateTime Epoch = new(1901, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly long _begun = Stopwatch.GetTimestamp();

    /// <summary>UTC microseconds at the start of the machine.</summary>
    public long StartMicroseconds { get; } = MicrosecondsSinceEpoch(host.UtcNow);

    /// <summary>From the start of the machine, never backward, not masked.</summary>
    public long Milliseconds => (long)Stopwatch.GetElapsedTime(_begun).TotalMilliseconds;

    /// <summary>What is left of the millisecond that <see cref="Milliseconds"/> shows.</summary>
    public TimeSpan RestOfMillisecond =>
        new(TimeSpan.TicksPerMillisecond - (Stopwatch.GetElapsedTime(_begun).Ticks % TimeSpan.TicksPerMillisecond));

    public long UtcMicroseconds => MicrosecondsSinceEpoch(host.UtcNow);

    public long LocalMicroseconds => MicrosecondsSinceEpoch(host.UtcNow + host.UtcOffset);

    public long LocalSeconds => LocalMicroseconds / 1_000_000;

    public long UtcOffsetSeconds => (long)host.UtcOffset.TotalSeconds;

    /// <summary>Seconds from the start of 1901 to the start of 1970: 17 leap years and 52 others.</summary>
    public static long UnixEpochSeconds => (DateTime.UnixEpoch - Epoch).Ticks / TimeSpan.TicksPerSecond;

    private static long MicrosecondsSinceEpoch(DateTime time) => (time - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
