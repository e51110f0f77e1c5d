using System.Runtime.InteropServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>
/// What a <c>value…</c> in compiled code remembers: the block that it ran last, and the code for it. A closure is that
/// block when it has the same method, start and size.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct BlockCell
{
    /// <summary>The code of the block's body; 0 for none.</summary>
    public nint Code;

    /// <summary>The method whose bytecodes hold the body; for a full block the CompiledBlock. No oop for none.</summary>
    public Oop Method;

    /// <summary>The start pc as the closure has it, a SmallInteger.</summary>
    public Oop Start;

    /// <summary>Slots of the closure; for a BlockContext those of its home.</summary>
    public long SlotCount;

    /// <summary>The cell of selector and class, for what is no such closure.</summary>
    public CallCell* Send;
}
