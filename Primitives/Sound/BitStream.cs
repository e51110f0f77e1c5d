namespace JitTalk.Primitives.Sound;

/// <summary>Bits in bytes, the most significant first. Reading, the current byte holds what is left of it.</summary>
/// <exception cref="IndexOutOfRangeException">Beyond the end.</exception>
internal ref struct BitStream(Span<byte> bytes, long position, int current, int bitPosition)
{
    private const int ByteBits = 8;

    private readonly Span<byte> _bytes = bytes;

    /// <summary>Bytes that were read or written.</summary>
    public long Position { get; private set; } = position;

    public int Current { get; private set; } = current;

    /// <summary>Bits that are left to read of the current byte, or written to it.</summary>
    public int BitPosition { get; private set; } = bitPosition;

    public int Read(int count)
    {
        int value = 0;
        while (count > BitPosition)
        {
            value = (value << BitPosition) | Current;
            count -= BitPosition;
            Current = _bytes[(int)Position++];
            BitPosition = ByteBits;
        }
        BitPosition -= count;
        value = (value << count) | (Current >> BitPosition);
        Current &= (1 << BitPosition) - 1;
        return value;
    }

    public void Write(int value, int count)
    {
        while (count > ByteBits - BitPosition)
        {
            int room = ByteBits - BitPosition;
            Current |= value >> (count - room);
            value &= (1 << (count - room)) - 1;
            count -= room;
            Flush();
        }
        Current |= value << (ByteBits - BitPosition - count);
        BitPosition += count;
    }

    /// <summary>Writes the current byte.</summary>
    public void Flush()
    {
        _bytes[(int)Position++] = (byte)Current;
        (Current, BitPosition) = (0, 0);
    }
}
