using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// What is done when memory runs out: first the image is told, then who goes on taking is stopped.
internal sealed unsafe partial class Interpreter
{
    // A process that takes less than this share of new space from the last of the memory may be busy making room.
    private const int SharesOfNewSpace = 8;

    private const int MostStackLines = 50;

    // What was free when a process was suspended for lack of it.
    private long _freeAtSuspension = long.MaxValue;

    /// <summary>Memory runs low; called before the image is told, while the process that took it is active.</summary>
    public event Action? SpaceIsLow;

    /// <summary>Tells the image once that memory runs low, and which process ran then (special object 22).</summary>
    private void SignalLowSpace()
    {
        if (_vm.LowSpaceThreshold == 0 || _memory.OldBytesLeft >= _vm.LowSpaceThreshold)
        {
            return;
        }
        if (_memory.FullCollector.IsWorthwhile && _memory.FullCollector.TryCollect() && _memory.OldBytesLeft >= _vm.LowSpaceThreshold)
        {
            return;
        }
        SpaceIsLow?.Invoke();
        _vm.LowSpaceThreshold = 0;
        _ = _memory.SetSpecial(SpecialObject.ProcessSignalingLowSpace, ActiveProcess);
        _vm.Scheduler.SignalSpecial(SpecialObject.LowSpaceSemaphore);
    }

    /// <summary>
    /// Suspends the active process when it takes what is left for others to act with: an image without a low-space
    /// notifier, or whose notifier has no chance to run, would be lost with all that is in it.
    /// </summary>
    /// <exception cref="FatalVmException">No other process can run.</exception>
    private void SuspendForLackOfSpace()
    {
        if (!_memory.IsExhausted)
        {
            _freeAtSuspension = long.MaxValue;
            return;
        }
        if (_freeAtSuspension - _memory.OldBytesFree < _memory.YoungBytes / SharesOfNewSpace
            || (_memory.FullCollector.IsWorthwhile && _memory.FullCollector.TryCollect() && !_memory.IsExhausted))
        {
            return;
        }
        _freeAtSuspension = _memory.OldBytesFree;
        SpaceIsLow?.Invoke();
        if (IsHalted)
        {
            return;
        }
        const int megabyte = 1 << 20;
        string message = $"out of memory: the image takes all of the {_memory.Options.MaximumBytes / megabyte} MB that it may have";
        if (!_vm.Scheduler.HasReadyProcess)
        {
            throw new FatalVmException(message);
        }
        Oop priority = _memory.Fetch(Layouts.Process.Priority, ActiveProcess);
        _vm.Trace.Problem($"{message}; the process of priority {priority} that takes it is suspended:");
        foreach (string line in new StackPrinter(_vm).Lines().Take(MostStackLines))
        {
            _vm.Trace.Detail(line);
        }
        _vm.Scheduler.SuspendActive();
    }
}
