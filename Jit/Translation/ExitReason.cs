using JitTalk.Jit.Code;

namespace JitTalk.Jit.Translation;

/// <summary>Why compiled code is left; see <see cref="ExitReasons"/> for the sentences.</summary>
internal enum ExitReason
{
    NotIntegers,
    NotNumbers,
    OtherClass,
    NoBoolean,
    ReadOnly,
    NoVector,
    PrimitiveGuard,
    MakesBlock,
}

/// <summary>Makes the exit point of a unit at a bytecode; answers its address.</summary>
internal delegate nint NewExit(CodeUnit unit, int offset, ExitReason reason);

internal static class ExitReasons
{
    private static readonly string[] Sentences =
    [
        "operands were no SmallIntegers, or their result is none",
        "operands were no Floats or SmallIntegers",
        "the receiver was of a class not seen before",
        "what was tested is no Boolean",
        "a read-only object was to be changed",
        "a temp holds no vector of temps",
        "arguments were not what the inlined primitive takes",
        "a BlockContext was made where none had been",
    ];

    public static string Sentence(this ExitReason reason) => Sentences[(int)reason];
}
