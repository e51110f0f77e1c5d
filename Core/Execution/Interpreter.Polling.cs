using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Safepoints: the only places where objects move and processes switch without being asked (VMMaker checkForEvents…).
internal sealed unsafe partial class Interpreter
{
    private Oop _watchedContext;
    private Oop _watchedResult;

    /// <summary>Called at every poll, with the registers saved.</summary>
    public event Action? Polled;

    /// <summary>The lowest context of an evaluation: returning from it halts the machine.</summary>
    public Oop WatchedContext
    {
        get => _watchedContext;
        set => _watchedContext = value;
    }

    /// <summary>What the watched context returned; <see cref="Oop.None"/> until it has.</summary>
    public Oop WatchedResult => _watchedResult;

    private Oop ActiveProcess => _vm.Scheduler.ActiveProcess;

    private void Poll()
    {
        ResetStackLimit();
        if (_memory.ScavengeWanted || _vm.Options.CollectAtEverySafepoint)
        {
            _memory.Scavenger.Scavenge();
        }
        if (_sp >= _stackEnd)
        {
            ContinueOnHeap();
        }
        _vm.Wakeups.Deliver();
        Polled?.Invoke();
    }

    private void WatchedContextReturned(Oop result)
    {
        _watchedResult = result;
        _watchedContext = Oop.None;
        Halt();
    }

    private void VisitWatched(RootVisitor visitor)
    {
        if (!_watchedContext.IsNone)
        {
            visitor(ref _watchedContext);
        }
        if (!_watchedResult.IsNone)
        {
            visitor(ref _watchedResult);
        }
    }
}
