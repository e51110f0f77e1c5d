using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Files;

namespace JitTalk.Primitives.SystemControl;

/// <summary>The machine, its host and its plugins, as the image may know them.</summary>
internal static class SystemPrimitives
{
    /// <summary>The path of the image's file; an argument renames it.</summary>
    [Primitive(121)]
    public static Oop ImageName(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        if (arguments.Count == 0)
        {
            return vm.String(vm.ImagePath);
        }
        if (!FileNames.TryName(arguments[1], out string path) || path.Length == 0)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.ImagePath = path;
        return arguments.Receiver;
    }

    /// <summary>The text on the host's clipboard; an argument replaces it.</summary>
    [Primitive(141)]
    public static Oop ClipboardText(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        if (arguments.Count == 0)
        {
            return vm.String(vm.Host.Clipboard);
        }
        if (!ObjectMemory.IsByteObject(arguments[1]))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Host.Clipboard = HostText.Of(arguments[1]);
        return arguments.Receiver;
    }

    /// <summary>The path of the machine's folder, delimiter included.</summary>
    [Primitive(142)]
    public static Oop VmPath(VirtualMachine vm, Oop receiver) => vm.String(vm.Options.VmPath);

    [Primitive(149)]
    public static Oop GetAttribute(VirtualMachine vm, Oop receiver, long number) =>
        SystemAttributes.Of(vm, number) is { } text ? vm.String(text) : vm.Fail(PrimitiveError.NotFound);

    /// <summary>The nth plugin, counted from 1; nil after the last. All are part of the machine and there from the start.</summary>
    [Primitive(572)]
    [Primitive(573)]
    public static Oop ListModule(VirtualMachine vm, Oop receiver, long index)
    {
        if (index < 1)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        // The machine's own named primitives have no plugin.
        string? name = vm.Primitives.Modules.Where(m => m.Length > 0).ElementAtOrDefault((int)Math.Min(index - 1, int.MaxValue));
        return name is null ? vm.Memory.Nil : vm.String(name);
    }

    /// <summary>The value of a variable of the environment; nil where it has none.</summary>
    [Primitive("", "primitiveGetenv")]
    public static Oop GetEnvironment(VirtualMachine vm, Oop receiver, Oop name) =>
        !FileNames.TryName(name, out string key) || key.Length == 0 ? vm.Fail(PrimitiveError.BadArgument)
        : Environment.GetEnvironmentVariable(key) is { } value ? vm.String(value)
        : vm.Memory.Nil;

    [Primitive("", "primitiveImageFormatVersion")]
    public static Oop ImageFormatVersion(VirtualMachine vm, Oop receiver) => Oop.FromInteger(VmParameters.ImageFormat(vm));

    [Primitive("", "primitiveIsBigEnder")]
    public static bool IsBigEndian(VirtualMachine vm, Oop receiver) => !BitConverter.IsLittleEndian;

    /// <summary>Whether the saved image is to say that it has bytecodes of a second set; an argument sets it.</summary>
    [Primitive("", "primitiveMultipleBytecodeSetsActive")]
    public static Oop MultipleBytecodeSetsActive(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        if (arguments.Count == 0)
        {
            return vm.Memory.Boolean(vm.Settings.HasMultipleBytecodeSets);
        }
        if (!vm.Memory.Dialect.IsSpur)
        {
            return vm.Fail(PrimitiveError.UnsupportedOperation);
        }
        if (!vm.Memory.TryBoolean(arguments[1], out bool areActive))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Settings.HasMultipleBytecodeSets = areActive;
        return vm.Memory.Boolean(areActive);
    }

    /// <summary>The names of the encoders whose bytecodes this machine runs.</summary>
    [Primitive("", "primitiveBytecodeSetsAvailable", Era = PrimitiveEra.Spur)]
    public static Oop BytecodeSetsAvailable(VirtualMachine vm, Oop receiver) => vm.Array(
        vm.Memory.NewString("EncoderForV3PlusClosures"),
        vm.Memory.NewString("EncoderForSistaV1"));
}
