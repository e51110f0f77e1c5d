namespace JitTalk.Core.Compiler;

/// <summary>
/// Finds the temps that a loop's body may read before it has written them: those it could find with the value of the
/// round before. Blocks that may not run count as not writing, except where both arms of a message write.
/// </summary>
internal sealed class ReadBeforeWritten
{
    private readonly HashSet<LocalVariable> _early = [];
    private HashSet<LocalVariable> _written = [];
    private bool _isInArm;

    public static HashSet<LocalVariable> In(BlockNode body)
    {
        ReadBeforeWritten search = new();
        search.Visit(body);
        return search._early;
    }

    private void Visit(Node node)
    {
        Nesting.Check(node.Start);
        switch (node)
        {
            case VariableNode { Variable: LocalVariable local }:
                if (local.Kind == LocalKind.Temp && !_written.Contains(local))
                {
                    _ = _early.Add(local);
                }
                break;
            case AssignmentNode assignment:
                Visit(assignment.Value);
                if (assignment.Target.Variable is LocalVariable target)
                {
                    _ = _written.Add(target);
                }
                break;
            case VectorCreationNode { Vector: var vector }:
                _ = _written.Add(vector);
                break;
            case ReturnNode result:
                Visit(result.Value);
                break;
            case BraceNode brace:
                brace.Elements.ForEach(Visit);
                break;
            case BlockNode block:
                VisitBlock(block);
                break;
            case MessageNode { Inlined: { } inlined }:
                VisitInlined(inlined);
                break;
            case MessageNode message:
                if (message.Receiver is { } receiver)
                {
                    Visit(receiver);
                }
                message.Arguments.ForEach(Visit);
                break;
            case CascadeNode cascade:
                Visit(cascade.Receiver);
                cascade.Messages.ForEach(Visit);
                break;
        }
    }

    private void VisitBlock(BlockNode block)
    {
        if (_isInArm)
        {
            block.Statements.ForEach(Visit);
            return;
        }
        HashSet<LocalVariable> before = [.. _written];
        block.Statements.ForEach(Visit);
        _written = before;
    }

    private void VisitInlined(InlinedMessage inlined)
    {
        if (inlined is Conditional { HasTwoArms: true } two)
        {
            Visit(two.Condition);
            HashSet<LocalVariable> before = [.. _written];
            VisitArm(two.WhenTrue);
            HashSet<LocalVariable> afterFirst = _written;
            _written = before;
            VisitArm(two.WhenFalse);
            _written.IntersectWith(afterFirst);
            return;
        }
        foreach (Node part in inlined is ToDoLoop loop ? loop.PartsInOrder : inlined.Parts)
        {
            Visit(part);
        }
    }

    private void VisitArm(BlockNode arm)
    {
        bool wasInArm = _isInArm;
        _isInArm = true;
        Visit(arm);
        _isInArm = wasInArm;
    }
}
