using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.SystemControl;

/// <summary>
/// The numbers that primitive 254 reads and sets (VMMaker <c>primitiveVMParameter</c>). What this machine does not have
/// or does not count is nil.
/// </summary>
internal static class VmParameters
{
    private const int Count = 77;
    private const int MaxUnsignedShort = 0xFFFF;
    private const int PrivateFlagBits = 2;
    private const int BytesPerKilobyte = 1024;

    /// <summary>No argument: an Array of all; an index: its value; an index and a value: sets it and answers the old one.</summary>
    [Primitive(254)]
    public static Oop VmParameter(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count == 0)
        {
            return All(vm);
        }
        if (arguments.Count > 2)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        if (!arguments[1].IsInteger)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        long index = arguments[1].Integer;
        if (index is < 1 or > Count)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        Oop value = vm.OrNoMemory(Read(vm, (int)index));
        return value.IsNone || arguments.Count == 1 || TrySet(vm, (int)index, arguments[2]) ? value : Oop.None;
    }

    /// <summary>The milliseconds between two checks for events, that is what the image thinks a heartbeat is.</summary>
    [Primitive("", "primitiveInterruptChecksPerMSec")]
    public static Oop InterruptChecks(VirtualMachine vm, Oop receiver) => Oop.FromInteger(vm.State<Wishes>().HeartbeatMilliseconds);

    /// <summary>The number of the image's format as it would be saved now.</summary>
    public static int ImageFormat(VirtualMachine vm) =>
        ImageWriter.FormatNumber(vm.Memory.Dialect, vm.Settings);

    private static Oop All(VirtualMachine vm)
    {
        Span<Oop> values = stackalloc Oop[Count];
        for (int i = 0; i < Count; i++)
        {
            values[i] = Read(vm, i + 1);
        }
        return vm.Array(values);
    }

    private static Oop Read(VirtualMachine vm, int index)
    {
        ObjectMemory memory = vm.Memory;
        ImageSettings settings = vm.Settings;
        Wishes wishes = vm.State<Wishes>();
        long youngBytes = memory.OldStart - memory.EdenStart;
        long oldBytes = memory.OldFree - memory.OldStart;
        long? number = index switch
        {
            1 => oldBytes,
            2 => youngBytes,
            3 => oldBytes + youngBytes,
            5 => wishes.AllocationsBetweenCollections,
            6 => wishes.TenuringThreshold,
            7 => memory.FullCollector.Count,
            8 => (long)memory.FullCollector.Time.TotalMilliseconds,
            18 => (long)memory.FullCollector.CompactionTime.TotalMilliseconds,
            9 => memory.Scavenger.Count,
            10 => (long)memory.Scavenger.Time.TotalMilliseconds,
            11 => memory.Scavenger.TenuredObjects,
            19 => memory.Options.EdenBytes,
            20 => vm.Clock.StartMicroseconds,
            21 => memory.Remembered.Count,
            // The remembered set grows.
            22 => 0,
            23 => settings.ExtraMemoryBytes,
            24 => memory.ShrinkThreshold,
            25 => memory.GrowHeadroom,
            26 => wishes.HeartbeatMilliseconds,
            40 => memory.Dialect.WordSize,
            41 => ImageFormat(vm),
            // One stack. A number here says that the machine is of Cog's kind, which no image without closures runs on.
            42 when memory.Dialect.HasClosures => 1,
            43 => settings.DesiredStackPages,
            44 => memory.Options.EdenBytes,
            45 => settings.DesiredEdenBytes,
            47 => settings.DesiredCodeKilobytes * BytesPerKilobyte,
            48 => settings.HeaderFlags >> PrivateFlagBits,
            49 => settings.MaxExternalSemaphores,
            // Old space is one segment, and free only beyond its end.
            53 => 1,
            54 => memory.OldCapacity - oldBytes,
            65 => Features(vm),
            66 => vm.Options.StackBytes,
            67 => memory.Options.MaximumBytes,
            _ => null,
        };
        return index switch
        {
            75 => memory.Boolean(settings.MixesArithmetic),
            77 => memory.Boolean(settings.MixesComparison),
            55 => memory.Float(memory.FullCollector.GrowthRatio),
            _ => number is { } value ? memory.Integer(value) : memory.Nil,
        };
    }

    /// <summary>Fails the primitive, and answers false, for what cannot be set, or not to this.</summary>
    private static bool TrySet(VirtualMachine vm, int index, Oop value)
    {
        ImageSettings settings = vm.Settings;
        Wishes wishes = vm.State<Wishes>();
        if (index is 75 or 77)
        {
            if (!vm.Memory.TryBoolean(value, out bool mixes))
            {
                _ = vm.Fail(PrimitiveError.BadArgument);
                return false;
            }
            if (index == 75)
            {
                settings.MixesArithmetic = mixes;
            }
            else
            {
                settings.MixesComparison = mixes;
            }
            return true;
        }
        if (index == 55 && vm.Memory.TryFloat(value, out double ratio) && ratio > 0)
        {
            vm.Memory.FullCollector.GrowthRatio = ratio;
            return true;
        }
        if (!value.IsInteger)
        {
            _ = vm.Fail(PrimitiveError.BadArgument);
            return false;
        }
        long number = value.Integer;
        bool isSet = number >= 0;
        switch (index)
        {
            case 5 when isSet && !vm.Memory.Dialect.IsSpur:
                wishes.AllocationsBetweenCollections = number;
                break;
            case 6 when isSet:
                wishes.TenuringThreshold = number;
                break;
            case 23 when isSet:
                settings.ExtraMemoryBytes = number;
                break;
            case 24 when number > 0:
                vm.Memory.ShrinkThreshold = number;
                break;
            case 25 when number > 0:
                vm.Memory.GrowHeadroom = number;
                break;
            case 26 when isSet:
                wishes.HeartbeatMilliseconds = number;
                break;
            case 43 when isSet && number <= MaxUnsignedShort:
                settings.DesiredStackPages = (int)number;
                break;
            case 45 when isSet && number <= uint.MaxValue:
                settings.DesiredEdenBytes = number;
                break;
            case 47 when isSet && number <= MaxUnsignedShort * BytesPerKilobyte:
                settings.DesiredCodeKilobytes = (int)(number + BytesPerKilobyte - 1) / BytesPerKilobyte;
                break;
            case 48 when isSet && number <= int.MaxValue >> PrivateFlagBits:
                settings.HeaderFlags = (number << PrivateFlagBits) | (settings.HeaderFlags & ((1 << PrivateFlagBits) - 1));
                break;
            case 49 when isSet && number <= MaxUnsignedShort:
                settings.MaxExternalSemaphores = (int)number;
                break;
            default:
                _ = vm.Fail(PrimitiveError.InappropriateOperation);
                return false;
        }
        return true;
    }

    /// <summary>1 several bytecode sets, 2 read-only objects, 32 processes that back up when suspended.</summary>
    private static int Features(VirtualMachine vm)
    {
        const int multipleBytecodeSets = 1;
        const int readOnlyObjects = 2;
        const int suspendBackingUp = 32;
        const int suspendBackingUpPrimitive = 578;
        int features = vm.Memory.Dialect.IsSpur ? multipleBytecodeSets | readOnlyObjects : 0;
        return features | (vm.Primitives.Find(suspendBackingUpPrimitive) is null ? 0 : suspendBackingUp);
    }

    /// <summary>
    /// How the image wishes the collectors and the heartbeat of the reference to be: kept and answered, because an image
    /// that cannot set them stops starting (VMMaker <c>primitiveSetVMParameter:arg:</c>, "old images").
    /// </summary>
    private sealed class Wishes
    {
        public long? AllocationsBetweenCollections { get; set; }
        public long? TenuringThreshold { get; set; }
        public long HeartbeatMilliseconds { get; set; } = 2;
    }
}
