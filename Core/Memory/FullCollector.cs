using System.Diagnostics;

namespace JitTalk.Core.Memory;

/// <summary>
/// The collection of the whole memory: new space is emptied into old space, what lives is marked, the rest closed up.
/// Also decides when that pays.
/// </summary>
internal sealed class FullCollector : IDisposable
{
    // Less growth than this is no reason for a collection, however small the image.
    private const long LeastGrowth = 16 << 20;

    private readonly ObjectMemory _memory;
    private readonly LiveMap _map;
    private readonly Marker _marker;
    private readonly Compactor _compactor;
    private long _freed;
    private bool _isRunning;

    public FullCollector(ObjectMemory memory, long coveredBytes)
    {
        _memory = memory;
        _map = new LiveMap(coveredBytes);
        _marker = new Marker(memory, _map, coveredBytes);
        _compactor = new Compactor(memory, _map);
        BytesAtEnd = memory.OldFree - memory.OldStart;
    }

    /// <summary>Old space may grow by this share of itself before it is collected (VMMaker <c>heapGrowthToSizeGCRatio</c>).</summary>
    public double GrowthRatio { get; set; } = 1.0 / 3;

    public long Count { get; private set; }
    public TimeSpan Time { get; private set; }

    /// <summary>The part of <see cref="Time"/> that went into moving objects.</summary>
    public TimeSpan CompactionTime { get; private set; }

    /// <summary>Bytes in old space after the last collection, or after loading.</summary>
    public long BytesAtEnd { get; private set; }

    /// <summary>Objects that the last collection found alive.</summary>
    public long LiveObjects => _marker.Objects;

    // After a collection that found little to free the next one waits longer.
    private double CurrentRatio => _freed * 8 < BytesAtEnd ? 3 * GrowthRatio : GrowthRatio;

    private long Growth => _memory.OldFree - _memory.OldStart - BytesAtEnd;

    /// <summary>Old space has grown enough for a collection to pay, or there is little left to grow into.</summary>
    public bool IsDue => Growth > Math.Max(LeastGrowth, (long)(BytesAtEnd * CurrentRatio)) || (_memory.OldBytesLeft == 0 && IsWorthwhile);

    /// <summary>Something was allocated since the last collection that could be garbage by now.</summary>
    public bool IsWorthwhile => Growth > _memory.Options.EdenBytes / 4;

    /// <summary>What the image holds now is what growth counts from: it has been loaded.</summary>
    public void Rebase() => BytesAtEnd = _memory.OldFree - _memory.OldStart;

    /// <summary>Any thread may ask.</summary>
    public bool IsRunning => Volatile.Read(ref _isRunning);

    /// <summary>Collects everything. Only at a safepoint: objects move.</summary>
    /// <exception cref="OutOfMemoryException">There is no room to work in. The image goes on as it was.</exception>
    public void Collect()
    {
        Volatile.Write(ref _isRunning, true);
        try
        {
            MarkAndCompact();
        }
        finally
        {
            Volatile.Write(ref _isRunning, false);
        }
    }

    /// <summary>Collects everything if there is room to; see <see cref="Collect"/>.</summary>
    public bool TryCollect()
    {
        try
        {
            Collect();
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _marker.Dispose();
        _map.Dispose();
    }

    private void MarkAndCompact()
    {
        long begun = Stopwatch.GetTimestamp();
        _memory.Scavenger.Scavenge(tenuresAll: true);
        _memory.Remembered.Clear();
        long before = _memory.OldFree;
        _map.Clear(_memory.OldStart, _memory.OldFree);
        _marker.Mark();
        long marked = Stopwatch.GetTimestamp();
        _memory.EndOldAt(_compactor.Compact(_marker.Pinned));
        _memory.HasForwarders = false;
        _freed = before - _memory.OldFree;
        Rebase();
        Count++;
        _memory.Roots.ObjectsMoved(oldOnesToo: true);
        CompactionTime += Stopwatch.GetElapsedTime(marked);
        TimeSpan time = Stopwatch.GetElapsedTime(begun);
        Time += time;
        _memory.Collected?.Invoke(new Collection(true, time, BytesAtEnd, BytesAtEnd));
    }
}
