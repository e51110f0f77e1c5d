using System.Runtime.InteropServices;

namespace JitTalk.Primitives.Files;

/// <summary>
/// Calls of the system's library for which .NET has no equal: its own delete what is not there without complaint, make
/// parents unasked, and hide the inode. All answer 0 or an error number.
/// </summary>
internal static partial class PosixFiles
{
    public const int CanExecute = 1;
    public const int CanWrite = 2;
    public const int CanRead = 4;

    private const uint NewDirectoryMode = 0x1FF;

    public static int Rename(string from, string to) => Error(RenameCall(from, to));

    /// <summary>Deletes a file, or an empty directory.</summary>
    public static int Remove(string path) => Error(RemoveCall(path));

    public static int CreateDirectory(string path) => Error(MakeDirectoryCall(path, NewDirectoryMode));

    public static int DeleteDirectory(string path) => Error(RemoveDirectoryCall(path));

    public static int ChangeMode(string path, int mode) => Error(ChangeModeCall(path, (uint)mode));

    /// <param name="path">The file.</param>
    /// <param name="owner">User number, −1 for as it is.</param>
    /// <param name="group">Group number, −1 for as it is.</param>
    /// <param name="follow">Of a symbolic link, change what it points to.</param>
    public static int ChangeOwner(string path, int owner, int group, bool follow) =>
        Error(follow ? ChangeOwnerCall(path, owner, group) : ChangeLinkOwnerCall(path, owner, group));

    public static bool MayAccess(string path, int how) => AccessCall(path, how) == 0;

    public static bool IsTerminal(int descriptor) => IsTerminalCall(descriptor) == 1;

    private static int Error(int result) => result == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameCall(string from, string to);

    [LibraryImport("libc", EntryPoint = "remove", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveCall(string path);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectoryCall(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveDirectoryCall(string path);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeModeCall(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwnerCall(string path, int owner, int group);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeLinkOwnerCall(string path, int owner, int group);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AccessCall(string path, int how);

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsTerminalCall(int descriptor);
}
