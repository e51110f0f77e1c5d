namespace JitTalk.Perf.Native.Richards;

internal enum PacketKind
{
    Work,
    Device,
}

/// <summary>What tasks send to each other.</summary>
/// <param name="link">The packet behind this one in a queue.</param>
/// <param name="identity">Where it is sent to; once it is there, who sent it.</param>
/// <param name="kind">What a handler tells packets apart by.</param>
internal sealed class Packet(Packet? link, Identity identity, PacketKind kind)
{
    private readonly int[] _letters = new int[4];
    private int _position;

    public Packet? Link { get; private set; } = link;

    public Identity Identity { get; set; } = identity;

    public PacketKind Kind { get; } = kind;

    /// <summary>Whether all letters have been worked upon.</summary>
    public bool AtEnd => _position == _letters.Length;

    /// <returns>The first one.</returns>
    public static Packet Queue(Packet? packets, Packet packet)
    {
        packet.Link = null;
        if (packets == null)
        {
            return packet;
        }
        Packet last = packets;
        while (last.Link != null)
        {
            last = last.Link;
        }
        last.Link = packet;
        return packets;
    }

    public int Next() => _letters[_position++];

    public void Rewrite(Identity identity, Func<int> nextLetter)
    {
        Identity = identity;
        _position = 0;
        for (int i = 0; i < _letters.Length; i++)
        {
            _letters[i] = nextLetter();
        }
    }

    /// <summary>All that a device looks at.</summary>
    public void Carry(int letter) => _position = letter;
}
