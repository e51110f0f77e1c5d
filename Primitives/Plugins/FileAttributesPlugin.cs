using System.Text;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Files;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// What the operating system knows of files (VMMaker <c>FileAttributesPlugin</c>). Names here and there are UTF-8.
/// Fails with the plugin's own negative error numbers, or with those of the system.
/// </summary>
internal static class FileAttributesPlugin
{
    private const string Module = "FileAttributesPlugin";

    private const int CannotReadStatus = -3;
    private const int InvalidArguments = -6;
    private const int CannotOpenDirectory = -9;
    private const int BadSession = -17;

    private const int WantsStatus = 1;
    private const int WantsAccess = 2;
    private const int OfLink = 4;

    [Primitive(Module, "primitiveFileExists")]
    public static Oop FileExists(VirtualMachine vm, Oop receiver, Oop name) =>
        TryPath(vm, name, out string path) ? vm.Memory.Boolean(PosixFiles.MayAccess(path, 0)) : Oop.None;

    /// <summary>
    /// One attribute: 1 to 12 as in <see cref="FileAttributes"/>, 13 to 15 may it be read, written, executed, 16 is it a
    /// symbolic link.
    /// </summary>
    [Primitive(Module, "primitiveFileAttribute")]
    public static Oop FileAttribute(VirtualMachine vm, Oop receiver, Oop name, long number)
    {
        if (number is < 1 or > 16)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!TryPath(vm, name, out string path))
        {
            return Oop.None;
        }
        if (number is >= 13 and <= 15)
        {
            return vm.Memory.Boolean(PosixFiles.MayAccess(path, PosixFiles.CanRead >> (int)(number - 13)));
        }
        if (!FileStatus.TryRead(path, follow: number != 16, out FileStatus status))
        {
            return vm.FailForOperatingSystem(CannotReadStatus);
        }
        return number == 16
            ? vm.Memory.Boolean(status.Kind == FileStatus.Link)
            : vm.OrNoMemory(Attribute(vm, status, (int)number));
    }

    /// <summary>
    /// Bit 0 of the mask asks for an Array of 13: where a link leads, mode, inode, device, links, owner, group, size,
    /// times of access, modification, change and creation, attributes of Windows. Bit 1 asks for an Array of 3: may it
    /// be read, written, executed. Both answer an Array of the two. Bit 2 asks of a link itself.
    /// </summary>
    [Primitive(Module, "primitiveFileAttributes")]
    public static Oop FileAttributes(VirtualMachine vm, Oop receiver, Oop name, long mask)
    {
        if (!TryPath(vm, name, out string path))
        {
            return Oop.None;
        }
        if ((mask & (WantsStatus | WantsAccess)) == 0)
        {
            return vm.FailForOperatingSystem(InvalidArguments);
        }
        Oop status = Oop.None;
        if ((mask & WantsStatus) != 0)
        {
            status = StatusArray(vm, path, follow: (mask & OfLink) == 0);
            if (status.IsNone || (mask & WantsAccess) == 0)
            {
                return status;
            }
        }
        Oop access = vm.Array(
            vm.Memory.Boolean(PosixFiles.MayAccess(path, PosixFiles.CanRead)),
            vm.Memory.Boolean(PosixFiles.MayAccess(path, PosixFiles.CanWrite)),
            vm.Memory.Boolean(PosixFiles.MayAccess(path, PosixFiles.CanExecute)));
        return status.IsNone ? access : vm.Array(status, access);
    }

    /// <summary>The bits of a mode that tell the kind, then sockets, links, files, block devices, directories, character devices, pipes.</summary>
    [Primitive(Module, "primitiveFileMasks")]
    public static Oop FileMasks(VirtualMachine vm, Oop receiver) => vm.Array(
        Oop.FromInteger(FileStatus.KindMask),
        Oop.FromInteger(FileStatus.Socket),
        Oop.FromInteger(FileStatus.Link),
        Oop.FromInteger(FileStatus.Regular),
        Oop.FromInteger(FileStatus.BlockDevice),
        Oop.FromInteger(FileStatus.Directory),
        Oop.FromInteger(FileStatus.CharacterDevice),
        Oop.FromInteger(FileStatus.Pipe));

    /// <summary>The first entry, its attributes, and a handle for those that follow; nil for an empty directory.</summary>
    [Primitive(Module, "primitiveOpendir")]
    public static Oop OpenDirectory(VirtualMachine vm, Oop receiver, Oop name)
    {
        if (!TryPath(vm, name, out string path))
        {
            return Oop.None;
        }
        if (path.Length == 0 || !DirectoryListing.TryRead(path, out DirectoryListing? listing))
        {
            return vm.FailForOperatingSystem(CannotOpenDirectory);
        }
        if (listing.Names.Count == 0)
        {
            return vm.Memory.Nil;
        }
        Oop handle = HandleTable<DirectoryListing>.Handle(vm, Directories(vm).Add(listing));
        return handle.IsNone ? vm.Fail(PrimitiveError.NoMemory) : NextEntry(vm, listing, handle);
    }

    /// <summary>The next entry and its attributes; nil after the last.</summary>
    [Primitive(Module, "primitiveReaddir")]
    public static Oop ReadDirectory(VirtualMachine vm, Oop receiver, Oop handle) =>
        Directories(vm).Find(vm, handle) is { } listing
            ? NextEntry(vm, listing, vm.Memory.Nil)
            : vm.FailForOperatingSystem(BadSession);

    /// <summary>Answers the first entry again.</summary>
    [Primitive(Module, "primitiveRewinddir")]
    public static Oop RewindDirectory(VirtualMachine vm, Oop receiver, Oop handle)
    {
        if (Directories(vm).Find(vm, handle) is not { } listing)
        {
            return vm.FailForOperatingSystem(BadSession);
        }
        listing.Next = 0;
        return NextEntry(vm, listing, vm.Memory.Nil);
    }

    [Primitive(Module, "primitiveClosedir")]
    public static Oop CloseDirectory(VirtualMachine vm, Oop receiver, Oop handle) =>
        Directories(vm).Remove(vm, handle) is null ? vm.FailForOperatingSystem(BadSession) : handle;

    [Primitive(Module, "primitiveChangeMode")]
    public static Oop ChangeMode(VirtualMachine vm, Oop receiver, Oop name, long mode) =>
        mode is < 0 or > 0xFFF ? vm.Fail(PrimitiveError.BadArgument)
        : TryPath(vm, name, out string path) ? NilUnless(vm, PosixFiles.ChangeMode(path, (int)mode))
        : Oop.None;

    [Primitive(Module, "primitiveChangeOwner")]
    public static Oop ChangeOwner(VirtualMachine vm, Oop receiver, Oop name, long owner, long group) =>
        ChangeOwner(vm, name, owner, group, follow: true);

    [Primitive(Module, "primitiveSymlinkChangeOwner")]
    public static Oop ChangeLinkOwner(VirtualMachine vm, Oop receiver, Oop name, long owner, long group) =>
        ChangeOwner(vm, name, owner, group, follow: false);

    [Primitive(Module, "primitivePathMax")]
    public static Oop PathMax(VirtualMachine vm, Oop receiver)
    {
        const int pathMax = 4096;
        return Oop.FromInteger(pathMax);
    }

    [Primitive(Module, "primitivePlatToStPath")]
    [Primitive(Module, "primitiveStToPlatPath")]
    public static Oop ConvertPath(VirtualMachine vm, Oop receiver, Oop name) =>
        ObjectMemory.IsByteObject(name)
            ? vm.OrNoMemory(vm.Memory.NewBytes(vm.Memory.Known.ByteArray, ObjectMemory.ByteSpan(name)))
            : vm.Fail(PrimitiveError.BadArgument);

    /// <summary>The version of the plugin whose answers these are.</summary>
    [Primitive(Module, "primitiveVersionString")]
    public static Oop VersionString(VirtualMachine vm, Oop receiver) => vm.String("2.0.9");

    private static HandleTable<DirectoryListing> Directories(VirtualMachine vm) => vm.State<HandleTable<DirectoryListing>>();

    private static bool TryPath(VirtualMachine vm, Oop name, out string path)
    {
        if (!FileNames.TryName(name, out path))
        {
            _ = vm.Fail(PrimitiveError.BadArgument);
            return false;
        }
        if (!vm.State<FileTable>().IsAccessAllowed)
        {
            _ = vm.FailForOperatingSystem(CannotReadStatus);
            return false;
        }
        return true;
    }

    private static Oop ChangeOwner(VirtualMachine vm, Oop name, long owner, long group, bool follow) =>
        owner is < -1 or > int.MaxValue || group is < -1 or > int.MaxValue ? vm.Fail(PrimitiveError.BadArgument)
        : TryPath(vm, name, out string path) ? NilUnless(vm, PosixFiles.ChangeOwner(path, (int)owner, (int)group, follow))
        : Oop.None;

    private static Oop NilUnless(VirtualMachine vm, int error) =>
        error == 0 ? vm.Memory.Nil : vm.FailForOperatingSystem(error);

    private static Oop NextEntry(VirtualMachine vm, DirectoryListing listing, Oop handle)
    {
        if (listing.Next >= listing.Names.Count)
        {
            return vm.Memory.Nil;
        }
        string name = listing.Names[listing.Next];
        Oop nameBytes = vm.Memory.NewBytes(vm.Memory.Known.ByteArray, Encoding.UTF8.GetBytes(name));
        Oop attributes = FileStatus.TryRead(listing.Full(name), follow: true, out _)
            ? StatusArray(vm, listing.Full(name), follow: true)
            : vm.Memory.Nil;
        Oop entry = vm.Array(nameBytes, attributes, handle);
        listing.Next += entry.IsNone ? 0 : 1;
        return entry;
    }

    private static Oop StatusArray(VirtualMachine vm, string path, bool follow)
    {
        if (!FileStatus.TryRead(path, follow, out FileStatus status))
        {
            return vm.FailForOperatingSystem(CannotReadStatus);
        }
        Span<Oop> attributes = stackalloc Oop[13];
        attributes.Fill(vm.Memory.Nil);
        if (status.Kind == FileStatus.Link && new FileInfo(path).LinkTarget is { } target)
        {
            attributes[0] = vm.Memory.NewBytes(vm.Memory.Known.ByteArray, Encoding.UTF8.GetBytes(target));
        }
        for (int number = 2; number <= 12; number++)
        {
            attributes[number - 1] = Attribute(vm, status, number);
        }
        return vm.Array(attributes);
    }

    /// <summary>Linux tells no time of creation, and only of a link where it leads.</summary>
    private static Oop Attribute(VirtualMachine vm, in FileStatus status, int number) => number switch
    {
        2 => Oop.FromInteger(status.Mode),
        3 => vm.Memory.UnsignedInteger(status.Inode),
        4 => vm.Memory.UnsignedInteger(status.Device),
        5 => vm.Memory.UnsignedInteger(status.LinkCount),
        6 => vm.Memory.UnsignedInteger(status.Owner),
        7 => vm.Memory.UnsignedInteger(status.Group),
        8 => vm.Memory.UnsignedInteger(status.Kind == FileStatus.Directory ? 0 : status.Size),
        9 => vm.Memory.Integer(FileTimes.ToSmalltalk(vm, status.AccessTime)),
        10 => vm.Memory.Integer(FileTimes.ToSmalltalk(vm, status.ModificationTime)),
        11 => vm.Memory.Integer(FileTimes.ToSmalltalk(vm, status.ChangeTime)),
        _ => vm.Memory.Nil,
    };
}
