using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// The stretches of memory that an image was saved from, and where their bytes are now: one after the other in one
/// block (VMMaker <c>SpurSegmentManager&gt;&gt;readHeapFromImageFile:dataBytes:</c>).
/// </summary>
internal sealed unsafe class ImageSegments
{
    /// <summary>
    /// The last words of a Spur segment: the distance to the next one as the slots of an object, and its size.
    /// </summary>
    private const int BridgeBytes = 16;

    private readonly List<Segment> _segments = [];

    private ImageSegments() { }

    /// <summary>The first byte read.</summary>
    public byte* Start { get; private set; }

    public long Length { get; private set; }

    /// <summary>
    /// Reads the segments.
    /// </summary>
    /// <param name="file">The image.</param>
    /// <param name="header">Its header.</param>
    /// <param name="take">Answers memory for so many bytes, each time right behind what it answered before; or 0.</param>
    public static ImageSegments Read(Stream file, ImageHeader header, Func<long, long> take)
    {
        ImageSegments segments = new();
        file.Position = header.HeapOffset;
        if (header.Format.Dialect.IsSpur)
        {
            segments.ReadBridged(file, header, take);
        }
        else
        {
            segments.Add(file, header.OldBase, (long)header.HeapBytes, take);
        }
        return segments;
    }

    /// <summary>The offset from <see cref="Start"/> of what was saved at <paramref name="address"/>; −1 for none.</summary>
    public long OffsetOf(ulong address)
    {
        int low = 0;
        int high = _segments.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            if (_segments[middle].OldStart <= address)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        Segment segment = _segments[low];
        ulong distance = address - segment.OldStart;
        return distance < (ulong)segment.Length ? segment.Offset + (long)distance : -1;
    }

    private void ReadBridged(Stream file, ImageHeader header, Func<long, long> take)
    {
        ulong left = header.HeapBytes;
        ulong size = header.FirstSegmentBytes;
        ulong oldStart = header.OldBase;
        Span<byte> bridge = stackalloc byte[BridgeBytes];
        do
        {
            if (size < BridgeBytes || size > left || size % 8 != 0)
            {
                throw new ImageFormatException($"a segment of the image has {size} bytes, where {left} are left");
            }
            Add(file, oldStart, (long)size - BridgeBytes, take);
            file.ReadExactly(bridge);
            left -= size;
            ulong span = BitConverter.ToUInt64(bridge);
            ulong gap = ObjectHeader.SlotField(span) == 0
                ? 0
                : (ulong)ObjectHeader.OverflowCount(span) * (uint)header.Format.Dialect.WordSize;
            ulong next = oldStart + size + gap;
            size = BitConverter.ToUInt64(bridge[8..]);
            if (size != 0 && next < oldStart)
            {
                throw new ImageFormatException("the segments of the image are not in order");
            }
            oldStart = next;
        }
        while (size != 0);
    }

    private void Add(Stream file, ulong oldStart, long bytes, Func<long, long> take)
    {
        long at = take(bytes);
        if (at == 0)
        {
            throw new ImageFormatException($"not enough memory for the {bytes >> 20} MB of the image");
        }
        if (_segments.Count == 0)
        {
            Start = (byte*)at;
        }
        for (long done = 0; done < bytes;)
        {
            int part = (int)Math.Min(bytes - done, 1 << 30);
            file.ReadExactly(new Span<byte>((byte*)at + done, part));
            done += part;
        }
        _segments.Add(new Segment(oldStart, bytes, Length));
        Length += bytes;
    }

    private readonly record struct Segment(ulong OldStart, long Length, long Offset);
}
