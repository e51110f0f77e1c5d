namespace JitTalk.Perf.Native.Richards;

/// <summary>What the idle task remembers.</summary>
internal sealed class IdleData
{
    // A shift register with this feedback looks random.
    private const int Feedback = 0xD008;

    private int _control = 1;
    private int _count = 10000;

    /// <returns>Whether that was the last time.</returns>
    public bool CountDown() => --_count == 0;

    /// <returns>The lowest bit of the random number.</returns>
    public bool Flip()
    {
        bool odd = (_control & 1) != 0;
        _control = odd ? (_control / 2) ^ Feedback : _control / 2;
        return odd;
    }
}

/// <summary>What the worker remembers: the handler it sent a packet to, and the last letter it wrote.</summary>
internal sealed class WorkerData
{
    private int _letter;

    public Identity Destination { get; set; } = Identity.HandlerA;

    public int NextLetter()
    {
        _letter = (_letter % 26) + 1;
        return 'A' - 1 + _letter;
    }
}

/// <summary>What a handler remembers: packets that it has not dealt with.</summary>
internal sealed class HandlerData
{
    public Packet? WorkPackets { get; set; }

    public Packet? DevicePackets { get; set; }

    public void Take(Packet packet)
    {
        if (packet.Kind == PacketKind.Work)
        {
            WorkPackets = Packet.Queue(WorkPackets, packet);
        }
        else
        {
            DevicePackets = Packet.Queue(DevicePackets, packet);
        }
    }
}

/// <summary>What a device remembers: the packet that it is busy with.</summary>
internal sealed class DeviceData
{
    public Packet? Pending { get; set; }
}
