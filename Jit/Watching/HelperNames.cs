using System.Reflection;
using JitTalk.Core.Execution;
using JitTalk.Jit.Translation;

namespace JitTalk.Jit.Watching;

/// <summary>
/// The C# methods that compiled code calls, by the addresses of their machine code. The interpreter's are among them, for
/// RyuJIT puts the small ones that call them into the code.
/// </summary>
internal sealed unsafe class HelperNames
{
    private readonly Dictionary<long, string> _names = [];

    public HelperNames()
    {
        const BindingFlags declared =
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (Type type in (Type[])[typeof(Interpreter), typeof(TaggedIntegers), typeof(CompiledCalls)])
        {
            foreach (MethodInfo method in type.GetMethods(declared).Where(m => !m.ContainsGenericParameters))
            {
                long address = method.MethodHandle.GetFunctionPointer();
                _names[address] = $"{type.Name}.{method.Name}";
                _names[TargetOf(address)] = $"{type.Name}.{method.Name}";
            }
        }
    }

    /// <summary>The helper that begins at an address; null for none.</summary>
    public string? Of(long address) => _names.GetValueOrDefault(address);

    /// <summary>Where a stub of .NET's jumps to: <c>jmp [rip + n]</c>, or <c>jmp n</c>.</summary>
    private static long TargetOf(long stub)
    {
        const int indirectLength = 6;
        const int directLength = 5;
        byte* code = (byte*)stub;
        return (code[0], code[1]) switch
        {
            (0xFF, 0x25) => *(long*)(stub + indirectLength + *(int*)(code + 2)),
            (0xE9, _) => stub + directLength + *(int*)(code + 1),
            _ => stub,
        };
    }
}
