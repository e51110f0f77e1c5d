using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Storage;

// VMMaker primitiveArrayBecome… The receiver is read again after the change: it may have become another object.
internal static class BecomePrimitives
{
    [Primitive(128)]
    public static Oop ElementsExchangeIdentityWith(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count != 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        PrimitiveError error = CheckFrames(vm, arguments.Receiver, arguments[1]);
        if (error == PrimitiveError.None)
        {
            error = Becomer.Exchange(vm.Memory, arguments.Receiver, arguments[1]);
        }
        return error == PrimitiveError.None ? arguments.Receiver : vm.Fail(error);
    }

    [Primitive(72)]
    public static Oop ElementsForwardIdentityTo(VirtualMachine vm, Arguments arguments) =>
        Forward(vm, arguments, expected: 1, copyHash: true);

    [Primitive(248)]
    public static Oop ElementsForwardIdentityNoCopyHash(VirtualMachine vm, Arguments arguments) =>
        Forward(vm, arguments, expected: 1, copyHash: false);

    [Primitive(249)]
    public static Oop ElementsForwardIdentityCopyHash(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count != 2)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        bool copyHash = arguments[2] == vm.Memory.True;
        return copyHash || arguments[2] == vm.Memory.False
            ? Forward(vm, arguments, expected: 2, copyHash)
            : vm.Fail(PrimitiveError.BadArgument);
    }

    private static Oop Forward(VirtualMachine vm, Arguments arguments, int expected, bool copyHash)
    {
        if (arguments.Count != expected)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        PrimitiveError error = CheckFrames(vm, arguments.Receiver, arguments[1]);
        if (error == PrimitiveError.None)
        {
            error = Becomer.Forward(vm.Memory, arguments.Receiver, arguments[1], copyHash);
        }
        return error == PrimitiveError.None ? arguments.Receiver : vm.Fail(error);
    }

    /// <summary>A context that a frame of the running process stands for cannot give up its identity.</summary>
    private static PrimitiveError CheckFrames(VirtualMachine vm, Oop left, Oop right) =>
        HoldsLiveContext(vm, left) || HoldsLiveContext(vm, right) ? PrimitiveError.UnsupportedOperation : PrimitiveError.None;

    private static unsafe bool HoldsLiveContext(VirtualMachine vm, Oop array)
    {
        if (!vm.Memory.IsInstanceOf(array, vm.Memory.Known.Array))
        {
            return false;
        }
        foreach (Oop element in new ReadOnlySpan<Oop>(ObjectMemory.Slots(array), (int)ObjectMemory.SlotCount(array)))
        {
            if (vm.Interpreter.IsMarried(element))
            {
                return true;
            }
        }
        return false;
    }
}
