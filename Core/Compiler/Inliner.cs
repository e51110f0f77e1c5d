namespace JitTalk.Core.Compiler;

/// <summary>Decides whether a message with literal blocks is coded with jumps, and makes what that takes.</summary>
internal sealed class Inliner(Binder binder, MessageNode message)
{
    private readonly List<Node> _arguments = message.Arguments;

    public InlinedMessage? TryInline()
    {
        InlinedMessage? inlined = message.Selector switch
        {
            "ifTrue:" => Arms(0) ? Conditional(Argument(0), Just(PseudoVariable.Nil)) : null,
            "ifFalse:" => Arms(0) ? Conditional(Just(PseudoVariable.Nil), Argument(0)) : null,
            "ifTrue:ifFalse:" => Arms(0, 0) ? Conditional(Argument(0), Argument(1), hasTwoArms: true) : null,
            "ifFalse:ifTrue:" => Arms(0, 0) ? Conditional(Argument(1), Argument(0), hasTwoArms: true) : null,
            "and:" => Arms(0) ? Conditional(Argument(0), Just(PseudoVariable.False)) : null,
            "or:" => Arms(0) ? Conditional(Just(PseudoVariable.True), Argument(0)) : null,
            "ifNil:" => Arms(0) ? new NilDefault(message.Receiver!, Argument(0)) : null,
            "ifNotNil:" => Arms(1) ? NilTest(Just(PseudoVariable.Nil), Argument(0)) : null,
            "ifNil:ifNotNil:" => Arms(0, 1) ? NilTest(Argument(0), Argument(1)) : null,
            "ifNotNil:ifNil:" => Arms(1, 0) ? NilTest(Argument(1), Argument(0)) : null,
            "whileTrue" or "whileTrue:" => While(endsWhenTrue: false),
            "whileFalse" or "whileFalse:" => While(endsWhenTrue: true),
            "repeat" => IsBlock(message.Receiver, 0) ? new RepeatLoop((BlockNode)message.Receiver!) : null,
            "to:do:" => ToDo(new LiteralNode(new IntegerLiteral(1), message.Start)),
            "to:by:do:" => ToDo(_arguments[1]),
            "caseOf:" => Case(null),
            "caseOf:otherwise:" => IsBlock(_arguments[1], 0) ? Case(Argument(1)) : null,
            _ => null,
        };
        foreach (BlockNode block in BlocksOf(inlined))
        {
            block.InlinedIn = message;
        }
        return inlined;
    }

    private static IEnumerable<BlockNode> BlocksOf(InlinedMessage? inlined) => inlined switch
    {
        null => [],
        Conditional conditional => [conditional.WhenTrue, conditional.WhenFalse],
        NilDefault test => [test.WhenNil],
        ToDoLoop loop => [loop.Body],
        CaseSelection { Receiver: var receiver } cases => cases.Parts.OfType<BlockNode>().Where(block => block != receiver),
        _ => inlined.Parts.OfType<BlockNode>(),
    };

    private BlockNode Argument(int index) => (BlockNode)_arguments[index];

    /// <summary>Whether the arguments are blocks of at most so many arguments; blocks of more cannot be meant.</summary>
    private bool Arms(params ReadOnlySpan<int> most)
    {
        for (int i = 0; i < most.Length; i++)
        {
            if (!IsBlock(_arguments[i], most[i]))
            {
                return false;
            }
        }
        return true;
    }

    private bool IsBlock(Node? node, int most) =>
        node is BlockNode block
        && (block.ArgumentNames.Count <= most
            ? true
            : throw new SyntaxErrorException($"This block of {message.Selector} has too many arguments", block.ArgumentNames[most].Start));

    private Conditional Conditional(BlockNode whenTrue, BlockNode whenFalse, bool hasTwoArms = false) =>
        new(message.Receiver!, whenTrue, whenFalse, hasTwoArms);

    /// <summary>Compares the receiver with nil; where the other block takes it, it is kept in that block's argument.</summary>
    private Conditional NilTest(BlockNode whenNil, BlockNode whenNot)
    {
        Node receiver = message.Receiver!;
        if (whenNot.Arguments is [LocalVariable argument])
        {
            receiver = new AssignmentNode(Use(argument), receiver, message.Start);
        }
        MessageNode test = new(receiver, "==", [VariableNode.Nil(message.Start)], message.Start);
        return new Conditional(test, whenNil, whenNot, HasTwoArms: true);
    }

    private WhileLoop? While(bool endsWhenTrue)
    {
        if (!IsBlock(message.Receiver, 0))
        {
            return null;
        }
        BlockNode condition = (BlockNode)message.Receiver!;
        return _arguments.Count == 0 ? new WhileLoop(condition, Just(PseudoVariable.Nil), endsWhenTrue)
            : IsBlock(_arguments[0], 0) ? new WhileLoop(condition, Argument(0), endsWhenTrue)
            : null;
    }

    private ToDoLoop? ToDo(Node step)
    {
        if (_arguments[^1] is not BlockNode { Arguments: [LocalVariable counter] } body || SignOf(step) is not { } sign || sign == 0)
        {
            return null;
        }
        Node limit = _arguments[0];
        AssignmentNode? limitInit = null;
        if (limit is VariableNode { Variable: { } variable } ? Assignments.Exist(body, variable) : false)
        {
            return null;
        }
        if (!(limit is VariableNode || SignOf(limit) is not null))
        {
            VariableNode hidden = new(counter.Name + "LimiT", limit.Start);
            hidden.Variable = binder.DeclareHidden(body, hidden);
            body.Temps.Add((LocalVariable)hidden.Variable);
            limitInit = new AssignmentNode(hidden, limit, limit.Start);
            limit = hidden;
        }
        MessageNode next = new(Use(counter), "+", [step], message.Start);
        return new ToDoLoop(
            message.Receiver!,
            limit,
            step,
            body,
            new AssignmentNode(Use(counter), message.Receiver!, message.Start),
            new MessageNode(Use(counter), sign > 0 ? "<=" : ">=", [limit], message.Start),
            new AssignmentNode(Use(counter), next, message.Start),
            limitInit);
    }

    private CaseSelection? Case(BlockNode? otherwise)
    {
        if (_arguments[0] is not BraceNode brace)
        {
            return null;
        }
        if (brace.Elements.Count == 0)
        {
            throw new SyntaxErrorException("At least one case expected", brace.Start);
        }
        List<(BlockNode Key, BlockNode Value)> cases = [];
        foreach (Node element in brace.Elements)
        {
            cases.Add(element is MessageNode { Selector: "->", Receiver: BlockNode { Arguments: [] } key, Arguments: [BlockNode { Arguments: [] } value] }
                ? (key, value)
                : throw new SyntaxErrorException("An association of blocks without arguments expected", element.Start));
        }
        return new CaseSelection(message.Receiver!, cases, otherwise);
    }

    private BlockNode Just(PseudoVariable value) => BlockNode.Just(value, message.Start);

    private VariableNode Use(LocalVariable variable) => new(variable.Name, message.Start) { Variable = variable };

    /// <summary>The sign of a literal number; null for what is none.</summary>
    private static int? SignOf(Node node) => (node as LiteralNode)?.Value switch
    {
        IntegerLiteral integer => integer.Value.Sign,
        FractionLiteral fraction => fraction.Numerator.Sign,
        ScaledDecimalLiteral scaled => scaled.Numerator.Sign,
        FloatLiteral real => double.IsNaN(real.Value) ? 0 : Math.Sign(real.Value),
        _ => null,
    };
}
