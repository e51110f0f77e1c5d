namespace JitTalk.Core.Image;

/// <summary>One bit for each 8 bytes of a block: whether an object begins there.</summary>
internal sealed class ObjectStarts(long bytes)
{
    private readonly ulong[] _bits = new ulong[(bytes >> 9) + 1];

    public void Add(long offset) => _bits[offset >> 9] |= 1UL << (int)(offset >> 3);

    public void Remove(long offset) => _bits[offset >> 9] &= ~(1UL << (int)(offset >> 3));

    /// <summary>For any offset within the block.</summary>
    public bool Contains(long offset) => (offset & 7) == 0 && (_bits[offset >> 9] >> (int)(offset >> 3) & 1) != 0;
}
