namespace JitTalk.Perf.Native.Richards;

internal enum Identity
{
    Idler,
    Worker,
    HandlerA,
    HandlerB,
    DeviceA,
    DeviceB,
}

/// <summary>A task and its state.</summary>
/// <param name="link">The next task in the list of the scheduler.</param>
/// <param name="identity">Where packets are sent to.</param>
/// <param name="priority">A task that gets its first packet goes on before one with a lower priority.</param>
/// <param name="packets">Those that wait for it, linked.</param>
/// <param name="function">Takes a packet or null; answers the task to go on with.</param>
internal sealed class SimulatedTask(
    SimulatedTask? link, Identity identity, int priority, Packet? packets, Func<Packet?, SimulatedTask?> function)
{
    private Packet? _packets = packets;
    private bool _packetPending = packets != null;

    public SimulatedTask? Link { get; } = link;

    public Identity Identity { get; } = identity;

    public int Priority { get; } = priority;

    public bool IsWaiting { get; set; } = true;

    public bool IsHeld { get; set; }

    public bool IsIdle => IsHeld || (IsWaiting && !_packetPending);

    public SimulatedTask? Run() => function(NextPacket());

    /// <returns>Whether it is the only one: a task that has others has been told to go on before.</returns>
    public bool Take(Packet packet)
    {
        bool first = _packets == null;
        _packets = Packet.Queue(_packets, packet);
        _packetPending |= first;
        return first;
    }

    // One is taken only by a task that waits for it.
    private Packet? NextPacket()
    {
        if (!_packetPending || !IsWaiting)
        {
            return null;
        }
        Packet packet = _packets!;
        _packets = packet.Link;
        IsWaiting = false;
        _packetPending = _packets != null;
        return packet;
    }
}
