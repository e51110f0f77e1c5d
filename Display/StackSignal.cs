using System.Runtime.InteropServices;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Execution;

namespace JitTalk.Display;

/// <summary>
/// On SIGUSR1 the stacks of all Smalltalk processes are printed at the next safepoint, and the image goes on.
/// </summary>
internal sealed class StackSignal : IDisposable
{
    // PosixSignal names only what all systems have; other numbers are the system's own.
    private const int UserSignal1 = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly VirtualMachine _vm;
    private readonly TextWriter _error;
    private readonly AutoResetEvent _printed = new(false);
    private readonly PosixSignalRegistration _registration;
    private readonly object _ending = new();
    private volatile bool _isWanted;
    private bool _isDisposed;

    public StackSignal(VirtualMachine vm, TextWriter error)
    {
        _vm = vm;
        _error = error;
        vm.Interpreter.Polled += PrintIfWanted;
        _registration = PosixSignalRegistration.Create((PosixSignal)UserSignal1, Ask);
    }

    public void Dispose()
    {
        lock (_ending)
        {
            _isDisposed = true;
        }
        _registration.Dispose();
        _vm.Interpreter.Polled -= PrintIfWanted;
    }

    // Runs on a thread of the runtime's.
    private void Ask(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_ending)
        {
            // The signal may come when the machine has just ended.
            if (_isDisposed)
            {
                return;
            }
            _isWanted = true;
            _vm.Memory.ForcePoll();
            _vm.Wakeups.Wake();
        }
        if (!_printed.WaitOne(Patience))
        {
            _error.WriteLine(_vm.Interpreter.RunningPrimitive is { } primitive
                ? $"jittalk: no safepoint for {Patience.TotalSeconds} seconds, still in primitive {primitive}"
                : $"jittalk: no safepoint for {Patience.TotalSeconds} seconds, and in no primitive");
        }
    }

    private void PrintIfWanted()
    {
        if (!_isWanted)
        {
            return;
        }
        _isWanted = false;
        // Ended processes that are garbage would hide those that matter.
        _ = _vm.Memory.FullCollector.TryCollect();
        _error.WriteLine($"jittalk: stacks of all processes, {ProductVersion.Text}, image {_vm.ImagePath}");
        foreach (string line in new ProcessPrinter(_vm).Lines())
        {
            _error.WriteLine(line);
        }
        _error.Flush();
        _ = _printed.Set();
    }
}
