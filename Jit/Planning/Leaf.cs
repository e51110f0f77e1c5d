using JitTalk.Core.Bytecodes;

namespace JitTalk.Jit.Planning;

/// <summary>
/// A method without sends and jumps, that can be done in the place of its send: whatever it does not foresee leaves the
/// code before the send, as if nothing had happened.
/// </summary>
/// <param name="Instructions">Up to its return.</param>
/// <param name="Numbers">How its arithmetic is compiled, by offset: for integers or Floats only.</param>
/// <param name="Literals">Its literals, by the offset of what pushes them.</param>
internal sealed record Leaf(
    IReadOnlyList<Instruction> Instructions, IReadOnlyDictionary<int, NumberMode> Numbers, IReadOnlyDictionary<int, LeafLiteral> Literals)
{
    /// <summary>Operands that a leaf has at most.</summary>
    public const int DeepestStack = 6;

    /// <summary>It answers what a comparison does, which a jump in the caller can be made of.</summary>
    public bool EndsInTest => Instructions.Count > 1 && IsTest(Instructions[^2].Op);

    public static bool IsTest(Op op) => op is (>= Op.LessThan and <= Op.NotEqual) or Op.Identical or Op.NotIdentical;
}

/// <summary>A literal of another method than the unit's.</summary>
/// <param name="Bits">What means the same for ever.</param>
/// <param name="Address">Where an oop is that the collector sees; 0 for <paramref name="Bits"/>.</param>
internal readonly record struct LeafLiteral(long Bits, nint Address);
