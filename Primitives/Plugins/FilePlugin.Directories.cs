using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Files;

namespace JitTalk.Primitives.Plugins;

// Directories. An entry is an Array: name, time of creation, time of modification, is a directory, size.
internal static unsafe partial class FilePlugin
{
    [Primitive(Module, "primitiveDirectoryCreate")]
    [Primitive(160, Era = PrimitiveEra.BlockContexts)]
    public static Oop DirectoryCreate(VirtualMachine vm, Oop receiver, Oop name) =>
        !FileNames.TryName(name, out string path) ? vm.Fail(PrimitiveError.BadArgument)
        : !Files(vm).IsAccessAllowed ? vm.Fail(PrimitiveError.UnsupportedOperation)
        : PosixFiles.CreateDirectory(path) == 0 ? receiver
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveDirectoryDelete")]
    [Primitive(163, Era = PrimitiveEra.BlockContexts)]
    public static Oop DirectoryDelete(VirtualMachine vm, Oop receiver, Oop name) =>
        !FileNames.TryName(name, out string path) ? vm.Fail(PrimitiveError.BadArgument)
        : !Files(vm).IsAccessAllowed ? vm.Fail(PrimitiveError.UnsupportedOperation)
        : PosixFiles.DeleteDirectory(path) == 0 ? receiver
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveDirectoryDelimitor")]
    [Primitive(161, Era = PrimitiveEra.BlockContexts)]
    public static Oop DirectoryDelimitor(VirtualMachine vm, Oop receiver)
    {
        Oop delimiter = vm.Memory.Character(Path.DirectorySeparatorChar);
        return delimiter.IsNone ? vm.Fail() : delimiter;
    }

    /// <summary>
    /// The entry at an index, counted from 1; nil after the last one. A directory is read when its first entry is asked
    /// for, so that one that changes meanwhile loses no entries to the counting.
    /// </summary>
    [Primitive(Module, "primitiveDirectoryLookup")]
    [Primitive(162, Era = PrimitiveEra.BlockContexts)]
    public static Oop DirectoryLookup(VirtualMachine vm, Oop receiver, Oop name, long index)
    {
        if (!FileNames.TryDirectory(name, out string path) || index < 1)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!Files(vm).IsAccessAllowed)
        {
            return vm.Memory.Nil;
        }
        LastListing last = vm.State<LastListing>();
        DirectoryListing? listing = last.Listing;
        if (listing?.Path != path || index == 1)
        {
            if (!DirectoryListing.TryRead(path, out listing))
            {
                return vm.Fail(PrimitiveError.OperationFailed);
            }
            last.Listing = listing;
        }
        if (index > listing.Names.Count)
        {
            last.Listing = null;
            return vm.Memory.Nil;
        }
        string entry = listing.Names[(int)index - 1];
        return Entry(vm, vm.Memory.NewString(entry), listing.Full(entry));
    }

    /// <summary>The entry of a name in a directory; nil where there is none.</summary>
    [Primitive(Module, "primitiveDirectoryEntry")]
    public static Oop DirectoryEntry(VirtualMachine vm, Oop receiver, Oop name, Oop entryName)
    {
        if (!FileNames.TryDirectory(name, out string path) || !FileNames.TryName(entryName, out string entry))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!Files(vm).IsAccessAllowed)
        {
            return vm.Memory.Nil;
        }
        if (!Directory.Exists(path))
        {
            return vm.Fail(PrimitiveError.OperationFailed);
        }
        string full = $"{path}/{entry}";
        return FileStatus.TryRead(full, follow: false, out _)
            ? Entry(vm, vm.Memory.NewBytes(vm.Memory.Known.String, ObjectMemory.ByteSpan(entryName)), full)
            : vm.Memory.Nil;
    }

    /// <summary>Files have no types and creators here: they are right whatever they are set to (<c>sqUnixFile.c</c>).</summary>
    [Primitive(Module, "primitiveDirectorySetMacTypeAndCreator")]
    [Primitive(169, Era = PrimitiveEra.BlockContexts)]
    public static Oop SetMacTypeAndCreator(VirtualMachine vm, Oop receiver, Oop name, Oop type, Oop creator) =>
        FileNames.TryName(name, out _) && IsMacCode(type) && IsMacCode(creator) ? receiver : vm.Fail(PrimitiveError.BadArgument);

    private static bool IsMacCode(Oop oop) => ObjectMemory.IsByteObject(oop) && ObjectMemory.ByteLength(oop) == 4;

    private static Oop Entry(VirtualMachine vm, Oop name, string path)
    {
        ObjectMemory memory = vm.Memory;
        // A link that leads nowhere is an entry as well, and one that cannot be asked at all must not hide the others.
        if (!FileStatus.TryRead(path, follow: true, out FileStatus status) && !FileStatus.TryRead(path, follow: false, out status))
        {
            return vm.Array(name, Oop.FromInteger(0), Oop.FromInteger(0), memory.False, Oop.FromInteger(0));
        }
        bool isDirectory = status.Kind == FileStatus.Directory;
        return vm.Array(
            name,
            memory.Integer(FileTimes.ToSmalltalk(vm, status.ChangeTime)),
            memory.Integer(FileTimes.ToSmalltalk(vm, status.ModificationTime)),
            memory.Boolean(isDirectory),
            isDirectory ? Oop.FromInteger(0) : memory.UnsignedInteger(status.Size));
    }

    /// <summary>The directory whose entries are being asked for one after the other.</summary>
    private sealed class LastListing
    {
        public DirectoryListing? Listing { get; set; }
    }
}
