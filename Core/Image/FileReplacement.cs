using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace JitTalk.Core.Image;

/// <summary>
/// A file written beside the one that it is to replace, and put in its place when it is complete and on the disk.
/// </summary>
internal sealed unsafe partial class FileReplacement : IDisposable
{
    private const int TypeBits = 0xF000;
    private const int RegularFile = 0x8000;
    private const int PermissionBits = 0xFFF;

    private readonly string _target;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _isCommitted;

    /// <param name="path">May be a symbolic link: what it leads to is replaced.</param>
    /// <exception cref="IOException">There can be no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written, or nothing beside it.</exception>
    public FileReplacement(string path)
    {
        _target = new FileInfo(path).LinkTarget is null
            ? Path.GetFullPath(path)
            : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        bool replaces = TryMode(_target, out int mode);
        if (replaces)
        {
            CheckReplaceable(mode);
        }
        _temporary = Path.Combine(Path.GetDirectoryName(_target)!, $".jittalk-{Path.GetRandomFileName()}");
        _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (replaces && ChangeMode(_stream.SafeFileHandle, (uint)(mode & PermissionBits)) != 0)
        {
            Dispose();
            throw new IOException($"'{_target}' would lose its permissions");
        }
    }

    public Stream Stream => _stream;

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="IOException">The disk or the folder does not take it: the old file is as it was.</exception>
    public void Commit()
    {
        _stream.Flush(flushToDisk: true);
        File.Move(_temporary, _target, overwrite: true);
        _isCommitted = true;
    }

    /// <summary>Removes the file, unless it has been put in its place.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (!_isCommitted)
        {
            File.Delete(_temporary);
        }
    }

    /// <summary>Only a file that could be written in place is replaced, and neither folders nor devices.</summary>
    private void CheckReplaceable(int mode)
    {
        if ((mode & TypeBits) != RegularFile)
        {
            throw new IOException($"'{_target}' is no regular file");
        }
        using FileStream probe = new(_target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
    }

    /// <summary>The type and the permissions of a file; false when there is none.</summary>
    private static bool TryMode(string path, out int mode)
    {
        const int currentFolder = -100;
        const uint typeAndMode = 3;
        const int statusBytes = 256;
        const int modeOffset = 28;
        byte* status = stackalloc byte[statusBytes];
        bool exists = GetStatus(currentFolder, path, 0, typeAndMode, status) == 0;
        mode = exists ? *(ushort*)(status + modeOffset) : 0;
        return exists;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStatus(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "fchmod")]
    private static partial int ChangeMode(SafeFileHandle file, uint mode);
}
