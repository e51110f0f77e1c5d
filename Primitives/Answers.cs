using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives;

/// <summary>What many primitives do with what they take and answer.</summary>
internal static class Answers
{
    /// <summary>An oop made just now; fails where memory was exhausted.</summary>
    public static Oop OrNoMemory(this VirtualMachine vm, Oop oop) => oop.IsNone ? vm.Fail(PrimitiveError.NoMemory) : oop;

    /// <summary>An Array of oops made just now; fails where memory was exhausted for one of them or for the Array.</summary>
    public static Oop Array(this VirtualMachine vm, params ReadOnlySpan<Oop> elements) =>
        vm.OrNoMemory(elements.Contains(Oop.None) ? Oop.None : vm.Memory.NewArray(elements));

    public static Oop String(this VirtualMachine vm, string text) => vm.OrNoMemory(vm.Memory.NewString(text));

    public static bool TryBoolean(this ObjectMemory memory, Oop oop, out bool value)
    {
        value = oop == memory.True;
        return value || oop == memory.False;
    }
}
