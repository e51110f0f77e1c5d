using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace JitTalk.Core.Scheduling;

/// <summary>Puts one thread to sleep, to the microsecond; others wake it. The waits of .NET count in milliseconds.</summary>
internal sealed unsafe partial class Sleeper : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const short Readable = 1;
    private const int RememberedSleeps = 8;

    // The kernel's counter of wake-ups: readable once somebody has added to it. Closed by its handle, so that a thread
    // that wakes too late gets an exception and not another file with the same number.
    private readonly SafeFileHandle _wakeUps;

    /// <summary>How much later than asked sleeps have ended lately, on average.</summary>
    public TimeSpan Lateness { get; private set; }

    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    public Sleeper()
    {
        int descriptor = CreateEvent(0, CloseOnExec | NonBlocking);
        if (descriptor < 0)
        {
            throw new IOException($"cannot make an event to sleep on: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        _wakeUps = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Ends a sleep, or the next one when nobody sleeps.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = Write(_wakeUps, &one, sizeof(ulong));
    }

    /// <summary>Returns when the time has passed or somebody wakes; now and then for no reason.</summary>
    public void Sleep(TimeSpan longest)
    {
        bool added = false;
        _wakeUps.DangerousAddRef(ref added);
        try
        {
            Awaited awaited = new() { Descriptor = (int)_wakeUps.DangerousGetHandle(), Wanted = Readable };
            Duration time = new()
            {
                Seconds = longest.Ticks / TimeSpan.TicksPerSecond,
                Nanoseconds = longest.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick,
            };
            long begun = Stopwatch.GetTimestamp();
            int outcome = Poll(&awaited, 1, &time, null);
            if (outcome > 0)
            {
                ulong count;
                _ = Read(_wakeUps, &count, sizeof(ulong));
            }
            else if (outcome == 0)
            {
                TimeSpan late = Stopwatch.GetElapsedTime(begun) - longest;
                Lateness += (late - Lateness) / RememberedSleeps;
            }
        }
        finally
        {
            _wakeUps.DangerousRelease();
        }
    }

    public void Dispose() => _wakeUps.Dispose();

    /// <summary>C's <c>struct pollfd</c>.</summary>
    private struct Awaited
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }

    /// <summary>C's <c>struct timespec</c>.</summary>
    private struct Duration
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int CreateEvent(uint count, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(Awaited* descriptors, nuint count, Duration* time, void* signals);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(SafeFileHandle descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(SafeFileHandle descriptor, void* buffer, nuint count);
}
