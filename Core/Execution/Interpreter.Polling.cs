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

    /// <summary>Memory runs low; called before the image is told, while the process that took it is active.</summary>
    public event Action? SpaceIsLow;

    private Oop ActiveProcess => _vm.Scheduler.ActiveProcess;

    private void Poll()
    {
        ResetStackLimit();
        CollectGarbage();
        if (_sp >= _stackEnd)
        {
            ContinueOnHeap();
        }
        SignalLowSpace();
        _vm.Wakeups.Deliver();
        if (_memory.Mourners.TakeSignal())
        {
            _vm.Scheduler.SignalSpecial(SpecialObject.FinalizationSemaphore);
        }
        _jit?.Polled();
        Polled?.Invoke();
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
            _memory.FullCollector.Collect();
        }
    }

    /// <summary>Tells the image once that memory runs low, and which process ran then (special object 22).</summary>
    private void SignalLowSpace()
    {
        if (_vm.LowSpaceThreshold == 0 || _memory.OldBytesLeft >= _vm.LowSpaceThreshold)
        {
            return;
        }
        if (_memory.FullCollector.IsWorthwhile)
        {
            _memory.FullCollector.Collect();
            if (_memory.OldBytesLeft >= _vm.LowSpaceThreshold)
            {
                return;
            }
        }
        SpaceIsLow?.Invoke();
        _vm.LowSpaceThreshold = 0;
        _ = _memory.SetSpecial(SpecialObject.ProcessSignalingLowSpace, ActiveProcess);
        _vm.Scheduler.SignalSpecial(SpecialObject.LowSpaceSemaphore);
    }

    /// <summary>
    /// Runs a primitive that found no memory once more, after a collection. If it fails again, its method is activated
    /// here: the caller's oops are stale.
    /// </summary>
    private Oop RetryAfterCollection(MethodCacheEntry* found, int argumentCount)
    {
        MethodCacheEntry entry = *found;
        _failedMethod = entry.Method;
        _memory.FullCollector.Collect();
        entry.Method = _failedMethod;
        _failedMethod = Oop.None;
        _vm.Failure = PrimitiveError.None;
        Oop result = _methods.Functions[entry.Index](_vm, _sp - argumentCount, argumentCount);
        if (result.IsNone && _vm.Failure != PrimitiveError.None)
        {
            Activate(&entry, argumentCount);
            StoreErrorCode(entry.Decode, _ip, _sp);
            _vm.Failure = PrimitiveError.None;
        }
        return result;
    }
}
