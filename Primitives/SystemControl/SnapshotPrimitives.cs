using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.SystemControl;

/// <summary>Saving the image (VMMaker <c>snapshot:</c>).</summary>
internal static class SnapshotPrimitives
{
    /// <summary>
    /// Saves the image to its file. Answers false; true in the image that starts from the file; nil when the file could
    /// not be written, which is then as it was.
    /// </summary>
    /// <remarks>
    /// The frames have become contexts when the file turns out not to take them, so that the answer stands for the
    /// failure: nil is what images have this primitive's method answer then.
    /// </remarks>
    [Primitive(97)]
    [Primitive(247)]
    public static Oop Snapshot(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        vm.Interpreter.PopThenPush(0, vm.Memory.True);
        vm.Scheduler.SuspendActiveInPlace();
        // What nobody refers to is not saved, unless there is no room to find out.
        _ = vm.Memory.FullCollector.TryCollect();
        bool isSaved = TrySave(vm);
        vm.Scheduler.StartActiveProcess();
        vm.Interpreter.PopThenPush(0, isSaved ? vm.Memory.False : vm.Memory.Nil);
        return vm.Rerouted();
    }

    private static bool TrySave(VirtualMachine vm)
    {
        try
        {
            ImageWriter.Save(vm.Memory, vm.Settings, vm.ImagePath);
            return true;
        }
        catch (ImageFormatException e)
        {
            vm.Trace.Problem(e.Message);
            return false;
        }
    }
}
