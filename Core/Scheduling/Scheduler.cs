using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Scheduling;

/// <summary>
/// Processes, semaphores and mutexes (Blue Book pp. 641–647; VMMaker <c>transferTo:</c>, <c>resume:preemptedYieldingIf:</c>).
/// </summary>
/// <remarks>
/// Whatever may switch processes needs the interpreter's registers saved, operands popped and results pushed: the frames
/// of the running process become contexts.
/// </remarks>
internal sealed class Scheduler(VirtualMachine vm)
{
    private readonly ObjectMemory _memory = vm.Memory;

    private Oop Processor =>
        _memory.Fetch(Layouts.Association.Value, _memory.Special(SpecialObject.SchedulerAssociation));

    /// <summary>Whether the image's Processor has an active process and lists; a broken image may not.</summary>
    public bool IsSound => HasSlots(_memory.Special(SpecialObject.SchedulerAssociation), Layouts.Association.Value)
        && HasSlots(Processor, Layouts.Scheduler.ActiveProcess) && HasSlots(ActiveProcess, Layouts.Process.Priority)
        && HasSlots(ProcessLists, 0);

    private long HighestPriority => ObjectMemory.SlotCount(ProcessLists);

    /// <summary>The lists of the processes that could run, the highest priority first.</summary>
    public IEnumerable<Oop> ReadyLists
    {
        get
        {
            for (int i = (int)HighestPriority - 1; i >= 0; i--)
            {
                yield return _memory.Fetch(i, ProcessLists);
            }
        }
    }

    /// <summary>Whether there is a process to run when the active one waits.</summary>
    public bool HasReadyProcess => ReadyLists.Any(list => !IsEmptyList(list));

    private Oop ProcessLists => _memory.Fetch(Layouts.Scheduler.ProcessLists, Processor);

    public Oop ActiveProcess => _memory.Fetch(Layouts.Scheduler.ActiveProcess, Processor);

    /// <summary>The middle one: 4 of the Blue Book's 8 (p. 251), 40 of Squeak's 80.</summary>
    public long UserPriority => HighestPriority / 2;

    /// <summary>
    /// The active process is the one that images keep for when no other can run: of the lowest priority that they name
    /// (1 of 8, 10 of 80), and alone there.
    /// </summary>
    public bool IsIdle => PriorityOf(ActiveProcess) is var priority && 8 * priority <= HighestPriority && IsEmptyList(ListOf(priority));

    /// <summary>Starts the process that the image was saved in, or goes on with it after a save.</summary>
    /// <exception cref="FatalVmException">It has no context.</exception>
    public void StartActiveProcess()
    {
        Oop process = ActiveProcess;
        Oop context = _memory.Fetch(Layouts.Process.SuspendedContext, process);
        _memory.Store(Layouts.Process.SuspendedContext, process, _memory.Nil);
        vm.Interpreter.ResumeContext(context);
    }

    /// <summary>
    /// Turns the frames of the active process into contexts and leaves it as one that is suspended, though it is not:
    /// so an image is saved, and <see cref="StartActiveProcess"/> goes on with it.
    /// </summary>
    public void SuspendActiveInPlace() =>
        _memory.Store(Layouts.Process.SuspendedContext, ActiveProcess, vm.Interpreter.FlushFrames());

    /// <summary>Signals a semaphore: wakes its first process, or counts (VMMaker <c>synchronousSignal:</c>).</summary>
    public void Signal(Oop semaphore)
    {
        if (IsEmptyList(semaphore))
        {
            _ = _memory.TryFetchInteger(Layouts.Semaphore.ExcessSignals, semaphore, out long excess);
            _memory.Store(Layouts.Semaphore.ExcessSignals, semaphore, Oop.FromInteger(excess + 1));
            return;
        }
        Resume(RemoveFirst(semaphore));
    }

    /// <summary>Signals the semaphore in a slot of the special objects, when there is one.</summary>
    public void SignalSpecial(SpecialObject which)
    {
        Oop semaphore = _memory.Special(which);
        if (IsSemaphore(semaphore))
        {
            Signal(semaphore);
        }
    }

    public bool IsSemaphore(Oop oop) => _memory.IsInstanceOf(oop, _memory.Known.Semaphore);

    public void Wait(Oop semaphore)
    {
        if (_memory.TryFetchInteger(Layouts.Semaphore.ExcessSignals, semaphore, out long excess) && excess > 0)
        {
            _memory.Store(Layouts.Semaphore.ExcessSignals, semaphore, Oop.FromInteger(excess - 1));
            return;
        }
        AddLast(ActiveProcess, semaphore);
        TransferTo(WakeHighestPriority());
    }

    /// <summary>Makes a process ready, and runs it at once when its priority is higher than the active one's.</summary>
    public void Resume(Oop process)
    {
        Oop active = ActiveProcess;
        if (PriorityOf(process) <= PriorityOf(active))
        {
            PutToSleep(process, yields: true);
            return;
        }
        PutToSleep(active, vm.Settings.PreemptionYields);
        TransferTo(process);
    }

    /// <summary>Runs a new process as soon as its priority allows, as if the active one yielded to it.</summary>
    public void RunNext(Oop process)
    {
        Oop active = ActiveProcess;
        if (PriorityOf(active) > PriorityOf(process))
        {
            PutToSleep(process, yields: true);
            return;
        }
        PutToSleep(active, yields: true);
        TransferTo(process);
    }

    /// <summary>Suspends the active process.</summary>
    public void SuspendActive() => TransferTo(WakeHighestPriority());

    /// <summary>Lets other processes of the same priority run; nothing happens when there are none.</summary>
    public void Yield()
    {
        Oop active = ActiveProcess;
        if (!IsEmptyList(ListOf(PriorityOf(active))))
        {
            PutToSleep(active, yields: true);
            TransferTo(WakeHighestPriority());
        }
    }

    /// <summary>Takes a process off a list; false when it is not on it.</summary>
    public bool Remove(Oop process, Oop list)
    {
        Oop previous = _memory.Nil;
        for (Oop link = _memory.Fetch(Layouts.LinkedList.First, list); IsLink(link); link = _memory.Fetch(Layouts.Process.NextLink, link))
        {
            if (link != process)
            {
                previous = link;
                continue;
            }
            Oop next = _memory.Fetch(Layouts.Process.NextLink, process);
            if (previous == _memory.Nil)
            {
                _memory.Store(Layouts.LinkedList.First, list, next);
            }
            else
            {
                _memory.Store(Layouts.Process.NextLink, previous, next);
            }
            if (next == _memory.Nil)
            {
                _memory.Store(Layouts.LinkedList.Last, list, previous);
            }
            _memory.Store(Layouts.Process.NextLink, process, _memory.Nil);
            return true;
        }
        return false;
    }

    /// <summary>Whether a list, of a process that waits, is one of those that processes wait in for their turn.</summary>
    public bool IsListOfReady(Oop list) => _memory.ClassOf(list) == _memory.ClassOf(_memory.Fetch(0, ProcessLists));

    public bool IsEmptyList(Oop list) => _memory.Fetch(Layouts.LinkedList.First, list) == _memory.Nil;

    /// <exception cref="FatalVmException">The first element is no process.</exception>
    public Oop RemoveFirst(Oop list)
    {
        Oop first = _memory.Fetch(Layouts.LinkedList.First, list);
        if (!IsLink(first))
        {
            throw new FatalVmException("something that is no process waits in a list");
        }
        bool isOnly = first == _memory.Fetch(Layouts.LinkedList.Last, list);
        _memory.Store(Layouts.LinkedList.First, list, isOnly ? _memory.Nil : _memory.Fetch(Layouts.Process.NextLink, first));
        if (isOnly)
        {
            _memory.Store(Layouts.LinkedList.Last, list, _memory.Nil);
        }
        _memory.Store(Layouts.Process.NextLink, first, _memory.Nil);
        return first;
    }

    public void AddLast(Oop process, Oop list)
    {
        if (IsEmptyList(list))
        {
            _memory.Store(Layouts.LinkedList.First, list, process);
        }
        else
        {
            _memory.Store(Layouts.Process.NextLink, _memory.Fetch(Layouts.LinkedList.Last, list), process);
        }
        _memory.Store(Layouts.LinkedList.Last, list, process);
        SetList(process, list);
    }

    /// <summary>The list that a process waits in, or nil.</summary>
    public Oop ListOfProcess(Oop process) =>
        ObjectMemory.SlotCount(process) > Layouts.Process.MyList ? _memory.Fetch(Layouts.Process.MyList, process) : _memory.Nil;

    /// <summary>Processes of the oldest images do not know their list.</summary>
    public void SetList(Oop process, Oop list)
    {
        if (ObjectMemory.SlotCount(process) > Layouts.Process.MyList)
        {
            _memory.Store(Layouts.Process.MyList, process, list);
        }
    }

    /// <summary>Takes the first process of the highest priority that has one.</summary>
    /// <exception cref="FatalVmException">There is none: an image keeps an idle process for this.</exception>
    public unsafe Oop WakeHighestPriority()
    {
        Oop lists = ProcessLists;
        Oop nil = _memory.Nil;
        Oop* slots = ObjectMemory.Slots(lists);
        for (long i = ObjectMemory.SlotCount(lists) - 1; i >= 0; i--)
        {
            if (ObjectMemory.Slots(slots[i])[Layouts.LinkedList.First] != nil)
            {
                return RemoveFirst(slots[i]);
            }
        }
        throw new FatalVmException("no process of the image can run");
    }

    /// <summary>Leaves the active process for another one.</summary>
    public void TransferTo(Oop process)
    {
        SetList(process, _memory.Nil);
        Oop active = ActiveProcess;
        if (process == active)
        {
            return;
        }
        Oop context = vm.Interpreter.FlushFrames();
        _memory.Store(Layouts.Process.SuspendedContext, active, context);
        _memory.Store(Layouts.Scheduler.ActiveProcess, Processor, process);
        context = _memory.Fetch(Layouts.Process.SuspendedContext, process);
        _memory.Store(Layouts.Process.SuspendedContext, process, _memory.Nil);
        vm.Interpreter.ResumeContext(context);
    }

    private bool IsLink(Oop oop) => oop != _memory.Nil && oop.IsPointer
        && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > Layouts.Process.Priority;

    private bool HasSlots(Oop oop, int last) =>
        _memory.IsInside(oop) && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > last;

    private long PriorityOf(Oop process) => _memory.Fetch(Layouts.Process.Priority, process).Integer;

    // A priority that there is no list for, set by an image in disorder, counts as the nearest one.
    private Oop ListOf(long priority) => _memory.Fetch((int)Math.Clamp(priority, 1, HighestPriority) - 1, ProcessLists);

    private void PutToSleep(Oop process, bool yields)
    {
        Oop list = ListOf(PriorityOf(process));
        if (yields || IsEmptyList(list))
        {
            AddLast(process, list);
            return;
        }
        _memory.Store(Layouts.Process.NextLink, process, _memory.Fetch(Layouts.LinkedList.First, list));
        _memory.Store(Layouts.LinkedList.First, list, process);
        SetList(process, list);
    }
}
