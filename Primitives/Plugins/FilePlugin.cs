using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Files;
using Microsoft.Win32.SafeHandles;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// Files (VMMaker <c>FilePlugin</c>), by name and by the numbers that images of BlockContexts call.
/// A primitive without a result answers its receiver.
/// </summary>
internal static unsafe partial class FilePlugin
{
    private const string Module = "FilePlugin";

    // An fopen()ed file is buffered; 4096 is what C libraries take.
    private const int BufferBytes = 4096;

    [Primitive(Module, "primitiveFileAtEnd")]
    [Primitive(150, Era = PrimitiveEra.BlockContexts)]
    public static Oop AtEnd(VirtualMachine vm, Oop receiver, Oop handle) =>
        Files(vm).Find(vm, handle) is { } file ? vm.Memory.Boolean(file.IsAtEnd) : vm.Fail(PrimitiveError.BadArgument);

    [Primitive(Module, "primitiveFileClose")]
    [Primitive(151, Era = PrimitiveEra.BlockContexts)]
    public static Oop Close(VirtualMachine vm, Oop receiver, Oop handle) =>
        Files(vm).Remove(vm, handle) is not { } file ? vm.Fail(PrimitiveError.BadArgument)
        : file.TryClose() ? receiver
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveFileGetPosition")]
    [Primitive(152, Era = PrimitiveEra.BlockContexts)]
    public static Oop GetPosition(VirtualMachine vm, Oop receiver, Oop handle) =>
        Files(vm).Find(vm, handle) is not { } file ? vm.Fail(PrimitiveError.BadArgument)
        : file.TryPosition(out long position) ? vm.OrNoMemory(vm.Memory.Integer(position))
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveFileSetPosition")]
    [Primitive(155, Era = PrimitiveEra.BlockContexts)]
    public static Oop SetPosition(VirtualMachine vm, Oop receiver, Oop handle, Oop position) =>
        Files(vm).Find(vm, handle) is not { } file || !TryOffset(vm, position, out long offset) ? vm.Fail(PrimitiveError.BadArgument)
        : file.TrySetPosition(offset) ? receiver
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveFileSize")]
    [Primitive(157, Era = PrimitiveEra.BlockContexts)]
    public static Oop Size(VirtualMachine vm, Oop receiver, Oop handle) =>
        Files(vm).Find(vm, handle) is not { } file ? vm.Fail(PrimitiveError.BadArgument)
        : file.TrySize(out long size) ? vm.OrNoMemory(vm.Memory.Integer(size))
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveFileTruncate")]
    public static Oop Truncate(VirtualMachine vm, Oop receiver, Oop handle, Oop size) =>
        Files(vm).Find(vm, handle) is not { } file || !TryOffset(vm, size, out long bytes) ? vm.Fail(PrimitiveError.BadArgument)
        : file.TryTruncate(bytes) ? receiver
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveFileFlush")]
    public static Oop Flush(VirtualMachine vm, Oop receiver, Oop handle) =>
        Files(vm).Find(vm, handle) is not { } file ? vm.Fail(PrimitiveError.BadArgument)
        : file.TryFlush() ? receiver
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveFileSync")]
    public static Oop Sync(VirtualMachine vm, Oop receiver, Oop handle) =>
        Files(vm).Find(vm, handle) is not { } file ? vm.Fail(PrimitiveError.BadArgument)
        : file.TrySync() ? receiver
        : vm.Fail(PrimitiveError.OperationFailed);

    /// <summary>Opens a file to read, or to read and write, which makes it where it is missing.</summary>
    [Primitive(Module, "primitiveFileOpen")]
    [Primitive(153, Era = PrimitiveEra.BlockContexts)]
    public static Oop Open(VirtualMachine vm, Oop receiver, Oop name, Oop writable)
    {
        if (!FileNames.TryName(name, out string path) || !vm.Memory.TryBoolean(writable, out bool isWritable))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!Files(vm).IsAccessAllowed)
        {
            return vm.Fail(PrimitiveError.UnsupportedOperation);
        }
        if (!isWritable)
        {
            return OpenToRead(vm, path);
        }
        // What may not be read can perhaps still be written (sqFileOpen).
        bool isWriteOnly = File.Exists(path) && !PosixFiles.MayAccess(path, PosixFiles.CanRead);
        return Opened(vm, () => Stream(path, FileMode.OpenOrCreate, isWriteOnly ? FileAccess.Write : FileAccess.ReadWrite), isWritable);
    }

    /// <summary>The handle of a file to read, whether or not the image may open files itself.</summary>
    internal static Oop OpenToRead(VirtualMachine vm, string path) =>
        Opened(vm, () => Stream(path, FileMode.Open, FileAccess.Read), isWritable: false);

    /// <summary>Makes a file and opens it; a file that exists is an inappropriate one.</summary>
    [Primitive(Module, "primitiveFileOpenNew")]
    public static Oop OpenNew(VirtualMachine vm, Oop receiver, Oop name)
    {
        if (!FileNames.TryName(name, out string path))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!Files(vm).IsAccessAllowed)
        {
            return vm.Fail(PrimitiveError.UnsupportedOperation);
        }
        return FileStatus.TryRead(path, follow: false, out _)
            ? vm.Fail(PrimitiveError.InappropriateOperation)
            : Opened(vm, () => Stream(path, FileMode.CreateNew, FileAccess.ReadWrite), isWritable: true);
    }

    /// <summary>Makes a file of a descriptor of the operating system, which it closes in the end.</summary>
    [Primitive(Module, "primitiveConnectToFileDescriptor")]
    public static Oop ConnectToDescriptor(VirtualMachine vm, Oop receiver, long descriptor, Oop writable)
    {
        if (!vm.Memory.TryBoolean(writable, out bool isWritable) || descriptor is < 0 or > int.MaxValue
            || !FileStatus.TryRead((int)descriptor, out _))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        SafeFileHandle handle = new((nint)descriptor, ownsHandle: true);
        FileAccess access = isWritable ? FileAccess.Write : FileAccess.Read;
        Oop file = Opened(vm, () => new FileStream(handle, access, BufferBytes), isWritable);
        if (file.IsNone)
        {
            // The descriptor stays its owner's.
            handle.SetHandleAsInvalid();
        }
        return file;
    }

    /// <summary>What a descriptor is: −1 not one, 1 a terminal, 2 a pipe, 3 a file.</summary>
    [Primitive(Module, "primitiveFileDescriptorType")]
    public static Oop DescriptorType(VirtualMachine vm, Oop receiver, long descriptor)
    {
        if (descriptor is < 0 or > int.MaxValue || !FileStatus.TryRead((int)descriptor, out FileStatus status))
        {
            return Oop.FromInteger(-1);
        }
        return Oop.FromInteger(PosixFiles.IsTerminal((int)descriptor) ? 1 : status.Kind == FileStatus.Pipe ? 2 : 3);
    }

    [Primitive(Module, "primitiveFileStdioHandles")]
    public static Oop StandardHandles(VirtualMachine vm, Oop receiver)
    {
        FileTable files = Files(vm);
        return files.IsAccessAllowed
            ? vm.Array(files.StandardHandle(vm, 0), files.StandardHandle(vm, 1), files.StandardHandle(vm, 2))
            : vm.Fail(PrimitiveError.UnsupportedOperation);
    }

    /// <summary>Reads elements of bytes or words; answers how many.</summary>
    [Primitive(Module, "primitiveFileRead")]
    [Primitive(154, Era = PrimitiveEra.BlockContexts)]
    public static Oop Read(VirtualMachine vm, Oop receiver, Oop handle, Oop buffer, Oop start, Oop count)
    {
        if (Files(vm).Find(vm, handle) is not { } file)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!TryElements(vm, buffer, start, count, out Span<byte> bytes))
        {
            return Oop.None;
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(buffer)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        return file.TryRead(bytes, out int read)
            ? Oop.FromInteger(read / ObjectMemory.FormatOf(buffer).ElementBytes())
            : vm.Fail(PrimitiveError.OperationFailed);
    }

    /// <summary>Writes elements of bytes or words; answers how many.</summary>
    [Primitive(Module, "primitiveFileWrite")]
    [Primitive(158, Era = PrimitiveEra.BlockContexts)]
    public static Oop Write(VirtualMachine vm, Oop receiver, Oop handle, Oop buffer, Oop start, Oop count)
    {
        if (Files(vm).Find(vm, handle) is not { } file)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!TryElements(vm, buffer, start, count, out Span<byte> bytes))
        {
            return Oop.None;
        }
        return file.TryWrite(bytes)
            ? Oop.FromInteger(bytes.Length / ObjectMemory.FormatOf(buffer).ElementBytes())
            : vm.Fail(PrimitiveError.OperationFailed);
    }

    [Primitive(Module, "primitiveFileDelete")]
    [Primitive(156, Era = PrimitiveEra.BlockContexts)]
    public static Oop Delete(VirtualMachine vm, Oop receiver, Oop name) =>
        !FileNames.TryName(name, out string path) ? vm.Fail(PrimitiveError.BadArgument)
        : !Files(vm).IsAccessAllowed ? vm.Fail(PrimitiveError.UnsupportedOperation)
        : PosixFiles.Remove(path) == 0 ? receiver
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveFileRename")]
    [Primitive(159, Era = PrimitiveEra.BlockContexts)]
    public static Oop Rename(VirtualMachine vm, Oop receiver, Oop oldName, Oop newName) =>
        !FileNames.TryName(oldName, out string from) || !FileNames.TryName(newName, out string to) ? vm.Fail(PrimitiveError.BadArgument)
        : !Files(vm).IsAccessAllowed ? vm.Fail(PrimitiveError.UnsupportedOperation)
        : PosixFiles.Rename(from, to) == 0 ? receiver
        : vm.Fail(PrimitiveError.OperationFailed);

    [Primitive(Module, "primitiveHasFileAccess")]
    public static bool HasAccess(VirtualMachine vm, Oop receiver) => Files(vm).IsAccessAllowed;

    [Primitive(Module, "primitiveDisableFileAccess")]
    public static Oop DisableAccess(VirtualMachine vm, Oop receiver)
    {
        Files(vm).DisableAccess();
        return receiver;
    }

    private static FileTable Files(VirtualMachine vm) => vm.State<FileTable>();

    // Not shared by locks: Unix programs, the image's own second stream among them, may open what is open.
    private static FileStream Stream(string path, FileMode mode, FileAccess access) =>
        new(path, mode, access, FileShare.ReadWrite | FileShare.Delete, BufferBytes);

    private static Oop Opened(VirtualMachine vm, Func<FileStream> open, bool isWritable)
    {
        try
        {
            return Files(vm).Add(vm, OpenFile.OnDisk(open(), isWritable));
        }
        catch (Exception refusal) when (OpenFile.IsRefusal(refusal))
        {
            return vm.Fail(PrimitiveError.OperationFailed);
        }
    }

    private static bool TryOffset(VirtualMachine vm, Oop oop, out long offset) =>
        vm.Memory.TryInteger64(oop, out offset) && offset >= 0;

    /// <summary>
    /// The bytes of <paramref name="count"/> elements, the first of which is element <paramref name="start"/>, counted
    /// from 1, of an object of bytes or words other than a compiled method. Fails the primitive where there are none.
    /// </summary>
    private static bool TryElements(VirtualMachine vm, Oop buffer, Oop start, Oop count, out Span<byte> bytes)
    {
        bytes = default;
        if (!vm.Memory.TryUnsigned32(start, out uint first) || !vm.Memory.TryUnsigned32(count, out uint elements)
            || buffer.IsImmediate || !ObjectMemory.FormatOf(buffer).IsBits())
        {
            _ = vm.Fail(PrimitiveError.BadArgument);
            return false;
        }
        int size = ObjectMemory.FormatOf(buffer).ElementBytes();
        long offset = ((long)first - 1) * size;
        long length = (long)elements * size;
        if (first == 0 || offset + length > ObjectMemory.ByteLength(buffer))
        {
            _ = vm.Fail(PrimitiveError.BadIndex);
            return false;
        }
        if (length > int.MaxValue)
        {
            _ = vm.Fail(PrimitiveError.LimitExceeded);
            return false;
        }
        bytes = new Span<byte>(ObjectMemory.Bytes(buffer) + offset, (int)length);
        return true;
    }
}
