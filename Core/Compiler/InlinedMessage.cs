namespace JitTalk.Core.Compiler;

/// <summary>A message that is coded with jumps, after what its receiver must be anyway.</summary>
internal abstract record InlinedMessage
{
    /// <summary>The parts in the order in which the closure analysis numbers them.</summary>
    public abstract IEnumerable<Node> Parts { get; }

    /// <summary>Whether its blocks run again and again, so that a write comes before what stands before it.</summary>
    public virtual bool IsLoop => false;
}

/// <summary>ifTrue:, ifFalse:, and:, or:, ifNotNil: and those of two arms: one arm or the other.</summary>
/// <param name="Condition">The receiver, or its comparison with nil.</param>
/// <param name="WhenTrue">Code for true.</param>
/// <param name="WhenFalse">Code for false.</param>
/// <param name="HasTwoArms">Whether the message itself has both.</param>
internal sealed record Conditional(Node Condition, BlockNode WhenTrue, BlockNode WhenFalse, bool HasTwoArms) : InlinedMessage
{
    public override IEnumerable<Node> Parts => [Condition, WhenTrue, WhenFalse];

    public bool ReturnsFromBoth => HasTwoArms && WhenTrue.Returns && WhenFalse.Returns;
}

/// <summary>ifNil: the receiver itself, or the block's value.</summary>
internal sealed record NilDefault(Node Receiver, BlockNode WhenNil) : InlinedMessage
{
    public override IEnumerable<Node> Parts => [Receiver, WhenNil];
}

/// <summary>whileTrue:, whileFalse:, with a body that is just nil where they have no argument.</summary>
internal sealed record WhileLoop(BlockNode Condition, BlockNode Body, bool EndsWhenTrue) : InlinedMessage
{
    public override IEnumerable<Node> Parts => [Condition, Body];

    public override bool IsLoop => true;
}

internal sealed record RepeatLoop(BlockNode Body) : InlinedMessage
{
    public override IEnumerable<Node> Parts => [Body];
}

/// <summary>to:do: and to:by:do: with a literal step.</summary>
/// <param name="Start">The receiver, which <paramref name="First"/> assigns to the counter.</param>
/// <param name="Limit">A variable or a literal.</param>
/// <param name="Step">A literal number.</param>
/// <param name="Body">Runs for each value of the counter, its argument.</param>
/// <param name="First">The assignment of the receiver to the counter.</param>
/// <param name="Test">Whether the counter is not past the limit.</param>
/// <param name="Increment">The assignment of the next value to the counter.</param>
/// <param name="LimitInit">Assigns the limit to a variable of its own; null where it needs none.</param>
internal sealed record ToDoLoop(
    Node Start,
    Node Limit,
    Node Step,
    BlockNode Body,
    AssignmentNode First,
    MessageNode Test,
    AssignmentNode Increment,
    AssignmentNode? LimitInit) : InlinedMessage
{
    // The order that Squeak's compiler keeps them in, not that of their code: it decides what a block captures.
    public override IEnumerable<Node> Parts =>
        LimitInit is null
            ? [Start, Limit, Step, Body, First, Test, Increment]
            : [Start, Limit, Step, Body, First, Test, Increment, LimitInit];

    public override bool IsLoop => true;

    /// <summary>The parts in the order in which they run.</summary>
    public IEnumerable<Node> PartsInOrder =>
        LimitInit is null ? [Start, First, Test, Body, Increment] : [Start, LimitInit, First, Test, Body, Increment];
}

/// <summary>caseOf: and caseOf:otherwise: with a brace of block associations.</summary>
/// <param name="Receiver">Compared with the keys.</param>
/// <param name="Cases">In their order.</param>
/// <param name="Otherwise">Null where no case is an error.</param>
internal sealed record CaseSelection(
    Node Receiver, IReadOnlyList<(BlockNode Key, BlockNode Value)> Cases, BlockNode? Otherwise) : InlinedMessage
{
    /// <summary>What the receiver of the method is sent where no case is its value.</summary>
    public const string ErrorSelector = "caseError";

    public override IEnumerable<Node> Parts
    {
        get
        {
            yield return Receiver;
            foreach ((BlockNode key, BlockNode value) in Cases)
            {
                yield return key;
                yield return value;
            }
            if (Otherwise is not null)
            {
                yield return Otherwise;
            }
        }
    }
}
