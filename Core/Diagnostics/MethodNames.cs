using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Diagnostics;

/// <summary>What methods and classes are called. Only the machine's thread may ask.</summary>
internal sealed unsafe class MethodNames(ObjectMemory memory)
{
    private readonly Disassembler _disassembler = new(memory);
    private readonly ImageBrowser _browser = new(memory);

    /// <summary>Class&gt;&gt;selector, blocks as <c>[] in …</c>, or what the object is.</summary>
    public string NameOf(Oop method) =>
        memory.Dialect.HasClosures ? _disassembler.NameOf(method) : SearchedName(method) ?? _disassembler.NameOf(method);

    /// <summary>The class of an index of the class table.</summary>
    public string NameOfClass(int index) => _browser.NameOf(memory.Classes[index]);

    public string Disassemble(Oop method) => _disassembler.Disassemble(method, NameOf(method));

    /// <summary>Methods of images without closures do not say what they are: the dictionary of a class does.</summary>
    private string? SearchedName(Oop method)
    {
        HashSet<Oop> seen = [];
        for (int index = 0; index < memory.Classes.Count; index++)
        {
            // A class without instances is in the table only as a superclass.
            Oop behavior = memory.Classes[index];
            while (IsPointers(behavior) && seen.Add(behavior))
            {
                if (NameIn(behavior, method) is { } name)
                {
                    return name;
                }
                _ = FetchPointers(Layouts.Class.Superclass, behavior, out behavior);
            }
        }
        return null;
    }

    private string? NameIn(Oop behavior, Oop method)
    {
        if (!HolderOf(behavior, out Oop dictionary, out Oop methods))
        {
            return null;
        }
        int slots = (int)Math.Min(
            ObjectMemory.SlotCount(methods), ObjectMemory.SlotCount(dictionary) - Layouts.MethodDictionary.FirstSelector);
        int at = new ReadOnlySpan<Oop>(ObjectMemory.Slots(methods), slots).IndexOf(method);
        if (at < 0)
        {
            return null;
        }
        Oop selector = memory.Fetch(Layouts.MethodDictionary.FirstSelector + at, dictionary);
        return $"{_browser.NameOf(behavior)}>>{ObjectMemory.TextOf(selector)}";
    }

    private bool HolderOf(Oop behavior, out Oop dictionary, out Oop methods)
    {
        methods = default;
        return FetchPointers(Layouts.Class.MethodDictionary, behavior, out dictionary)
            && FetchPointers(Layouts.MethodDictionary.Methods, dictionary, out methods)
            && ObjectMemory.SlotCount(dictionary) >= Layouts.MethodDictionary.FirstSelector;
    }

    private bool FetchPointers(int slot, Oop oop, out Oop value)
    {
        value = IsPointers(oop) && ObjectMemory.SlotCount(oop) > slot ? memory.Fetch(slot, oop) : default;
        return IsPointers(value);
    }

    private bool IsPointers(Oop oop) => memory.IsInside(oop) && ObjectMemory.FormatOf(oop).IsPointers();
}
