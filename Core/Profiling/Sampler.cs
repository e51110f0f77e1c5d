using JitTalk.Core.Execution;

namespace JitTalk.Core.Profiling;

/// <summary>
/// Looks at what the machine's thread does, from another thread, and asks it for a safepoint, where it tells its stack.
/// </summary>
internal sealed class Sampler(VirtualMachine vm)
{
    private readonly Lock _lock = new();
    private readonly List<Tick> _ticks = [];
    private volatile bool _isAsked;

    /// <summary>Whether there are ticks to take.</summary>
    public bool IsAsked => _isAsked;

    /// <summary>Notes what the machine does now. Any thread may call it.</summary>
    /// <param name="time">Since the last call.</param>
    public void Look(TimeSpan time)
    {
        Tick tick = Observe() with { Samples = 1, Time = time };
        lock (_lock)
        {
            // While the machine comes to no safepoint, it mostly does the same thing.
            if (_ticks.Count > 0 && _ticks[^1] is var last && last.Kind == tick.Kind && last.Primitive == tick.Primitive)
            {
                _ticks[^1] = last with { Samples = last.Samples + 1, Time = last.Time + time };
            }
            else
            {
                _ticks.Add(tick);
            }
            _isAsked = true;
        }
        if (tick.Kind != FrameKind.Idle)
        {
            vm.Memory.ForcePoll();
        }
    }

    /// <summary>Moves what was noted to the end of a list.</summary>
    public void Take(List<Tick> ticks)
    {
        lock (_lock)
        {
            ticks.AddRange(_ticks);
            _ticks.Clear();
            _isAsked = false;
        }
    }

    private Tick Observe()
    {
        if (vm.Wakeups.IsAsleep)
        {
            return new Tick { Kind = FrameKind.Idle };
        }
        if (vm.Memory.FullCollector.IsRunning)
        {
            return new Tick { Kind = FrameKind.FullCollection };
        }
        if (vm.Memory.Scavenger.IsRunning)
        {
            return new Tick { Kind = FrameKind.Scavenge };
        }
        if (vm.Interpreter.IsCompiling)
        {
            return new Tick { Kind = FrameKind.Compiling };
        }
        return vm.Interpreter.NotePrimitive() is { IsNone: false } note
            ? new Tick { Kind = FrameKind.Primitive, Primitive = note }
            : new Tick { Kind = FrameKind.Code };
    }
}
