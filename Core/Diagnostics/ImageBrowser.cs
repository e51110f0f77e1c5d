using JitTalk.Core.Memory;

namespace JitTalk.Core.Diagnostics;

/// <summary>
/// Reads classes, their names and their methods out of an image, whatever its layout of classes and however broken.
/// For people and tests: it searches, nothing is cached.
/// </summary>
internal sealed unsafe class ImageBrowser(ObjectMemory memory)
{
    private const string MetaclassSuffix = " class";
    private const string Unnamed = "(unnamed class)";

    /// <summary>The name of a class, <c>Foo class</c> for a metaclass.</summary>
    public string NameOf(Oop behavior)
    {
        if (!IsPointers(behavior))
        {
            return Unnamed;
        }
        if (IsMetaclass(behavior))
        {
            Oop instance = SoleInstance(behavior);
            return (instance.IsNone ? Unnamed : OwnName(instance)) + MetaclassSuffix;
        }
        return OwnName(behavior);
    }

    /// <summary>The class of this name, a metaclass for <c>Foo class</c>; <see cref="Oop.None"/> when there is none.</summary>
    public Oop FindClass(string name)
    {
        if (name.EndsWith(MetaclassSuffix, StringComparison.Ordinal))
        {
            Oop instance = FindClass(name[..^MetaclassSuffix.Length]);
            return instance.IsNone ? instance : memory.ClassOf(instance);
        }
        for (int index = 0; index < memory.Classes.Count; index++)
        {
            if (HasName(memory.Classes[index], name))
            {
                return memory.Classes[index];
            }
        }
        // A class without instances need not be in the table.
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop) && HasName(oop, name))
            {
                return oop;
            }
        }
        return Oop.None;
    }

    /// <summary>The method that a class itself has under a selector; <see cref="Oop.None"/> when it has none.</summary>
    public Oop FindMethod(Oop behavior, string selector)
    {
        foreach ((Oop key, Oop method) in MethodsOf(behavior))
        {
            if (ObjectMemory.TextEquals(key, selector))
            {
                return method;
            }
        }
        return Oop.None;
    }

    /// <summary>The selectors and methods in a class's own method dictionary.</summary>
    public IEnumerable<(Oop Selector, Oop Method)> MethodsOf(Oop behavior)
    {
        if (!IsPointers(behavior) || ObjectMemory.SlotCount(behavior) <= Layouts.Class.MethodDictionary)
        {
            yield break;
        }
        Oop dictionary = memory.Fetch(Layouts.Class.MethodDictionary, behavior);
        if (!IsPointers(dictionary) || ObjectMemory.SlotCount(dictionary) < Layouts.MethodDictionary.FirstSelector)
        {
            yield break;
        }
        Oop methods = memory.Fetch(Layouts.MethodDictionary.Methods, dictionary);
        if (!IsPointers(methods))
        {
            yield break;
        }
        long capacity = Math.Min(
            ObjectMemory.SlotCount(dictionary) - Layouts.MethodDictionary.FirstSelector, ObjectMemory.SlotCount(methods));
        for (int i = 0; i < capacity; i++)
        {
            Oop selector = memory.Fetch(Layouts.MethodDictionary.FirstSelector + i, dictionary);
            if (selector != memory.Nil)
            {
                yield return (selector, memory.Fetch(i, methods));
            }
        }
    }

    /// <summary>The image's Symbol of this text; <see cref="Oop.None"/> when it has none.</summary>
    public Oop FindSymbol(string text)
    {
        int symbolClass = ObjectMemory.ClassIndexOf(memory.Special(SpecialObject.SelectorDoesNotUnderstand));
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            if (ObjectMemory.ClassIndexOf(oop) == symbolClass && ObjectMemory.TextEquals(oop, text))
            {
                return oop;
            }
        }
        return Oop.None;
    }

    /// <summary>Whether <paramref name="oop"/> is the class of a class.</summary>
    public bool IsMetaclass(Oop oop)
    {
        // Of any image: the class of the class of a class is Metaclass.
        Oop array = memory.Special(SpecialObject.ClassArray);
        return !oop.IsNone && IsPointers(array) && memory.ClassOf(oop) == memory.ClassOf(memory.ClassOf(array));
    }

    private bool HasName(Oop oop, string name) =>
        IsPointers(oop) && IsMetaclass(memory.ClassOf(oop)) && ObjectMemory.TextEquals(NameSlot(oop), name);

    private string OwnName(Oop behavior)
    {
        Oop name = NameSlot(behavior);
        return name.IsNone ? Unnamed : ObjectMemory.TextOf(name);
    }

    private Oop NameSlot(Oop behavior)
    {
        long slots = ObjectMemory.SlotCount(behavior);
        if (slots > Layouts.Class.Name && IsText(memory.Fetch(Layouts.Class.Name, behavior)))
        {
            return memory.Fetch(Layouts.Class.Name, behavior);
        }
        for (int slot = Layouts.Class.Format + 1; slot < slots; slot++)
        {
            if (IsText(memory.Fetch(slot, behavior)))
            {
                return memory.Fetch(slot, behavior);
            }
        }
        return Oop.None;
    }

    private Oop SoleInstance(Oop metaclass)
    {
        // The slot differs between images, but only one of them holds an instance.
        Oop* slots = ObjectMemory.Slots(metaclass);
        for (long slot = Layouts.Class.Format + 1; slot < ObjectMemory.SlotCount(metaclass); slot++)
        {
            if (IsPointers(slots[slot]) && memory.ClassOf(slots[slot]) == metaclass)
            {
                return slots[slot];
            }
        }
        return Oop.None;
    }

    private bool IsPointers(Oop oop) => memory.IsInside(oop) && ObjectMemory.FormatOf(oop).IsPointers();

    private bool IsText(Oop oop) => memory.IsInside(oop) && ObjectMemory.IsByteObject(oop);
}
