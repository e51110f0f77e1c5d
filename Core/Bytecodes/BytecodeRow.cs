namespace JitTalk.Core.Bytecodes;

/// <summary>A range of bytes that mean one <see cref="Op"/>.</summary>
/// <param name="First">The first byte of the range.</param>
/// <param name="Last">The last one.</param>
/// <param name="Op">What they do.</param>
/// <param name="Length">Bytes of the whole bytecode.</param>
/// <param name="Operand">The operand of <paramref name="First"/>; it counts up from there.</param>
internal sealed record BytecodeRow(int First, int Last, Op Op, int Length = 1, int Operand = 0)
{
    public BytecodeRow(int only, Op op, int length = 1, int operand = 0) : this(only, only, op, length, operand) { }
}
