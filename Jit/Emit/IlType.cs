namespace JitTalk.Jit.Emit;

/// <summary>What stands on the evaluation stack. Oops and addresses are <see cref="Long"/>.</summary>
internal enum IlType
{
    Int,
    Long,
    Double,
}
