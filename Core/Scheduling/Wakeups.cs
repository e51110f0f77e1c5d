using System.Collections.Concurrent;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Scheduling;

/// <summary>
/// What wakes processes from outside: the timer, and semaphores signalled by index from other threads. They are delivered
/// when the interpreter polls (VMMaker <c>checkForEventsMayContextSwitch:</c>).
/// </summary>
internal sealed class Wakeups(VirtualMachine vm) : IDisposable
{
    private const long NoTimer = long.MaxValue;

    // While the machine does not come to a poll that has been asked for, and while nothing is due.
    private static readonly TimeSpan ShortBeat = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongBeat = TimeSpan.FromSeconds(1);

    // What the image may take to look at the clock after a sleep.
    private static readonly TimeSpan TimeToWakeUp = TimeSpan.FromMicroseconds(60);

    private readonly ConcurrentQueue<int> _signals = new();
    private readonly Sleeper _sleeper = new();
    private readonly object _heartbeat = new();
    private Thread? _heart;
    private long _timer = NoTimer;
    private TimeSpan _grace;
    private long _nextBeat;
    private bool _isDisposed;
    private bool _isAsleep;
    private int _isInterruptWanted;

    /// <summary>The machine's thread sleeps because the image has nothing to do. Any thread may ask.</summary>
    public bool IsAsleep => Volatile.Read(ref _isAsleep);

    /// <summary>The image has given the processor back: it has nothing more to do for now.</summary>
    public bool HasSlept { get; private set; }

    /// <summary>Starts the thread that asks for a poll when the timer is due, and each second, however busy the image is.</summary>
    public void StartHeartbeat()
    {
        _heart = new Thread(Beat) { IsBackground = true, Name = "JitTalk heartbeat" };
        _heart.Start();
    }

    /// <summary>Signals the timer semaphore.</summary>
    /// <param name="microseconds">When: UTC since 1901; null cancels.</param>
    /// <param name="grace">How much longer than that a sleep of the machine may take.</param>
    public void SetTimer(long? microseconds, TimeSpan grace = default)
    {
        _grace = grace;
        lock (_heartbeat)
        {
            _timer = Math.Max(0, microseconds ?? NoTimer);
            if (_timer < _nextBeat)
            {
                Monitor.Pulse(_heartbeat);
            }
        }
        if (_timer <= vm.Clock.UtcMicroseconds)
        {
            vm.Memory.ForcePoll();
        }
    }

    /// <summary>Signals an external semaphore, by its index in the external objects array. Any thread may call it.</summary>
    public void SignalExternal(int index)
    {
        _signals.Enqueue(index);
        Wake();
        vm.Memory.ForcePoll();
    }

    /// <summary>The user wants what runs to stop: signals the interrupt semaphore. Any thread may call it.</summary>
    public void SignalInterrupt()
    {
        Volatile.Write(ref _isInterruptWanted, 1);
        Wake();
        vm.Memory.ForcePoll();
    }

    /// <summary>Delivers what is due. The registers are saved; processes may switch.</summary>
    public void Deliver()
    {
        if (Volatile.Read(ref _isInterruptWanted) != 0)
        {
            Volatile.Write(ref _isInterruptWanted, 0);
            vm.Scheduler.SignalSpecial(SpecialObject.InterruptSemaphore);
        }
        if (_timer <= vm.Clock.UtcMicroseconds)
        {
            _timer = NoTimer;
            vm.Scheduler.SignalSpecial(SpecialObject.TimerSemaphore);
        }
        while (_signals.TryDequeue(out int index))
        {
            Oop table = vm.Memory.Special(SpecialObject.ExternalObjects);
            if (table != vm.Memory.Nil && index >= 1 && index <= ObjectMemory.SlotCount(table)
                && vm.Memory.Fetch(index - 1, table) is var semaphore && vm.Scheduler.IsSemaphore(semaphore))
            {
                vm.Scheduler.Signal(semaphore);
            }
        }
    }

    /// <summary>Ends a sleep of the machine. Any thread may call it.</summary>
    public void Wake() => _sleeper.Wake();

    /// <summary>
    /// Gives the processor back until the timer is due, something wakes the machine, or <paramref name="longest"/> has
    /// passed. The idle process would only call again: its sleep goes on until something is due.
    /// </summary>
    public void Sleep(TimeSpan longest)
    {
        if (!HasSlept)
        {
            // Those who wait for this look when the machine polls; the image will ask again at once.
            HasSlept = true;
            vm.Memory.ForcePoll();
            return;
        }
        TimeSpan time = vm.Scheduler.IsIdle ? LongBeat : longest;
        TimeSpan due = TimeUntilTimer;
        if (due > TimeSpan.Zero)
        {
            TimeSpan grace = _grace - _sleeper.Lateness - TimeToWakeUp;
            due = grace > TimeSpan.Zero ? due + grace : due;
            Volatile.Write(ref _isAsleep, true);
            _sleeper.Sleep(due < time ? due : time);
            Volatile.Write(ref _isAsleep, false);
        }
        vm.Memory.ForcePoll();
    }

    public void Dispose()
    {
        lock (_heartbeat)
        {
            _isDisposed = true;
            Monitor.Pulse(_heartbeat);
        }
        _heart?.Join();
        _sleeper.Dispose();
    }

    private void Beat()
    {
        lock (_heartbeat)
        {
            while (!_isDisposed)
            {
                TimeSpan wait = TimeUntilTimer;
                if (wait <= TimeSpan.Zero)
                {
                    vm.Memory.ForcePoll();
                    wait = ShortBeat;
                }
                _nextBeat = vm.Clock.UtcMicroseconds + (long)wait.TotalMicroseconds;
                if (!Monitor.Wait(_heartbeat, WholeMilliseconds(wait)))
                {
                    // Not only timers are looked at when the machine polls, and an image that only runs bytecodes never does.
                    vm.Memory.ForcePoll();
                }
            }
        }
    }

    private TimeSpan TimeUntilTimer =>
        TimeSpan.FromMicroseconds(Math.Min(_timer - vm.Clock.UtcMicroseconds, (long)LongBeat.TotalMicroseconds));

    /// <summary>Waits count in milliseconds: one that is cut short ends in a busy loop until the time has come.</summary>
    private static TimeSpan WholeMilliseconds(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
