using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>Refuses an image without the objects that the VM takes for granted.</summary>
internal static class SpecialObjectsCheck
{
    private const int Needed = (int)SpecialObject.ClassProcess + 1;

    // 32 selectors, each with its number of arguments.
    private const int SpecialSelectorSlots = 64;
    private const int CharacterCount = 256;

    private static readonly SpecialObject[] Classes =
    [
        SpecialObject.ClassSmallInteger, SpecialObject.ClassArray, SpecialObject.ClassString, SpecialObject.ClassFloat,
        SpecialObject.ClassContext, SpecialObject.ClassCompiledMethod, SpecialObject.ClassMessage,
        SpecialObject.ClassLargePositiveInteger, SpecialObject.ClassProcess,
        SpecialObject.ClassCharacter,
    ];

    /// <exception cref="ImageFormatException">Something is missing or is not what it should be.</exception>
    public static void Check(ObjectMemory memory, Oop special)
    {
        if (!IsPointers(special, Needed))
        {
            throw new ImageFormatException("the special objects are no array of the right size");
        }
        CheckConstants(memory, special);
        foreach (SpecialObject which in Classes)
        {
            CheckClass(memory, special, which);
        }
        if (memory.Dialect.HasClosures)
        {
            if (!IsPointers(special, (int)SpecialObject.ClassBlockClosure + 1))
            {
                throw new ImageFormatException("the special objects have no class of closures");
            }
            CheckClass(memory, special, SpecialObject.ClassBlockClosure);
        }
        else
        {
            CheckClass(memory, special, SpecialObject.ClassBlockContext);
        }
        CheckCharacters(memory, special);
        CheckScheduler(memory, special);
        if (!IsPointers(memory.Fetch((int)SpecialObject.SpecialSelectors, special), SpecialSelectorSlots))
        {
            throw new ImageFormatException("there is no array of special selectors");
        }
    }

    private static void CheckConstants(ObjectMemory memory, Oop special)
    {
        Oop nil = memory.Fetch((int)SpecialObject.Nil, special);
        Oop no = memory.Fetch((int)SpecialObject.False, special);
        Oop yes = memory.Fetch((int)SpecialObject.True, special);
        if (!nil.IsPointer || !no.IsPointer || !yes.IsPointer || nil == no || nil == yes || no == yes)
        {
            throw new ImageFormatException("nil, false and true are not three objects");
        }
    }

    private static void CheckClass(ObjectMemory memory, Oop special, SpecialObject which)
    {
        Oop behavior = memory.Fetch((int)which, special);
        if (!IsPointers(behavior, Layouts.Class.Format + 1) || !memory.TryFetchInteger(Layouts.Class.Format, behavior, out _))
        {
            throw new ImageFormatException($"special object {(int)which}, {which}, is no class");
        }
    }

    private static void CheckCharacters(ObjectMemory memory, Oop special)
    {
        if (!memory.Dialect.HasImmediateCharacters)
        {
            if (!IsPointers(memory.Fetch((int)SpecialObject.CharacterTable, special), CharacterCount))
            {
                throw new ImageFormatException("there is no table of Characters");
            }
            return;
        }
        if (memory.Classes[Oop.IntegerTag] != memory.Fetch((int)SpecialObject.ClassSmallInteger, special))
        {
            throw new ImageFormatException("the class table does not know the class of SmallIntegers");
        }
        if (memory.Classes[Oop.CharacterTag] != memory.Fetch((int)SpecialObject.ClassCharacter, special))
        {
            throw new ImageFormatException("the class table does not know the class of Characters");
        }
    }

    private static void CheckScheduler(ObjectMemory memory, Oop special)
    {
        Oop association = memory.Fetch((int)SpecialObject.SchedulerAssociation, special);
        if (!IsPointers(association, Layouts.Association.Value + 1))
        {
            throw new ImageFormatException("there is no process scheduler");
        }
        Oop scheduler = memory.Fetch(Layouts.Association.Value, association);
        if (!IsPointers(scheduler, Layouts.Scheduler.ActiveProcess + 1))
        {
            throw new ImageFormatException("there is no process scheduler");
        }
        CheckProcessLists(memory, memory.Fetch(Layouts.Scheduler.ProcessLists, scheduler));
        Oop process = memory.Fetch(Layouts.Scheduler.ActiveProcess, scheduler);
        if (!IsPointers(process, Layouts.Process.MyList + 1))
        {
            throw new ImageFormatException("there is no active process");
        }
        Oop context = memory.Fetch(Layouts.Process.SuspendedContext, process);
        if (!IsPointers(context, Layouts.Context.FirstTemp) || !IsContextClass(memory, special, memory.ClassOf(context)))
        {
            throw new ImageFormatException("the active process has no context to go on with");
        }
    }

    private static void CheckProcessLists(ObjectMemory memory, Oop lists)
    {
        if (!IsPointers(lists, 1))
        {
            throw new ImageFormatException("the process scheduler has no lists of processes");
        }
        for (int i = 0; i < ObjectMemory.SlotCount(lists); i++)
        {
            if (!IsPointers(memory.Fetch(i, lists), Layouts.LinkedList.Last + 1))
            {
                throw new ImageFormatException($"the process scheduler has no list of processes of priority {i + 1}");
            }
        }
    }

    private static bool IsContextClass(ObjectMemory memory, Oop special, Oop behavior) =>
        behavior == memory.Fetch((int)SpecialObject.ClassContext, special)
        || behavior == memory.Fetch((int)SpecialObject.ClassBlockContext, special);

    private static bool IsPointers(Oop oop, int slots) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) >= slots;
}
