using System.Runtime.InteropServices;
using JitTalk.Core.Execution;
using JitTalk.Display.Terminal;

namespace JitTalk.Display;

/// <summary>
/// Ctrl-C while the image works on a line of the user's interrupts that. At the prompt, and when that has not helped, it ends
/// the program.
/// </summary>
internal sealed class InterruptSignal : IDisposable
{
    private readonly VirtualMachine _vm;
    private readonly LineReader _reader;
    private readonly PosixSignalRegistration _registration;
    private readonly object _ending = new();
    private bool _isDisposed;

    public InterruptSignal(VirtualMachine vm, LineReader reader)
    {
        _vm = vm;
        _reader = reader;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
    }

    public void Dispose()
    {
        lock (_ending)
        {
            _isDisposed = true;
        }
        _registration.Dispose();
    }

    // Runs on a thread of the runtime's.
    private void Interrupt(PosixSignalContext context)
    {
        lock (_ending)
        {
            // The signal may come when the machine has just ended.
            if (!_isDisposed && _reader.Interrupts())
            {
                context.Cancel = true;
                _vm.Wakeups.SignalInterrupt();
            }
        }
    }
}
