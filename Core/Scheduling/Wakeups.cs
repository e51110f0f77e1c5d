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
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<int> _signals = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEventSlim _stop = new(false);
    private Thread? _heart;
    private long _timer = NoTimer;

    /// <summary>The image has given the processor back: it has nothing more to do for now.</summary>
    public bool HasSlept { get; private set; }

    /// <summary>Starts the thread that asks for a poll every two milliseconds.</summary>
    public void StartHeartbeat()
    {
        _heart = new Thread(Heartbeat) { IsBackground = true, Name = "JitTalk heartbeat" };
        _heart.Start();
    }

    /// <summary>Signals the timer semaphore at <paramref name="microseconds"/> UTC since 1901; null cancels.</summary>
    public void SetTimer(long? microseconds)
    {
        _timer = microseconds ?? NoTimer;
        if (_timer <= vm.Clock.UtcMicroseconds)
        {
            vm.Memory.ForcePoll();
        }
    }

    /// <summary>Signals an external semaphore, by its index in the external objects array. Any thread may call it.</summary>
    public void SignalExternal(int index)
    {
        _signals.Enqueue(index);
        _ = _wake.Set();
        vm.Memory.ForcePoll();
    }

    /// <summary>Delivers what is due. The registers are saved; processes may switch.</summary>
    public void Deliver()
    {
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

    /// <summary>Gives the processor back until the timer is due, a signal comes, or <paramref name="longest"/> has passed.</summary>
    public void Sleep(TimeSpan longest)
    {
        HasSlept = true;
        TimeSpan time = longest < LongestSleep ? longest : LongestSleep;
        if (_timer != NoTimer)
        {
            TimeSpan due = TimeSpan.FromMicroseconds(Math.Clamp(_timer - vm.Clock.UtcMicroseconds, 0, (long)LongestSleep.TotalMicroseconds));
            time = due < time ? due : time;
        }
        if (time > TimeSpan.Zero)
        {
            _ = _wake.WaitOne(time);
        }
        vm.Memory.ForcePoll();
    }

    public void Dispose()
    {
        _stop.Set();
        _heart?.Join();
        _stop.Dispose();
        _wake.Dispose();
    }

    private void Heartbeat()
    {
        while (!_stop.Wait(Beat))
        {
            vm.Memory.ForcePoll();
        }
    }
}
