using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Plugins;

/// <summary>The files that were last dropped on the window, counted from 1 (VMMaker <c>DropPlugin</c>).</summary>
internal static class DropPlugin
{
    private const string Module = "DropPlugin";

    [Primitive(Module, "primitiveDropRequestFileName")]
    public static Oop FileName(VirtualMachine vm, Oop receiver, long index) =>
        File(vm, index) is { } path ? vm.String(path) : vm.Fail(PrimitiveError.BadArgument);

    /// <summary>The file's address, <c>file:///…</c>, in which all but letters and digits of ASCII are escaped as their UTF-8.</summary>
    [Primitive(Module, "primitiveDropRequestURI")]
    public static Oop Address(VirtualMachine vm, Oop receiver, long index) => File(vm, index) is { } path
        ? vm.String("file://" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString)))
        : vm.Fail(PrimitiveError.BadArgument);

    /// <summary>Opens a dropped file to read, though the image may have lost the right to open files: the user has chosen it.</summary>
    [Primitive(Module, "primitiveDropRequestFileHandle")]
    public static Oop FileHandle(VirtualMachine vm, Oop receiver, long index) =>
        File(vm, index) is { } path ? FilePlugin.OpenToRead(vm, path) : vm.Fail(PrimitiveError.BadArgument);

    private static string? File(VirtualMachine vm, long index)
    {
        IReadOnlyList<string> files = vm.Host.DroppedFiles;
        return index >= 1 && index <= files.Count ? files[(int)index - 1] : null;
    }
}
