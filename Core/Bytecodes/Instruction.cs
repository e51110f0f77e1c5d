namespace JitTalk.Core.Bytecodes;

/// <summary>What an <see cref="Instruction"/> says beyond its numbers.</summary>
[Flags]
internal enum InstructionFlags
{
    None = 0,
    /// <summary>A super send that looks up above the class on top of the stack.</summary>
    Directed = 1,
    /// <summary>PushNewArray takes its elements from the stack.</summary>
    PopsElements = 2,
    /// <summary>PushFullClosure takes the block's receiver from the stack.</summary>
    ReceiverOnStack = 4,
    /// <summary>PushFullClosure makes a block without an outer context.</summary>
    NoOuterContext = 8,
}

/// <summary>
/// A bytecode with its extensions, told in one form for all sets: where several encodings mean the same,
/// <paramref name="Op"/> is the plain one (a 2-byte push of a temp is <see cref="Op.PushTemp"/>).
/// </summary>
/// <param name="Offset">Of the first byte, extensions included, from slot 0 of the code.</param>
/// <param name="Op">
/// Sends of a literal are <see cref="Op.LongSend"/> and <see cref="Op.LongSuperSend"/>; stores that no set has in one
/// byte are the LongStore… ones; blocks whose body follows are <see cref="Op.PushClosureCopy"/>.
/// </param>
/// <param name="Operand">
/// Index of a variable or literal, value of an integer or character, size of an array, primitive number, copied count
/// of an embedded closure, the byte of an <see cref="Op.Unknown"/>. PushThisContext: 1 for the active process.
/// </param>
/// <param name="Argument">Argument count of sends and embedded closures, copied count of full closures, the temp that
/// holds a remote temp's vector.</param>
/// <param name="Length">In bytes, extensions included.</param>
/// <param name="Target">Where a jump goes and an embedded closure's body ends; anywhere, if the image is broken.</param>
/// <param name="Flags">See there.</param>
internal readonly record struct Instruction(
    int Offset, Op Op, int Operand, int Argument, int Length, int Target, InstructionFlags Flags)
{
    /// <summary>The offset of the next instruction.</summary>
    public int End => Offset + Length;

    public bool IsReturn => Op is >= Op.ReturnReceiver and <= Op.BlockReturnNil;
    public bool IsJump => Op is Op.Jump or Op.JumpTrue or Op.JumpFalse;
}
