using System.Runtime.CompilerServices;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Safepoints: the only places where objects move and processes switch without being asked (VMMaker checkForEvents…).
internal sealed unsafe partial class Interpreter
{
    private long _polls;
    private Oop _failedMethod;

    /// <summary>Called at every poll, with the registers saved.</summary>
    public event Action? Polled;

    private Oop ActiveProcess => _vm.Scheduler.ActiveProcess;

    private void Poll()
    {
        ResetStackLimit();
        // What other threads asked for before they forced this poll is seen below: the processor must not look earlier.
        Thread.MemoryBarrier();
        Polling?.Invoke();
        CollectGarbage();
        if (_sp >= _stackEnd)
        {
            ContinueOnHeap();
        }
        SignalLowSpace();
        SuspendForLackOfSpace();
        _vm.Wakeups.Deliver();
        if (_memory.Mourners.TakeSignal())
        {
            _vm.Scheduler.SignalSpecial(SpecialObject.FinalizationSemaphore);
        }
        _jit?.Polled();
        Polled?.Invoke();
    }

    /// <summary>After a primitive that may have made a frame, which is as much a point to check at as the loop's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PollIfWanted()
    {
        if ((long)_sp >= _memory.State->StackLimit)
        {
            Poll();
        }
    }

    private void CollectGarbage()
    {
        int interval = _vm.Options.CollectEvery;
        bool isForced = interval > 0 && ++_polls % interval == 0;
        if (isForced && _polls / interval % _vm.Options.CollectFullyEvery == 0)
        {
            _memory.FullCollector.Collect();
            return;
        }
        if (_memory.ScavengeWanted || isForced)
        {
            _memory.Scavenger.Scavenge();
        }
        if (_memory.FullCollector.IsDue)
        {
            _ = _memory.FullCollector.TryCollect();
        }
    }

    /// <summary>
    /// Runs a primitive that found no memory once more, after a collection. If it fails again, its method is activated
    /// here: the caller's oops are stale.
    /// </summary>
    private Oop RetryAfterCollection(MethodCacheEntry* found, int argumentCount)
    {
        MethodCacheEntry entry = *found;
        _failedMethod = entry.Method;
        _ = _memory.FullCollector.TryCollect();
        entry.Method = _failedMethod;
        _failedMethod = Oop.None;
        _vm.Failure = PrimitiveError.None;
        Oop result = _methods.Functions[entry.Index].Call(_vm, _sp - argumentCount, argumentCount);
        if (result.IsNone && _vm.Failure != PrimitiveError.None)
        {
            Activate(&entry, argumentCount);
            StoreErrorCode(entry.Decode, _ip, _sp);
            _vm.Failure = PrimitiveError.None;
        }
        return result;
    }
}
