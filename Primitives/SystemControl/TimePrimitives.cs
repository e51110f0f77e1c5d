using System.Diagnostics;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.SystemControl;

/// <summary>Clocks. Those with a number above 239 are newer than images of BlockContexts, which mean other things by it.</summary>
internal static class TimePrimitives
{
    [Primitive(135)]
    public static Oop MillisecondClock(VirtualMachine vm, Oop receiver) =>
        Oop.FromInteger(vm.Clock.Milliseconds & Clock.MillisecondMask);

    /// <summary>Local seconds since the start of 1901.</summary>
    [Primitive(137)]
    public static Oop SecondsClock(VirtualMachine vm, Oop receiver) => vm.OrNoMemory(vm.Memory.Integer(vm.Clock.LocalSeconds));

    /// <remarks>The coarse clocks may lag by a heartbeat (VMMaker); there is nothing to gain by that here.</remarks>
    [Primitive(240, Era = PrimitiveEra.Closures)]
    [Primitive(245, Era = PrimitiveEra.Closures)]
    public static Oop UtcMicrosecondClock(VirtualMachine vm, Oop receiver) =>
        vm.OrNoMemory(vm.Memory.Integer(vm.Clock.UtcMicroseconds));

    [Primitive(241, Era = PrimitiveEra.Closures)]
    [Primitive(246, Era = PrimitiveEra.Closures)]
    public static Oop LocalMicrosecondClock(VirtualMachine vm, Oop receiver) =>
        vm.OrNoMemory(vm.Memory.Integer(vm.Clock.LocalMicroseconds));

    /// <summary>Asks the system anew where the machine is: people travel.</summary>
    [Primitive(243, Era = PrimitiveEra.Closures)]
    public static Oop UpdateTimezone(VirtualMachine vm, Oop receiver)
    {
        TimeZoneInfo.ClearCachedData();
        return receiver;
    }

    /// <summary>UTC microseconds since the start of 1901 and what local time is ahead in seconds, in an Array or in the argument.</summary>
    [Primitive(244, Era = PrimitiveEra.Closures)]
    public static Oop UtcAndTimezoneOffset(VirtualMachine vm, Arguments arguments) =>
        PairWithOffset(vm, arguments, vm.Clock.UtcMicroseconds);

    /// <summary>As 244, but since the start of 1970.</summary>
    [Primitive("", "primitiveUtcWithOffset")]
    public static Oop UtcWithOffset(VirtualMachine vm, Arguments arguments) =>
        PairWithOffset(vm, arguments, vm.Clock.UtcMicroseconds - (1_000_000 * Clock.UnixEpochSeconds));

    /// <summary>Ticks of the finest clock there is, of no known unit.</summary>
    [Primitive("", "primitiveHighResClock")]
    public static Oop HighResolutionClock(VirtualMachine vm, Oop receiver) =>
        vm.OrNoMemory(vm.Memory.Integer(Stopwatch.GetTimestamp()));

    [Primitive("", "primitiveMillisecondClockMask")]
    public static Oop MillisecondClockMask(VirtualMachine vm, Oop receiver) => Oop.FromInteger(Clock.MillisecondMask);

    private static Oop PairWithOffset(VirtualMachine vm, Arguments arguments, long microseconds)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop time = vm.Memory.Integer(microseconds);
        Oop offset = Oop.FromInteger(vm.Clock.UtcOffsetSeconds);
        if (arguments.Count == 0)
        {
            return vm.Array(time, offset);
        }
        Oop pair = arguments[1];
        if (pair.IsImmediate || !ObjectMemory.FormatOf(pair).IsPointers() || ObjectMemory.SlotCount(pair) < 2)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(pair)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        if (time.IsNone)
        {
            return vm.Fail(PrimitiveError.NoMemory);
        }
        vm.Memory.Store(0, pair, time);
        vm.Memory.Store(1, pair, offset);
        return pair;
    }
}
