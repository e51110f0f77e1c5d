namespace JitTalk.Core.Compiler;

/// <summary>
/// Finds what names stand for, and which messages are coded inline. Walks the method in the order of its text, so that
/// variables are numbered as they are declared; some nodes are replaced by what they mean.
/// </summary>
internal sealed class Binder(ICompilationScope scope)
{
    private const int MostArguments = 15;

    // The innermost declaration of a name is the last; a name is declared once in all blocks around a place.
    private readonly Dictionary<string, LocalVariable> _locals = [];
    private int _declared;

    public void Bind(MethodNode method)
    {
        BlockNode body = method.Body;
        Declare(body, LocalKind.MethodArgument);
        BindErrorCode(method);
        BindStatements(body);
        ReturnReceiver(body);
    }

    /// <summary>Declares a variable that the text does not: no name of it may be in use.</summary>
    public LocalVariable DeclareHidden(BlockNode block, VariableNode name)
    {
        LocalVariable variable = Declare(name, LocalKind.BlockArgument, block);
        _ = _locals.Remove(name.Name);
        return variable;
    }

    public Node Bind(Node node)
    {
        Nesting.Check(node.Start);
        switch (node)
        {
            case VariableNode variable:
                variable.Variable = Find(variable);
                return variable;
            case CompileTimeNode compileTime:
                LiteralValue value = scope.Evaluate(compileTime.Source)
                    ?? throw new SyntaxErrorException("Nothing here evaluates what is between backticks", node.Start);
                return new LiteralNode(value, node.Start);
            case AssignmentNode assignment:
                return BindAssignment(assignment);
            case ReturnNode { Value: var value2 }:
                Node bound = Bind(value2);
                // Both of its arms return: nothing is left to be returned.
                return bound is MessageNode { Inlined: Conditional { ReturnsFromBoth: true } } ? bound : new ReturnNode(bound, node.Start);
            case BraceNode brace:
                BindAll(brace.Elements);
                return brace;
            case BlockNode block:
                BindBlock(block);
                return block;
            case MessageNode message:
                return BindMessage(message);
            case CascadeNode cascade:
                Node receiver = Bind(cascade.Receiver);
                cascade.Messages.ForEach(BindArguments);
                return new CascadeNode(receiver, cascade.Messages, cascade.Start);
            default:
                return node;
        }
    }

    private static void ReturnReceiver(BlockNode body)
    {
        if (body.Returns)
        {
            return;
        }
        if (body.Statements[^1] is not VariableNode last || !last.Is(PseudoVariable.Self))
        {
            last = new VariableNode("self", body.Start) { Variable = PseudoVariable.Self };
            body.Statements.Add(last);
        }
        body.Statements[^1] = new ReturnNode(last, last.Start);
        body.EndsInReturn = true;
    }

    private MessageNode BindMessage(MessageNode message)
    {
        Node receiver = Bind(message.Receiver!);
        BindArguments(message);
        MessageNode bound = new(receiver, message.Selector, message.Arguments, message.Start);
        bound.Inlined = new Inliner(this, bound).TryInline();
        return bound;
    }

    private void BindArguments(MessageNode message)
    {
        if (message.Arguments.Count > MostArguments)
        {
            throw TooManyArguments(message.Arguments);
        }
        BindAll(message.Arguments);
    }

    private static SyntaxErrorException TooManyArguments(IReadOnlyList<Node> arguments) =>
        new($"More than {MostArguments} arguments", arguments[MostArguments].Start);

    private AssignmentNode BindAssignment(AssignmentNode assignment)
    {
        VariableNode target = assignment.Target;
        target.Variable = Find(target);
        if (target.Variable is PseudoVariable or LocalVariable { Kind: not LocalKind.Temp })
        {
            throw new SyntaxErrorException($"Nothing can be stored into {target.Name}", target.Start);
        }
        return new AssignmentNode(target, Bind(assignment.Value), assignment.Start);
    }

    private void BindBlock(BlockNode block)
    {
        Declare(block, LocalKind.BlockArgument);
        BindStatements(block);
        foreach (VariableNode name in block.ArgumentNames.Concat(block.TempNames))
        {
            _ = _locals.Remove(name.Name);
        }
    }

    private void BindStatements(BlockNode block) => BindAll(block.Statements);

    private void BindAll(List<Node> nodes)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            nodes[i] = Bind(nodes[i]);
        }
    }

    private void Declare(BlockNode block, LocalKind argumentKind)
    {
        if (block.ArgumentNames.Count > MostArguments)
        {
            throw TooManyArguments(block.ArgumentNames);
        }
        block.Arguments.AddRange(block.ArgumentNames.Select(name => Declare(name, argumentKind, block)));
        block.Temps.AddRange(block.TempNames.Select(name => Declare(name, LocalKind.Temp, block)));
    }

    private LocalVariable Declare(VariableNode name, LocalKind kind, BlockNode block)
    {
        if (PseudoVariable.Find(name.Name) is not null)
        {
            throw new SyntaxErrorException($"{name.Name} cannot be declared", name.Start);
        }
        LocalVariable variable = new(name.Name, kind, _declared++, name.Start) { Definer = block };
        return _locals.TryAdd(name.Name, variable)
            ? variable
            : throw new SyntaxErrorException($"{name.Name} is already used in this method", name.Start);
    }

    private void BindErrorCode(MethodNode method)
    {
        if (Primitive.Of(method).ErrorCode is { } name)
        {
            method.ErrorCode = Declare(name, LocalKind.Temp, method.Body);
        }
    }

    private Variable Find(VariableNode node)
    {
        string name = node.Name;
        if (_locals.TryGetValue(name, out LocalVariable? local))
        {
            return local;
        }
        if (PseudoVariable.Find(name) is { } pseudo)
        {
            return pseudo;
        }
        if (scope.FindInstanceVariable(name) is { } slot)
        {
            return new ReceiverVariable(name, slot);
        }
        return scope.FindBinding(name) is { } binding
            ? new GlobalVariable(binding)
            : throw new SyntaxErrorException($"{name} is not declared", node.Start) { Undeclared = name };
    }
}
