namespace JitTalk.Core.Compiler;

/// <summary>
/// Writes the code of an analysed method whose literals have their places. A block that is jumped over is written into
/// an encoder of its own first: then its length is known.
/// </summary>
internal sealed partial class CodeGenerator(LiteralFrame literals, ICompilationScope scope)
{
    private static readonly int IdenticalSelector = SpecialSelectors.IndexOf("==");
    private static readonly int EqualSelector = SpecialSelectors.IndexOf("=");

    private readonly StackHeight _stack = new();
    private Frame? _frame;

    private V3Encoder _code = null!;

    private Frame Locals => _frame!;

    /// <summary>The most slots that a context of the method uses, its closures' included.</summary>
    public int MostStack => _stack.Most;

    /// <summary>Writes a whole method; answers its bytecodes and the number of its temps.</summary>
    public (byte[] Bytecodes, int TempCount) Generate(MethodNode method, int primitive)
    {
        _code = new V3Encoder(_stack);
        _frame = new Frame(method.Body, []);
        int? errorSlot = method.ErrorCode is { } errorCode ? _frame.Add(errorCode) : null;
        if (primitive > 0)
        {
            _code.CallPrimitive(primitive);
        }
        if (errorSlot is { } slot)
        {
            // The VM knows by this bytecode that the reason of a failure is wanted.
            _code.StoreTemp(slot, pops: false);
        }
        _stack.Now = _frame.Size;
        BlockValue(method.Body);
        return (_code.ToArray(), _frame.Size);
    }

    private void BlockValue(BlockNode block)
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
            _stack.Pop(1);
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
                Value(assignment.Value);
                Store(assignment.Target.Variable!, pops: true);
                break;
            case VectorCreationNode creation:
                _code.PushNewArray(creation.Vector.Elements.Count);
                Store(creation.Vector, pops: true);
                break;
            case MessageNode { Inlined: { } inlined }:
                InlinedEffect(inlined);
                break;
            default:
                Value(node);
                _code.Pop();
                break;
        }
    }

    private void Value(Node node)
    {
        switch (node)
        {
            case LiteralNode literal:
                PushLiteral(literal.Value);
                break;
            case VariableNode variable:
                Push(variable.Variable!);
                break;
            case AssignmentNode assignment:
                Value(assignment.Value);
                Store(assignment.Target.Variable!, pops: false);
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
            case MessageNode { Inlined: { } inlined }:
                InlinedValue(inlined);
                break;
            case MessageNode message:
                Send(message);
                break;
            case CascadeNode cascade:
                Cascade(cascade);
                break;
        }
    }

    private void PushLiteral(LiteralValue value)
    {
        if (V3Encoder.SpecialConstant(value) is { } index)
        {
            _code.PushSpecialConstant(index);
        }
        else
        {
            _code.PushConstant(literals.Constant(value));
        }
    }

    private void Push(Variable variable)
    {
        switch (variable)
        {
            case PseudoVariable pseudo when ConstantIndex(pseudo) is { } index:
                _code.PushSpecialConstant(index);
                break;
            case PseudoVariable pseudo when pseudo == PseudoVariable.ThisContext:
                _code.PushThisContext();
                break;
            case PseudoVariable:
                _code.PushReceiver();
                break;
            case ReceiverVariable receiver:
                _code.PushReceiverVariable(receiver.Slot);
                break;
            case GlobalVariable global:
                _code.PushLiteralVariable(literals.Binding(global.Binding));
                break;
            case LocalVariable { Vector: { } vector } temp:
                _code.PushRemoteTemp(vector.Elements.IndexOf(temp), Locals.SlotOf(vector));
                break;
            case LocalVariable local:
                _code.PushTemp(Locals.SlotOf(local));
                break;
        }
    }

    private void Store(Variable variable, bool pops)
    {
        switch (variable)
        {
            case ReceiverVariable receiver:
                _code.StoreReceiverVariable(receiver.Slot, pops);
                break;
            case GlobalVariable global:
                _code.StoreLiteralVariable(literals.Binding(global.Binding), pops);
                break;
            case LocalVariable { Vector: { } vector } temp:
                _code.StoreRemoteTemp(vector.Elements.IndexOf(temp), Locals.SlotOf(vector), pops);
                break;
            case LocalVariable local:
                _code.StoreTemp(Locals.SlotOf(local), pops);
                break;
        }
    }

    private void Return(Node value)
    {
        PseudoVariable? pseudo = (value as VariableNode)?.Variable as PseudoVariable;
        if (pseudo is not null && ConstantIndex(pseudo) is { } index)
        {
            _code.ReturnSpecialConstant(index);
        }
        else if (pseudo == PseudoVariable.Self || pseudo == PseudoVariable.Super)
        {
            _code.ReturnReceiver();
        }
        else
        {
            Value(value);
            _code.ReturnTop();
        }
    }

    private void Brace(BraceNode brace)
    {
        if (BraceStream.Coded(brace, scope) is CascadeNode stream)
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
            _code.Dup();
            Send(message);
            _code.Pop();
        }
        Send(cascade.Messages[^1]);
    }

    private void Send(MessageNode message)
    {
        if (message.Receiver is { } receiver)
        {
            Value(receiver);
        }
        message.Arguments.ForEach(Value);
        int count = message.Arguments.Count;
        int special = SpecialSelectors.IndexOf(message.Selector);
        if (message.IsToSuper)
        {
            _code.SendToSuper(literals.Selector(message.Selector), count);
        }
        else if (special >= 0)
        {
            _code.SendSpecial(special, count);
        }
        else
        {
            _code.Send(literals.Selector(message.Selector), count);
        }
    }

    private void Closure(BlockNode block)
    {
        IReadOnlyList<LocalVariable> copied = Locals.CopiedBy(block);
        foreach (LocalVariable variable in copied)
        {
            _code.PushTemp(Locals.SlotOf(variable));
        }
        Frame outer = Locals;
        int height = _stack.Now;
        _frame = new Frame(block, copied);
        V3Encoder body = Apart(() => ClosureBody(block));
        _frame = outer;
        _stack.Now = height;
        _code.PushClosure(copied.Count, block.Arguments.Count, body.Length);
        _code.Append(body);
    }

    private void ClosureBody(BlockNode block)
    {
        _stack.Now = Locals.Size - block.Temps.Count;
        for (int i = 0; i < block.Temps.Count; i++)
        {
            _code.PushNil();
        }
        BlockValue(block);
        if (!block.Returns)
        {
            _code.ReturnTopToCaller();
        }
    }

    /// <summary>Writes code apart from the rest.</summary>
    private V3Encoder Apart(Action generate)
    {
        V3Encoder rest = _code;
        _code = new V3Encoder(_stack);
        generate();
        V3Encoder written = _code;
        _code = rest;
        return written;
    }

    private static int? ConstantIndex(PseudoVariable variable) =>
        variable == PseudoVariable.True ? 0
        : variable == PseudoVariable.False ? 1
        : variable == PseudoVariable.Nil ? 2
        : null;
}
