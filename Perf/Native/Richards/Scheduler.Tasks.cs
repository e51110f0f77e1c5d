namespace JitTalk.Perf.Native.Richards;

// The six tasks and what they do.
internal sealed partial class Scheduler
{
    private void AddTasks()
    {
        AddIdler();
        AddWorker();
        AddHandler(Identity.HandlerA, 2000, Identity.DeviceA);
        AddHandler(Identity.HandlerB, 3000, Identity.DeviceB);
        AddDevice(Identity.DeviceA, 4000);
        AddDevice(Identity.DeviceB, 5000);
    }

    private void AddIdler()
    {
        IdleData data = new();
        Add(Identity.Idler, 0, null, _ => Idle(data)).IsWaiting = false;
    }

    private void AddWorker()
    {
        WorkerData data = new();
        _ = Add(Identity.Worker, 1000, Packets(2, Identity.Worker, PacketKind.Work), packet => Work(packet, data));
    }

    private void AddHandler(Identity identity, int priority, Identity device)
    {
        HandlerData data = new();
        _ = Add(identity, priority, Packets(3, device, PacketKind.Device), packet => Handle(packet, data));
    }

    private void AddDevice(Identity identity, int priority)
    {
        DeviceData data = new();
        _ = Add(identity, priority, null, packet => Operate(packet, data));
    }

    private SimulatedTask Add(Identity identity, int priority, Packet? packets, Func<Packet?, SimulatedTask?> function)
    {
        _taskList = new SimulatedTask(_taskList, identity, priority, packets, function);
        return _tasks[(int)identity] = _taskList;
    }

    private static Packet? Packets(int count, Identity identity, PacketKind kind)
    {
        Packet? packets = null;
        for (int i = 0; i < count; i++)
        {
            packets = new Packet(packets, identity, kind);
        }
        return packets;
    }

    private SimulatedTask? Idle(IdleData data) =>
        data.CountDown() ? Hold() : Release(data.Flip() ? Identity.DeviceB : Identity.DeviceA);

    // Writes the next letters of the alphabet, for the one handler and for the other.
    private SimulatedTask Work(Packet? packet, WorkerData data)
    {
        if (packet == null)
        {
            return Wait();
        }
        data.Destination = data.Destination == Identity.HandlerA ? Identity.HandlerB : Identity.HandlerA;
        packet.Rewrite(data.Destination, data.NextLetter);
        return Send(packet);
    }

    // Lets the device write one letter of a work packet after another.
    private SimulatedTask Handle(Packet? packet, HandlerData data)
    {
        if (packet != null)
        {
            data.Take(packet);
        }
        if (data.WorkPackets is not Packet work)
        {
            return Wait();
        }
        if (work.AtEnd)
        {
            data.WorkPackets = work.Link;
            return Send(work);
        }
        if (data.DevicePackets is not Packet device)
        {
            return Wait();
        }
        data.DevicePackets = device.Link;
        device.Carry(work.Next());
        return Send(device);
    }

    // The device is held until it has done its work, and then sends the packet back.
    private SimulatedTask? Operate(Packet? packet, DeviceData data)
    {
        if (packet != null)
        {
            data.Pending = packet;
            return Hold();
        }
        if (data.Pending is not Packet done)
        {
            return Wait();
        }
        data.Pending = null;
        return Send(done);
    }
}
