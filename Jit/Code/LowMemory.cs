using JitTalk.Core.Memory;

namespace JitTalk.Jit.Code;

/// <summary>
/// Memory whose addresses fit a 32-bit operand, for what compiled code names: cells, exit points, constants. Blocks are
/// of whole 64-byte lines, and free ones are kept by size.
/// </summary>
internal sealed unsafe class LowMemory : IDisposable
{
    private const int Line = 64;
    private const long PreferredAddress = 0x1000_0000;
    private const long Size = 64 << 20;

    private readonly Region _region = Region.Reserve(Size, PreferredAddress);
    private readonly Dictionary<int, Stack<nint>> _free = [];
    private long _used;
    private long _freeBytes;

    /// <summary>Bytes of all blocks that are not free.</summary>
    public long InUse => _used - _freeBytes;

    /// <summary>A block of zeros.</summary>
    /// <exception cref="OutOfMemoryException">All is taken.</exception>
    public void* Allocate(int bytes)
    {
        int lines = LinesOf(bytes);
        lock (_free)
        {
            if (_free.TryGetValue(lines, out Stack<nint>? blocks) && blocks.TryPop(out nint block))
            {
                _freeBytes -= lines * Line;
                new Span<byte>((void*)block, lines * Line).Clear();
                return (void*)block;
            }
            long end = _used + ((long)lines * Line);
            if (!_region.Commit(end))
            {
                throw new OutOfMemoryException("no low memory left for compiled code");
            }
            byte* start = _region.Start + _used;
            _used = end;
            return start;
        }
    }

    public void Free(void* block, int bytes)
    {
        int lines = LinesOf(bytes);
        lock (_free)
        {
            if (!_free.TryGetValue(lines, out Stack<nint>? blocks))
            {
                _free[lines] = blocks = new Stack<nint>();
            }
            blocks.Push((nint)block);
            _freeBytes += lines * Line;
        }
    }

    public void Dispose() => _region.Dispose();

    private static int LinesOf(int bytes) => (bytes + Line - 1) / Line;
}
