namespace JitTalk.Perf.Native.Richards;

/// <summary>
/// Runs the first task in its list that has something to do, until none has. What is done by a task, or for it, answers the task
/// to go on with, or null for none.
/// </summary>
internal sealed partial class Scheduler
{
    private readonly SimulatedTask[] _tasks = new SimulatedTask[6];
    private SimulatedTask? _taskList;
    private SimulatedTask _current;

    public Scheduler()
    {
        AddTasks();
        _current = _taskList!;
    }

    /// <summary>How many packets were sent.</summary>
    public int QueueCount { get; private set; }

    /// <summary>How often a task was held.</summary>
    public int HoldCount { get; private set; }

    public void Run()
    {
        for (SimulatedTask? next = _taskList; next != null;)
        {
            _current = next;
            next = _current.IsIdle ? _current.Link : _current.Run();
        }
    }

    private SimulatedTask Wait()
    {
        _current.IsWaiting = true;
        return _current;
    }

    private SimulatedTask? Hold()
    {
        HoldCount++;
        _current.IsHeld = true;
        return _current.Link;
    }

    private SimulatedTask Release(Identity identity)
    {
        SimulatedTask task = _tasks[(int)identity];
        task.IsHeld = false;
        return task.Priority > _current.Priority ? task : _current;
    }

    private SimulatedTask Send(Packet packet)
    {
        SimulatedTask receiver = _tasks[(int)packet.Identity];
        QueueCount++;
        packet.Identity = _current.Identity;
        return receiver.Take(packet) && receiver.Priority > _current.Priority ? receiver : _current;
    }
}
