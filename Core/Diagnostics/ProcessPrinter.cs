using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Diagnostics;

/// <summary>
/// Prints the stacks of all processes of the image: the active one, those that are ready, those that wait, those that
/// are suspended. Those that have ended, with nothing to run, are left out.
/// </summary>
internal sealed class ProcessPrinter(VirtualMachine vm)
{
    private readonly ObjectMemory _memory = vm.Memory;
    private readonly OopPrinter _printer = new(vm.Memory);
    private readonly StackPrinter _stacks = new(vm);
    private readonly HashSet<Oop> _printed = [];

    /// <summary>A line per process, its stack below, indented. Nothing of the image is changed.</summary>
    public IEnumerable<string> Lines()
    {
        if (!vm.Scheduler.IsSound)
        {
            yield return "the image has no sound Processor";
            yield break;
        }
        Oop active = vm.Scheduler.ActiveProcess;
        _ = _printed.Add(active);
        yield return $"{Name(active)}, active";
        foreach (string line in _stacks.Lines())
        {
            yield return $"    {line}";
        }
        IEnumerable<(Oop Process, string State)> others = InListsOf(vm.Scheduler.ReadyLists, _ => "ready").Concat(Waiting()).Concat(Others());
        foreach ((Oop process, string state) in others)
        {
            Oop context = _memory.Fetch(Layouts.Process.SuspendedContext, process);
            if (!_memory.IsContext(context) || !_printed.Add(process))
            {
                continue;
            }
            yield return string.Empty;
            yield return $"{Name(process)}, {state}";
            foreach (string line in _stacks.LinesOfSuspended(context))
            {
                yield return $"    {line}";
            }
        }
    }

    private IEnumerable<(Oop Process, string State)> Waiting() =>
        InListsOf(Instances(oop => vm.Scheduler.IsSemaphore(oop)), list => $"waiting for {_printer.Print(list)} 0x{list.Bits:x}");

    private IEnumerable<(Oop Process, string State)> Others() => Instances(IsProcess).Select(process =>
    {
        Oop list = vm.Scheduler.ListOfProcess(process);
        return (process, list == _memory.Nil ? "suspended" : $"waiting for {_printer.Print(list)} 0x{list.Bits:x}");
    });

    private IEnumerable<(Oop Process, string State)> InListsOf(IEnumerable<Oop> lists, Func<Oop, string> state)
    {
        foreach (Oop list in lists)
        {
            // An image in disorder may have a list that runs in a circle.
            HashSet<Oop> seen = [];
            for (Oop link = _memory.Fetch(Layouts.LinkedList.First, list); IsProcess(link) && seen.Add(link);
                link = _memory.Fetch(Layouts.Process.NextLink, link))
            {
                yield return (link, state(list));
            }
        }
    }

    private IEnumerable<Oop> Instances(Func<Oop, bool> isMeant)
    {
        for (Oop oop = _memory.FirstObject; !oop.IsNone; oop = _memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop) && isMeant(oop))
            {
                yield return oop;
            }
        }
    }

    private bool IsProcess(Oop oop) =>
        oop.IsPointer && oop != _memory.Nil && ObjectMemory.FormatOf(oop).IsPointers()
        && ObjectMemory.SlotCount(oop) > Layouts.Process.Priority && IsProcessClass(_memory.ClassOf(oop));

    // Images have subclasses of Process, not deep.
    private bool IsProcessClass(Oop behavior)
    {
        const int deepest = 4;
        Oop process = _memory.Special(SpecialObject.ClassProcess);
        for (int depth = 0; depth < deepest && behavior.IsPointer && !behavior.IsNone && behavior != _memory.Nil; depth++)
        {
            if (behavior == process)
            {
                return true;
            }
            behavior = _memory.Fetch(Layouts.Class.Superclass, behavior);
        }
        return false;
    }

    private string Name(Oop process) =>
        $"{_printer.Print(process)} 0x{process.Bits:x}, priority {_memory.Fetch(Layouts.Process.Priority, process)}";
}
