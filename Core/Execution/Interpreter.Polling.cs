using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Safepoints: the only places where objects move and processes switch without being asked (VMMaker checkForEvents…).
internal sealed unsafe partial class Interpreter
{
    /// <summary>Called at every poll, with the registers saved.</summary>
    public event Action? Polled;

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
        SignalLowSpace();
        _vm.Wakeups.Deliver();
        Polled?.Invoke();
    }

    /// <summary>Tells the image once that memory runs low, and which process ran then (special object 22).</summary>
    private void SignalLowSpace()
    {
        if (_vm.LowSpaceThreshold == 0 || _memory.BytesLeft >= _vm.LowSpaceThreshold)
        {
            return;
        }
        _vm.LowSpaceThreshold = 0;
        _ = _memory.SetSpecial(SpecialObject.ProcessSignalingLowSpace, ActiveProcess);
        _vm.Scheduler.SignalSpecial(SpecialObject.LowSpaceSemaphore);
    }
}
