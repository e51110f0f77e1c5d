using JitTalk.Core.Bytecodes;

namespace JitTalk.Jit.Planning;

/// <summary>
/// A method that can be done in the place of its send, for it changes nothing before its end: whatever it does not foresee
/// leaves the code before the send, as if nothing had happened. It has no loops, and sends only what is done in place too.
/// </summary>
/// <param name="Instructions">Its bytecodes, in the order of their offsets.</param>
/// <param name="Depths">Operands before each.</param>
/// <param name="Targets">Offsets that jumps lead to.</param>
/// <param name="Numbers">How its arithmetic is compiled, by offset: for integers or Floats only.</param>
/// <param name="Sends">Its sends, by offset: to one class, or without cases where none was ever seen.</param>
/// <param name="Literals">Its literals, by the offset of what pushes them.</param>
/// <param name="Size">Its bytecodes and those of what it sends.</param>
/// <param name="Deepest">Its operands and those of what it sends.</param>
/// <param name="Stores">It, or what it sends last, stores before it returns.</param>
/// <param name="Declines">It may come to nothing though all is as foreseen, when eden is full: it needs a call beside it.</param>
internal sealed record Leaf(
    IReadOnlyList<Instruction> Instructions,
    IReadOnlyList<int> Depths,
    IReadOnlySet<int> Targets,
    IReadOnlyDictionary<int, NumberMode> Numbers,
    IReadOnlyDictionary<int, SendPlan> Sends,
    IReadOnlyDictionary<int, LeafLiteral> Literals,
    int Size,
    int Deepest,
    bool Stores,
    bool Declines)
{
    /// <summary>Operands that a leaf has at most.</summary>
    public const int DeepestStack = 12;

    /// <summary>Returns, of which one is the last bytecode.</summary>
    public int ReturnCount { get; } = Instructions.Count(i => i.IsReturn);

    /// <summary>It may answer what a comparison does, or true or false, which a jump in the caller can be made of.</summary>
    public bool AnswersTests => !Stores
        && (Instructions.Any(i => i.Op is Op.ReturnTrue or Op.ReturnFalse)
            || Instructions.Zip(Instructions.Skip(1)).Any(pair => IsTest(pair.First.Op) && pair.Second.Op == Op.ReturnTop));

    public static bool IsStore(Op op) => op == Op.StorePopReceiverVariable;

    private static bool IsTest(Op op) => op is (>= Op.LessThan and <= Op.NotEqual) or Op.Identical or Op.NotIdentical;
}

/// <summary>A literal of another method than the unit's.</summary>
/// <param name="Bits">What means the same for ever.</param>
/// <param name="Address">Where an oop is that the collector sees; 0 for <paramref name="Bits"/>.</param>
internal readonly record struct LeafLiteral(long Bits, nint Address);
