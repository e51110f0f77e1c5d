using System.Reflection.Emit;

namespace JitTalk.Jit.Emit;

/// <summary>A local variable of emitted code.</summary>
internal sealed record IlLocal(LocalBuilder Builder, IlType Type, string Name)
{
    public override string ToString() => Name;
}
