namespace JitTalk.Core.Compiler;

/// <summary>
/// Decides where temps live: in a context, copied into the closures that use them, or, where a closure could see a later
/// write, in a vector on the heap that contexts share. Temps of inlined blocks move to the closure or method around them.
/// </summary>
/// <remarks>
/// Reads and writes are numbered by place: the count of closures entered and left so far, as in Squeak's closure compiler
/// (BlockNode&gt;&gt;analyseArguments:temporaries:rootNode:). A temp needs a vector when it is written in a closure other
/// than its own, or when a closure read it at a place before its last write. In a loop each write counts once more, at
/// the loop's end.
/// </remarks>
internal sealed class ClosureAnalysis
{
    private readonly List<BlockNode> _scopes = [];

    // The temps that the blocks of the loops around this place write.
    private readonly Dictionary<BlockNode, HashSet<LocalVariable>> _written = [];
    private int _place = -1;

    /// <summary>The method and all its closures, inner ones first.</summary>
    public IReadOnlyList<BlockNode> Scopes => _scopes;

    /// <exception cref="SyntaxErrorException">A block needs a variable where the VM cannot put it.</exception>
    public void Analyse(MethodNode method)
    {
        Analyse(method.Body, method.Body);
        if (method.ErrorCode is { } errorCode && IsShared(errorCode))
        {
            // The VM stores the reason of a failure into a slot of the context.
            throw new SyntaxErrorException($"{errorCode.Name} cannot be changed where a block uses it", errorCode.Start);
        }
    }

    private void Analyse(BlockNode block, BlockNode scope)
    {
        bool isInlined = block.InlinedIn is not null;
        BlockNode actual = block;
        if (isInlined)
        {
            block.EnclosingScope = actual = scope;
        }
        else
        {
            block.Extent = (_place + 1, 0);
            _place += 2;
        }
        foreach (Node statement in block.Statements.ToArray())
        {
            Visit(statement, actual);
        }
        if (!isInlined)
        {
            block.Extent = (block.Extent.Entry, _place + 1);
            _place += 2;
        }
        else if (block.InlinedIn!.Inlined!.IsLoop)
        {
            ClearUnwritten(block);
        }
        Place(block, actual);
    }

    private void Visit(Node node, BlockNode scope)
    {
        Nesting.Check(node.Start);
        switch (node)
        {
            case VariableNode { Variable: LocalVariable local }:
                local.AddRead(scope, _place);
                break;
            case AssignmentNode assignment:
                Visit(assignment.Value, scope);
                if (assignment.Target.Variable is LocalVariable target)
                {
                    Write(target, scope);
                }
                break;
            case ReturnNode result:
                Visit(result.Value, scope);
                break;
            case BraceNode brace:
                VisitAll(brace.Elements, scope);
                break;
            case BlockNode block:
                Analyse(block, scope);
                break;
            case MessageNode { Inlined: { } inlined }:
                VisitInlined(inlined, scope);
                break;
            case MessageNode message:
                if (message.Receiver is { } receiver)
                {
                    Visit(receiver, scope);
                }
                VisitAll(message.Arguments, scope);
                break;
            case CascadeNode cascade:
                Visit(cascade.Receiver, scope);
                VisitAll(cascade.Messages, scope);
                break;
        }
    }

    private void VisitAll(IEnumerable<Node> nodes, BlockNode scope)
    {
        foreach (Node node in nodes)
        {
            Visit(node, scope);
        }
    }

    private void Write(LocalVariable variable, BlockNode scope)
    {
        variable.AddWrite(scope, _place);
        foreach ((BlockNode block, HashSet<LocalVariable> written) in _written)
        {
            if (block.ActualScope == variable.Definer!.ActualScope)
            {
                _ = written.Add(variable);
            }
        }
    }

    private void VisitInlined(InlinedMessage inlined, BlockNode scope)
    {
        BlockNode[] looping = inlined.IsLoop ? [.. inlined.Parts.OfType<BlockNode>().Where(block => block.InlinedIn is not null)] : [];
        foreach (BlockNode block in looping)
        {
            _written[block] = [];
        }
        VisitAll(inlined.Parts, scope);
        SortedDictionary<int, LocalVariable> writtenAgain = [];
        foreach (BlockNode block in looping)
        {
            foreach (LocalVariable variable in _written[block].Where(variable => variable.Kind != LocalKind.BlockArgument))
            {
                variable.AddWrite(block, _place);
                writtenAgain[variable.Order] = variable;
            }
            _ = _written.Remove(block);
        }
        foreach (LocalVariable variable in writtenAgain.Values)
        {
            MoveToVectorIfShared(variable);
        }
        foreach (LocalVariable variable in writtenAgain.Values)
        {
            EnsureVectorIsMade(variable.Definer!);
        }
    }

    /// <summary>A temp of a loop's body is nil in each round, where the body may read it before it writes it.</summary>
    private static void ClearUnwritten(BlockNode block)
    {
        HashSet<LocalVariable> early = ReadBeforeWritten.In(block);
        foreach (LocalVariable temp in Enumerable.Reverse(block.Temps).Where(temp => early.Contains(temp) && temp.Vector is null))
        {
            VariableNode target = new(temp.Name, temp.Start) { Variable = temp };
            block.Statements.Insert(0, new AssignmentNode(target, VariableNode.Nil(temp.Start), temp.Start));
        }
    }

    private void Place(BlockNode block, BlockNode actual)
    {
        foreach (LocalVariable temp in block.Temps.ToArray())
        {
            if (temp is not TempVector)
            {
                MoveToVectorIfShared(temp);
            }
        }
        if (block != actual)
        {
            Hoist(block.Arguments, actual);
            Hoist(block.Temps, actual);
        }
        EnsureVectorIsMade(block);
        if (block == actual)
        {
            _scopes.Add(block);
        }
    }

    /// <summary>Moves variables of an inlined block to the scope around it, before that scope's vector.</summary>
    private static void Hoist(List<LocalVariable> variables, BlockNode to)
    {
        int at = to.Temps is [.., TempVector] ? to.Temps.Count - 1 : to.Temps.Count;
        to.Temps.InsertRange(at, variables);
        variables.Clear();
    }

    private static void MoveToVectorIfShared(LocalVariable variable)
    {
        if (variable.Kind != LocalKind.BlockArgument && variable.Vector is null && IsShared(variable))
        {
            MoveToVector(variable);
        }
    }

    /// <summary>Whether a copy in a closure would not do.</summary>
    private static bool IsShared(LocalVariable variable)
    {
        BlockNode home = variable.Definer!.ActualScope;
        if (variable.Writes.Any(write => write.Scope.ActualScope != home))
        {
            return true;
        }
        int lastWrite = variable.Writes.Select(write => write.Place).DefaultIfEmpty(0).Max();
        return variable.Reads.Any(read => read.Scope.ActualScope != home && read.Place < lastWrite);
    }

    private static void MoveToVector(LocalVariable variable)
    {
        BlockNode definer = variable.Definer!;
        if (definer.Vector is null)
        {
            definer.Vector = new TempVector(variable.Start);
            if (definer.EnclosingScope is { } scope)
            {
                definer.Vector.Definer = scope;
                Hoist([definer.Vector], scope);
            }
            else
            {
                definer.Vector.Definer = definer;
                definer.Temps.Add(definer.Vector);
            }
        }
        definer.Vector.Add(variable);
        // An inlined block in a loop may have given it away already.
        if (!definer.Temps.Remove(variable))
        {
            _ = definer.ActualScope.Temps.Remove(variable);
        }
    }

    private static void EnsureVectorIsMade(BlockNode block)
    {
        if (block.Vector is { } vector && block.Statements[0] is not VectorCreationNode)
        {
            block.Statements.Insert(0, new VectorCreationNode(vector));
        }
    }
}
