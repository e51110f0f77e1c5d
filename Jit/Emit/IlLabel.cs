using System.Reflection.Emit;

namespace JitTalk.Jit.Emit;

/// <summary>A place in emitted code. Nothing is on the evaluation stack there.</summary>
internal sealed class IlLabel(Label label, string name)
{
    public Label Label { get; } = label;
    public string Name { get; } = name;
    public bool IsMarked { get; set; }
    public bool IsUsed { get; set; }
}
