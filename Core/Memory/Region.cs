using System.Runtime.InteropServices;

namespace JitTalk.Core.Memory;

/// <summary>
/// A reserved address range that commits as it grows. Reserving costs nothing; <see cref="Commit"/> makes the start
/// of the range usable, zero-filled.
/// </summary>
internal sealed unsafe partial class Region : IDisposable
{
    private const int ProtNone = 0;
    private const int ProtReadWrite = 3;
    private const int MapPrivate = 2;
    private const int MapAnonymous = 0x20;
    private const int MapNoReserve = 0x4000;
    private const int MapFixedNoReplace = 0x10_0000;
    private const int AdviceDontNeed = 4;
    private const long PageMask = 0xFFFF;

    private long _committed;

    private Region(byte* start, long size)
    {
        Start = start;
        Size = size;
    }

    public byte* Start { get; private set; }

    /// <summary>Reserved bytes.</summary>
    public long Size { get; }

    /// <summary>
    /// Reserves <paramref name="size"/> bytes, at <paramref name="preferredAddress"/> if that is free. Addresses below
    /// 2 GB are worth asking for: compiled code names them in a 32-bit operand.
    /// </summary>
    /// <exception cref="OutOfMemoryException">The system refuses the range.</exception>
    public static Region Reserve(long size, long preferredAddress = 0)
    {
        size = RoundUp(size);
        const int flags = MapPrivate | MapAnonymous | MapNoReserve;
        nint start = -1;
        if (preferredAddress != 0)
        {
            start = Map((nint)preferredAddress, (nuint)size, ProtNone, flags | MapFixedNoReplace, -1, 0);
            if (start != -1 && start != preferredAddress)
            {
                // A kernel older than the flag takes the address as a hint only.
                _ = Unmap(start, (nuint)size);
                start = -1;
            }
        }
        if (start == -1)
        {
            start = Map(0, (nuint)size, ProtNone, flags, -1, 0);
        }
        if (start == -1)
        {
            throw new OutOfMemoryException($"cannot reserve {size >> 20} MB of address space");
        }
        return new Region((byte*)start, size);
    }

    /// <summary>Makes the first <paramref name="bytes"/> bytes usable; answers false when they are not to be had.</summary>
    public bool Commit(long bytes)
    {
        bytes = RoundUp(bytes);
        if (bytes <= _committed)
        {
            return true;
        }
        if (bytes > Size || Protect((nint)Start + (nint)_committed, (nuint)(bytes - _committed), ProtReadWrite) != 0)
        {
            return false;
        }
        _committed = bytes;
        return true;
    }

    /// <summary>Gives the memory beyond the first <paramref name="bytes"/> bytes back to the system.</summary>
    public void Decommit(long bytes)
    {
        bytes = RoundUp(bytes);
        if (bytes >= _committed)
        {
            return;
        }
        nint from = (nint)Start + (nint)bytes;
        nuint length = (nuint)(_committed - bytes);
        if (Advise(from, length, AdviceDontNeed) == 0 && Protect(from, length, ProtNone) == 0)
        {
            _committed = bytes;
        }
    }

    /// <summary>Gives the memory back but keeps the range usable: it reads as zero.</summary>
    public void Release() => _ = Advise((nint)Start, (nuint)_committed, AdviceDontNeed);

    public void Dispose()
    {
        if (Start != null)
        {
            _ = Unmap((nint)Start, (nuint)Size);
            Start = null;
        }
    }

    private static long RoundUp(long bytes) => (bytes + PageMask) & ~PageMask;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);
}
