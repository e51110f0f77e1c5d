using JitTalk.Core.Bytecodes;

namespace JitTalk.Core.Compiler;

/// <summary>
/// Writes the code of an analysed method, or of a block that has code of its own. Literals get their places in the order
/// in which Squeak's compiler sizes code, which is not the order of the code: a selector comes before receiver and
/// arguments, arms come before their condition, loops' bodies before their tests. What comes early is written into an
/// encoder of its own; so a jump over it knows its length.
/// </summary>
internal sealed partial class CodeGenerator
{
    // The selector, the class's binding, and at least one for the selectors that are coded inline.
    private const int ReservedLiterals = 3;

    private readonly Compilation _compilation;
    private readonly bool _isBlock;
    private readonly StackHeight _stack;
    private readonly LiteralFrame _literals;

    private Frame _frame;
    private BytecodeEncoder _code;

    public CodeGenerator(Compilation compilation, BlockNode method)
        : this(compilation, method, [], isBlock: false)
    {
    }

    private CodeGenerator(Compilation compilation, BlockNode scope, IReadOnlyList<LocalVariable> copied, bool isBlock)
    {
        _compilation = compilation;
        _isBlock = isBlock;
        _stack = new StackHeight(compilation.Place);
        _code = NewEncoder();
        _literals = new LiteralFrame(_code.MostLiterals - ReservedLiterals, compilation.Place);
        _frame = new Frame(scope, copied);
    }

    /// <summary>The code of a method but for its last two literals.</summary>
    public MethodCode Method(MethodNode method, Primitive primitive)
    {
        if (primitive.Literal is { } named)
        {
            _ = _literals.Add(named);
        }
        int? errorSlot = method.ErrorCode is { } errorCode ? _frame.Add(errorCode) : null;
        if (primitive.Number > 0)
        {
            _compilation.Place.Offset = primitive.Start;
            _code.CallPrimitive(primitive.Number);
        }
        _stack.Now = _frame.Size;
        if (errorSlot is { } slot)
        {
            // The VM knows by this bytecode that the reason of a failure is wanted.
            StoreTemp(slot, pops: false);
        }
        BlockValue(method.Body);
        return new MethodCode
        {
            Target = _compilation.Target,
            Selector = method.Selector,
            ArgumentCount = method.Body.Arguments.Count,
            TempCount = _frame.Size,
            Primitive = primitive.Number,
            NeedsLargeFrame = _stack.NeedsLargeFrame || primitive.NeedsLargeFrame,
            Literals = [.. _literals.Values, .. InlinedSelectors()],
            Bytecodes = _code.ToArray(),
        };
    }

    /// <summary>
    /// Selectors of messages that are coded inline, which literals name for those who look for senders
    /// (Cuis: Encoder&gt;&gt;allLiterals): a literal each or, where that would be too many, all in one array.
    /// </summary>
    private IEnumerable<LiteralValue> InlinedSelectors()
    {
        SymbolSet missing = new();
        foreach (string selector in _compilation.InlinedSelectors.Elements)
        {
            if (!_literals.Holds(new SymbolLiteral(selector)))
            {
                missing.Add(selector);
            }
        }
        LiteralValue[] symbols = [.. missing.Elements.Select(selector => new SymbolLiteral(selector))];
        int free = _code.MostLiterals - ReservedLiterals - _literals.Values.Count;
        return symbols.Length > free ? [new ArrayLiteral(symbols)] : symbols;
    }

    private void BlockValue(BlockNode block)
    {
        Effects(block.Statements.SkipLast(1));
        Value(block.Statements[^1]);
    }

    private void BlockEffect(BlockNode block)
    {
        if (block.Returns)
        {
            BlockValue(block);
            _stack.Pop(1);
        }
        else
        {
            Effects(block.Statements);
        }
    }

    private void Effects(IEnumerable<Node> statements)
    {
        foreach (Node statement in statements)
        {
            Effect(statement);
        }
    }

    private void Effect(Node node)
    {
        At(node);
        switch (node)
        {
            case LiteralNode or VariableNode:
                break;
            case AssignmentNode assignment:
                Assignment(assignment, pops: true);
                break;
            case VectorCreationNode creation:
                _code.PushNewArray(creation.Vector.Elements.Count);
                Store(creation.Vector, pops: true);
                break;
            case MessageNode { Inlined: { } inlined } message:
                InlinedEffect(message, inlined);
                break;
            default:
                Value(node);
                _code.Pop();
                break;
        }
    }

    private void Value(Node node)
    {
        At(node);
        switch (node)
        {
            case LiteralNode literal:
                PushConstant(literal.Value);
                break;
            case VariableNode variable:
                Push(variable.Variable!);
                break;
            case AssignmentNode assignment:
                Assignment(assignment, pops: false);
                break;
            case ReturnNode result:
                Return(result.Value);
                break;
            case BraceNode brace:
                Brace(brace);
                break;
            case BlockNode block:
                Closure(block);
                break;
            case MessageNode { Inlined: { } inlined } message:
                InlinedValue(message, inlined);
                break;
            case MessageNode message:
                Send(message);
                break;
            case CascadeNode cascade:
                Cascade(cascade);
                break;
        }
    }

    private void PushConstant(LiteralValue value)
    {
        if (!_code.TryPushConstant(value))
        {
            _code.Push(Op.PushLiteral, _literals.Constant(value));
        }
    }

    private void Assignment(AssignmentNode assignment, bool pops)
    {
        Variable target = assignment.Target.Variable!;
        if (target is GlobalVariable global)
        {
            _ = _literals.Binding(global.Binding);
        }
        Value(assignment.Value);
        At(assignment);
        Store(target, pops);
    }

    private void Return(Node value)
    {
        if (value is VariableNode { Variable: PseudoVariable pseudo } && ReturnOf(pseudo) is { } op)
        {
            _code.Return(op);
        }
        else
        {
            Value(value);
            _code.ReturnTop();
        }
    }

    private void Brace(BraceNode brace)
    {
        if (BraceStream.Coded(brace, _compilation.Scope) is CascadeNode stream)
        {
            Cascade(stream);
            return;
        }
        brace.Elements.ForEach(Value);
        _code.PushArrayOf(brace.Elements.Count);
    }

    private void Cascade(CascadeNode cascade)
    {
        Value(cascade.Receiver);
        foreach (MessageNode message in cascade.Messages.SkipLast(1))
        {
            At(message);
            _code.Push(Op.Dup);
            Send(message);
            _code.Pop();
        }
        At(cascade.Messages[^1]);
        Send(cascade.Messages[^1]);
    }

    private void Send(MessageNode message)
    {
        int count = message.Arguments.Count;
        if (!message.IsToSuper && SpecialSelectors.Find(message.Selector, _code.Set) is { } special)
        {
            Operands(message);
            _code.SendSpecial(special, count);
            return;
        }
        int selector = _literals.Selector(message.Selector);
        Operands(message);
        if (!message.IsToSuper)
        {
            _code.Send(selector, count);
        }
        else if (_isBlock && _code is SistaEncoder sista)
        {
            // Only a method's last literal is the class.
            _code.Push(Op.PushLiteralVariable, _literals.Binding(_compilation.Scope.ClassBinding));
            sista.SendToSuperOfTop(selector, count);
        }
        else
        {
            _code.SendToSuper(selector, count);
        }
    }

    private void Operands(MessageNode message)
    {
        if (message.Receiver is { } receiver)
        {
            Value(receiver);
        }
        message.Arguments.ForEach(Value);
        At(message);
    }

    /// <summary>Writes code apart from the rest, which begins with the stack so high.</summary>
    private BytecodeEncoder Apart(int height, Action generate)
    {
        (BytecodeEncoder rest, int heightOfRest) = (_code, _stack.Now);
        _code = NewEncoder();
        _stack.Now = height;
        generate();
        BytecodeEncoder written = _code;
        _code = rest;
        _stack.Now = heightOfRest;
        return written;
    }

    private BytecodeEncoder NewEncoder() => BytecodeEncoder.For(_compilation.Target, _stack, _compilation.Place);

    private void At(Node node)
    {
        _compilation.Place.Offset = node.Start;
        Nesting.Check(node.Start);
    }
}
