using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Control;

/// <summary>Processes, semaphores and mutexes (Blue Book p. 641; VMMaker <c>ControlPrimitives</c>).</summary>
internal static class ProcessPrimitives
{
    [Primitive(85)]
    public static Oop Signal(VirtualMachine vm, Oop semaphore)
    {
        if (!vm.Scheduler.IsSemaphore(semaphore))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        vm.Scheduler.Signal(semaphore);
        return vm.Rerouted();
    }

    [Primitive(86)]
    public static Oop Wait(VirtualMachine vm, Oop semaphore)
    {
        if (!vm.Scheduler.IsSemaphore(semaphore))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        vm.Scheduler.Wait(semaphore);
        return vm.Rerouted();
    }

    [Primitive(87)]
    public static Oop Resume(VirtualMachine vm, Oop process)
    {
        if (!IsProcess(vm, process) || !CanRun(vm.Memory, vm.Memory.Fetch(Layouts.Process.SuspendedContext, process)))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        vm.Scheduler.Resume(process);
        return vm.Rerouted();
    }

    /// <summary>Answers the list that the process waited in, nil for the active one.</summary>
    [Primitive(88)]
    public static Oop Suspend(VirtualMachine vm, Oop process) =>
        TakeOff(vm, process, out Oop list) ? list : Oop.None;

    /// <summary>As 88, but a process that waits will wait again when it is resumed.</summary>
    [Primitive(568, Era = PrimitiveEra.Spur)]
    public static Oop SuspendBackingUp(VirtualMachine vm, Oop process)
    {
        if (!TakeOff(vm, process, out Oop list))
        {
            return Oop.None;
        }
        _ = BacksUp(vm, process, list);
        return list;
    }

    /// <summary>As 568, but it answers nil for a process that waited.</summary>
    [Primitive(578, Era = PrimitiveEra.Spur)]
    public static Oop SuspendBackingUpOrNil(VirtualMachine vm, Oop process)
    {
        if (!TakeOff(vm, process, out Oop list))
        {
            return Oop.None;
        }
        return BacksUp(vm, process, list) ? vm.Memory.Nil : list;
    }

    [Primitive(167)]
    public static Oop Yield(VirtualMachine vm, Oop processor)
    {
        _ = processor;
        vm.Scheduler.Yield();
        return vm.Rerouted();
    }

    /// <summary>Leaves a critical section: its first waiter owns it then.</summary>
    [Primitive(185, Era = PrimitiveEra.Closures)]
    public static Oop ExitCriticalSection(VirtualMachine vm, Oop mutex)
    {
        if (!IsMutex(mutex))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (vm.Scheduler.IsEmptyList(mutex))
        {
            vm.Memory.Store(Layouts.Mutex.Owner, mutex, vm.Memory.Nil);
            return mutex;
        }
        Oop process = vm.Scheduler.RemoveFirst(mutex);
        vm.Memory.Store(Layouts.Mutex.Owner, mutex, process);
        vm.Scheduler.Resume(process);
        return vm.Rerouted();
    }

    /// <summary>Answers true when the process owned the mutex already; waits while another one does.</summary>
    [Primitive(186, Era = PrimitiveEra.Closures)]
    public static Oop EnterCriticalSection(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        ObjectMemory memory = vm.Memory;
        Oop mutex = arguments.Receiver;
        if (!IsMutex(mutex))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        Oop process = arguments.Count == 1 ? arguments[1] : vm.Scheduler.ActiveProcess;
        Oop owner = memory.Fetch(Layouts.Mutex.Owner, mutex);
        if (owner == memory.Nil)
        {
            memory.Store(Layouts.Mutex.Owner, mutex, process);
            return memory.False;
        }
        if (owner == process)
        {
            return memory.True;
        }
        vm.Interpreter.PopThenPush(arguments.Count, memory.False);
        vm.Scheduler.AddLast(process, mutex);
        vm.Scheduler.SuspendActive();
        return vm.Rerouted();
    }

    /// <summary>Takes a free mutex: false; owned by this process: true; by another: nil.</summary>
    [Primitive(187, Era = PrimitiveEra.Closures)]
    public static Oop TestAndSetOwnership(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        if (!IsMutex(arguments.Receiver))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        ObjectMemory memory = vm.Memory;
        Oop process = arguments.Count == 1 ? arguments[1] : vm.Scheduler.ActiveProcess;
        Oop owner = memory.Fetch(Layouts.Mutex.Owner, arguments.Receiver);
        if (owner != memory.Nil)
        {
            return owner == process ? memory.True : memory.Nil;
        }
        memory.Store(Layouts.Mutex.Owner, arguments.Receiver, process);
        return memory.False;
    }

    /// <summary>signal: aSemaphore atMilliseconds: time, on the clock of primitive 135; nil or 0 cancels.</summary>
    [Primitive(136)]
    public static Oop SignalAtMilliseconds(VirtualMachine vm, Oop receiver, Oop semaphore, long time)
    {
        const long mask = Clock.MillisecondMask;
        if (!SetTimerSemaphore(vm, semaphore))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (semaphore == vm.Memory.Nil || time == 0)
        {
            vm.Wakeups.SetTimer(null);
            return receiver;
        }
        // The clock wraps: a time more than half a turn ahead has passed.
        long ahead = (time - vm.Clock.Milliseconds) & mask;
        // Images pause their loops until the clock shows something new (Controller>>interActivityPause): one that wakes up
        // at the start of a millisecond runs hot to its end.
        vm.Wakeups.SetTimer(vm.Clock.UtcMicroseconds + (ahead > mask / 2 ? 0 : 1000 * ahead), vm.Clock.RestOfMillisecond);
        return receiver;
    }

    /// <summary>signal: aSemaphore atUTCMicroseconds: time; nil or 0 cancels.</summary>
    [Primitive(242, Era = PrimitiveEra.Closures)]
    public static Oop SignalAtUtcMicroseconds(VirtualMachine vm, Oop receiver, Oop semaphore, Oop time)
    {
        if (!vm.Memory.TryInteger64(time, out long microseconds) || !SetTimerSemaphore(vm, semaphore))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Wakeups.SetTimer(semaphore == vm.Memory.Nil || microseconds == 0 ? null : microseconds);
        return receiver;
    }

    /// <summary>Gives the processor back for some microseconds; the idle process calls it.</summary>
    [Primitive(230)]
    public static Oop RelinquishProcessor(VirtualMachine vm, Oop receiver, long microseconds)
    {
        vm.Wakeups.Sleep(TimeSpan.FromMicroseconds(Math.Clamp(microseconds, 0, 1_000_000)));
        return receiver;
    }

    /// <summary>
    /// Takes a process off its list; suspends the active one, and answers false then, as when it fails.
    /// </summary>
    private static bool TakeOff(VirtualMachine vm, Oop process, out Oop list)
    {
        ObjectMemory memory = vm.Memory;
        list = memory.Nil;
        if (process == vm.Scheduler.ActiveProcess)
        {
            vm.Interpreter.PopThenPush(0, memory.Nil);
            vm.Scheduler.SuspendActive();
            _ = vm.Rerouted();
            return false;
        }
        if (!IsProcess(vm, process))
        {
            _ = vm.Fail(PrimitiveError.BadReceiver);
            return false;
        }
        list = vm.Scheduler.ListOfProcess(process);
        if (list == memory.Nil)
        {
            _ = vm.Fail(PrimitiveError.BadReceiver);
            return false;
        }
        if (!IsList(list) || !vm.Scheduler.Remove(process, list))
        {
            _ = vm.Fail(PrimitiveError.OperationFailed);
            return false;
        }
        vm.Scheduler.SetList(process, memory.Nil);
        return true;
    }

    /// <summary>Answers false for a process that was ready, and so in no other list than one of its priority.</summary>
    private static bool BacksUp(VirtualMachine vm, Oop process, Oop list)
    {
        if (vm.Scheduler.IsListOfReady(list))
        {
            return false;
        }
        Oop context = vm.Memory.Fetch(Layouts.Process.SuspendedContext, process);
        if (vm.Memory.IsContext(context))
        {
            vm.Interpreter.BackUpToSend(context, list);
        }
        return true;
    }

    private static bool IsList(Oop oop) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > Layouts.LinkedList.Last;

    private static bool SetTimerSemaphore(VirtualMachine vm, Oop semaphore) =>
        (semaphore == vm.Memory.Nil || vm.Scheduler.IsSemaphore(semaphore))
        && vm.Memory.SetSpecial(SpecialObject.TimerSemaphore, semaphore);

    private static bool IsMutex(Oop oop) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > Layouts.Mutex.Owner;

    /// <summary>A context that has returned has no pc.</summary>
    private static bool CanRun(ObjectMemory memory, Oop context) =>
        memory.IsContext(context) && memory.Fetch(Layouts.Context.Pc, context).IsInteger;

    private static bool IsProcess(VirtualMachine vm, Oop oop) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > Layouts.Process.Priority;
}
