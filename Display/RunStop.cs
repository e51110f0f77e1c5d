using JitTalk.Core.Execution;

namespace JitTalk.Display;

/// <summary>Ends a run from outside, at the next safepoint, without asking the image and without saving.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly VirtualMachine _vm;
    private readonly Lock _ending = new();
    private volatile bool _isWanted;
    private bool _isDisposed;

    public RunStop(VirtualMachine vm)
    {
        _vm = vm;
        vm.Interpreter.Polled += StopIfWanted;
    }

    /// <summary>Any thread may call it, also when the run has just ended.</summary>
    public void Stop()
    {
        lock (_ending)
        {
            if (_isDisposed)
            {
                return;
            }
            _isWanted = true;
            _vm.Wakeups.Wake();
            _vm.Memory.ForcePoll();
        }
    }

    public void Dispose()
    {
        lock (_ending)
        {
            _isDisposed = true;
        }
        _vm.Interpreter.Polled -= StopIfWanted;
    }

    private void StopIfWanted()
    {
        if (_isWanted)
        {
            _vm.Interpreter.Halt();
        }
    }
}
