namespace JitTalk.Core.Compiler;

/// <summary>
/// Gives the literals their places: in the order in which Squeak's compiler sizes code, which is not the order of the code.
/// A selector comes before receiver and arguments, arms come before their condition, loops' bodies before their tests.
/// </summary>
internal sealed class LiteralPass(LiteralFrame literals, ICompilationScope scope)
{
    private readonly SymbolSet _inlinedSelectors = new();

    /// <summary>
    /// Selectors of messages that are coded inline, which literals name for those who look for senders
    /// (Cuis: Encoder&gt;&gt;allLiterals), in their order.
    /// </summary>
    public IEnumerable<string> InlinedSelectors()
    {
        SymbolSet missing = new();
        foreach (string selector in _inlinedSelectors.Elements.Where(selector => !literals.Holds(new SymbolLiteral(selector))))
        {
            missing.Add(selector);
        }
        return missing.Elements;
    }

    /// <summary>The statements of a block whose value counts: all but the last for their effect.</summary>
    public void BlockValue(BlockNode block)
    {
        foreach (Node statement in block.Statements.SkipLast(1))
        {
            Effect(statement);
        }
        Value(block.Statements[^1]);
    }

    private void BlockEffect(BlockNode block)
    {
        if (block.Returns)
        {
            BlockValue(block);
        }
        else
        {
            block.Statements.ForEach(Effect);
        }
    }

    private void Effect(Node node)
    {
        switch (node)
        {
            case LiteralNode or VariableNode:
                break;
            case AssignmentNode assignment:
                Assignment(assignment);
                break;
            case MessageNode { Inlined: { } inlined } message:
                Inlined(message, inlined, forValue: false);
                break;
            default:
                Value(node);
                break;
        }
    }

    private void Value(Node node)
    {
        switch (node)
        {
            case LiteralNode literal:
                if (!V3Encoder.IsSpecialConstant(literal.Value))
                {
                    _ = literals.Constant(literal.Value);
                }
                break;
            case VariableNode { Variable: GlobalVariable global }:
                _ = literals.Binding(global.Binding);
                break;
            case AssignmentNode assignment:
                Assignment(assignment);
                break;
            case ReturnNode result:
                Value(result.Value);
                break;
            case BraceNode brace:
                Brace(brace);
                break;
            case BlockNode block:
                BlockValue(block);
                break;
            case MessageNode { Inlined: { } inlined } message:
                Inlined(message, inlined, forValue: true);
                break;
            case MessageNode message:
                Send(message);
                break;
            case CascadeNode cascade:
                Value(cascade.Receiver);
                cascade.Messages.ForEach(Send);
                break;
        }
    }

    private void Assignment(AssignmentNode assignment)
    {
        Value(assignment.Target);
        Value(assignment.Value);
    }

    private void Send(MessageNode message)
    {
        if (message.IsToSuper || SpecialSelectors.IndexOf(message.Selector) < 0)
        {
            _ = literals.Selector(message.Selector);
        }
        if (message.Receiver is { } receiver)
        {
            Value(receiver);
        }
        message.Arguments.ForEach(Value);
    }

    private void Brace(BraceNode brace)
    {
        if (BraceStream.Coded(brace, scope) is CascadeNode stream)
        {
            Value(stream);
        }
        else
        {
            brace.Elements.ForEach(Value);
        }
    }

    private void Inlined(MessageNode message, InlinedMessage inlined, bool forValue)
    {
        _inlinedSelectors.Add(message.Selector);
        switch (inlined)
        {
            case Conditional conditional:
                ConditionalArms(conditional, forValue);
                Value(conditional.Condition);
                break;
            case NilDefault test:
                Arm(test.WhenNil, forValue);
                Value(test.Receiver);
                break;
            case WhileLoop loop:
                BlockEffect(loop.Body);
                BlockValue(loop.Condition);
                break;
            case RepeatLoop loop:
                BlockEffect(loop.Body);
                break;
            case ToDoLoop loop:
                ToDo(loop);
                break;
            case CaseSelection cases:
                Cases(cases);
                break;
        }
    }

    private void ConditionalArms(Conditional conditional, bool forValue)
    {
        if (forValue || !(conditional.WhenTrue.IsJustNil || conditional.WhenFalse.IsJustNil))
        {
            BlockValue(conditional.WhenFalse);
            BlockValue(conditional.WhenTrue);
        }
        else
        {
            BlockEffect(conditional.WhenFalse.IsJustNil ? conditional.WhenTrue : conditional.WhenFalse);
        }
    }

    private void Arm(BlockNode block, bool forValue)
    {
        if (forValue)
        {
            BlockValue(block);
        }
        else
        {
            BlockEffect(block);
        }
    }

    private void ToDo(ToDoLoop loop)
    {
        Assignment(loop.First);
        if (loop.LimitInit is { } limit)
        {
            Assignment(limit);
        }
        BlockEffect(loop.Body);
        Assignment(loop.Increment);
        Value(loop.Test);
    }

    private void Cases(CaseSelection cases)
    {
        if (cases.Otherwise is { } otherwise)
        {
            BlockValue(otherwise);
        }
        else
        {
            _ = literals.Selector(CaseSelection.ErrorSelector);
        }
        foreach ((BlockNode key, BlockNode value) in cases.Cases.Reverse())
        {
            BlockValue(value);
            BlockValue(key);
        }
        Value(cases.Receiver);
    }
}
