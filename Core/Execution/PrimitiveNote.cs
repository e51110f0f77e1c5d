using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>A primitive that another thread saw running, and where. The interpreter says later what has become of that.</summary>
/// <param name="Index">In the table of primitives; −1 for none.</param>
/// <param name="Fp">The frame that called it; 0 when it is not known.</param>
/// <param name="Method">The frame's method; in rare cases what happened to be in its place, which may be no oop.</param>
/// <param name="IsBlock">Whether the frame is a block's.</param>
/// <param name="Resumptions">How often the stack had been begun anew.</param>
/// <param name="Moves">How often objects had moved.</param>
internal readonly record struct PrimitiveNote(int Index, nint Fp, Oop Method, bool IsBlock, int Resumptions, int Moves)
{
    public static PrimitiveNote None => new(-1, 0, Oop.None, false, 0, 0);

    public bool IsNone => Index < 0;
}
