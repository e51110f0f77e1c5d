using System.Runtime.InteropServices;

namespace JitTalk.Primitives.Files;

/// <summary>
/// What the system knows of a file, as <c>statx</c> lays it out: the same on all processors, unlike <c>stat</c>.
/// Times are in seconds since 1970.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly partial struct FileStatus
{
    public const uint KindMask = 0xF000;
    public const uint Socket = 0xC000;
    public const uint Link = 0xA000;
    public const uint Regular = 0x8000;
    public const uint BlockDevice = 0x6000;
    public const uint Directory = 0x4000;
    public const uint CharacterDevice = 0x2000;
    public const uint Pipe = 0x1000;

    private const int WorkingDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStatus = 0x7FF;

    [field: FieldOffset(16)] public uint LinkCount { get; }
    [field: FieldOffset(20)] public uint Owner { get; }
    [field: FieldOffset(24)] public uint Group { get; }

    /// <summary>The kind of file and the permissions.</summary>
    [field: FieldOffset(28)] public ushort Mode { get; }

    [field: FieldOffset(32)] public ulong Inode { get; }
    [field: FieldOffset(40)] public ulong Size { get; }
    [field: FieldOffset(64)] public long AccessTime { get; }
    [field: FieldOffset(96)] public long ChangeTime { get; }
    [field: FieldOffset(112)] public long ModificationTime { get; }
    [field: FieldOffset(136)] private uint DeviceMajor { get; }
    [field: FieldOffset(140)] private uint DeviceMinor { get; }

    public uint Kind => Mode & KindMask;

    /// <summary>The number that C programs see, both parts in one (<c>makedev</c>).</summary>
    public ulong Device =>
        ((DeviceMajor & 0xFFFF_F000UL) << 32) | ((DeviceMajor & 0xFFFUL) << 8) | ((DeviceMinor & 0xFFFF_FF00UL) << 12) | (DeviceMinor & 0xFF);

    /// <param name="path">The file.</param>
    /// <param name="follow">Of a symbolic link, ask what it points to.</param>
    /// <param name="status">What is known of it.</param>
    /// <returns>False when it cannot be asked.</returns>
    public static bool TryRead(string path, bool follow, out FileStatus status) =>
        StatusCall(WorkingDirectory, path, follow ? 0 : DoNotFollow, BasicStatus, out status) == 0;

    public static bool TryRead(int descriptor, out FileStatus status) =>
        StatusCall(descriptor, string.Empty, EmptyPath, BasicStatus, out status) == 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusCall(int directory, string path, int flags, uint mask, out FileStatus status);
}
