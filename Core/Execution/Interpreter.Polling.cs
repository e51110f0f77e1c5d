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
        _vm.Wakeups.Deliver();
        Polled?.Invoke();
    }
}
