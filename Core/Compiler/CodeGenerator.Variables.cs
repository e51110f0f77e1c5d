using JitTalk.Core.Bytecodes;

namespace JitTalk.Core.Compiler;

// Variables, and closures with what they copy.
internal sealed partial class CodeGenerator
{
    private void Push(Variable variable)
    {
        switch (variable)
        {
            case PseudoVariable pseudo:
                _code.Push(PushOf(pseudo));
                break;
            case ReceiverVariable receiver:
                _code.PushReceiverVariable(receiver.Slot);
                break;
            case GlobalVariable global:
                _code.Push(Op.PushLiteralVariable, _literals.Binding(global.Binding));
                break;
            case LocalVariable { Vector: { } vector } temp:
                _code.Push(Op.PushRemoteTemp, vector.Elements.IndexOf(temp), _frame.SlotOf(vector));
                break;
            case LocalVariable local:
                _code.Push(Op.PushTemp, _frame.SlotOf(local));
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
                int literal = _literals.Binding(global.Binding);
                _code.Store(Op.LongStoreLiteralVariable, Op.LongStorePopLiteralVariable, pops, literal);
                break;
            case LocalVariable { Vector: { } vector } temp:
                int index = vector.Elements.IndexOf(temp);
                _code.Store(Op.StoreRemoteTemp, Op.StorePopRemoteTemp, pops, index, _frame.SlotOf(vector));
                break;
            case LocalVariable local:
                StoreTemp(_frame.SlotOf(local), pops);
                break;
        }
    }

    private void StoreTemp(int slot, bool pops) => _code.Store(Op.LongStoreTemp, Op.StorePopTemp, pops, slot);

    private void Closure(BlockNode block)
    {
        IReadOnlyList<LocalVariable> copied = _frame.CopiedBy(block);
        foreach (LocalVariable variable in copied)
        {
            _code.Push(Op.PushTemp, _frame.SlotOf(variable));
        }
        switch (_code)
        {
            case SistaEncoder sista:
                BlockCode code = new CodeGenerator(_compilation, block, copied, isBlock: true).Block(block);
                At(block);
                sista.PushFullClosure(_literals.Add(new BlockLiteral(code)), copied.Count);
                break;
            case V3Encoder v3:
                Frame outer = _frame;
                _frame = new Frame(block, copied);
                BytecodeEncoder body = Apart(_frame.Size - block.Temps.Count, () =>
                {
                    block.Temps.ForEach(_ => _code.Push(Op.PushNil));
                    Body(block);
                });
                _frame = outer;
                At(block);
                v3.PushClosure(copied.Count, block.Arguments.Count, body.Length);
                v3.Append(body);
                break;
        }
    }

    /// <summary>The code of a block that is a literal: the VM makes room for its temps.</summary>
    private BlockCode Block(BlockNode block)
    {
        _stack.Now = _frame.Size;
        Body(block);
        return new BlockCode
        {
            Target = _compilation.Target,
            ArgumentCount = block.Arguments.Count,
            TempCount = _frame.Size,
            NeedsLargeFrame = _stack.NeedsLargeFrame,
            Literals = [.. _literals.Values, new OuterCodeLiteral()],
            Bytecodes = _code.ToArray(),
        };
    }

    private void Body(BlockNode block)
    {
        if (block.Statements[^1] is VariableNode last && last.Is(PseudoVariable.Nil) && _code.Set.OneByteForm(Op.BlockReturnNil) is not null)
        {
            Effects(block.Statements.SkipLast(1));
            _code.Return(Op.BlockReturnNil);
            return;
        }
        BlockValue(block);
        if (!block.Returns)
        {
            _code.ReturnTopToCaller();
        }
    }

    private static Op PushOf(PseudoVariable variable) =>
        variable == PseudoVariable.True ? Op.PushTrue
        : variable == PseudoVariable.False ? Op.PushFalse
        : variable == PseudoVariable.Nil ? Op.PushNil
        : variable == PseudoVariable.ThisContext ? Op.PushThisContext
        : Op.PushReceiver;

    /// <summary>The operation that returns a variable's value at once; null for the active context.</summary>
    private static Op? ReturnOf(PseudoVariable variable) => PushOf(variable) switch
    {
        Op.PushTrue => Op.ReturnTrue,
        Op.PushFalse => Op.ReturnFalse,
        Op.PushNil => Op.ReturnNil,
        Op.PushReceiver => Op.ReturnReceiver,
        _ => null,
    };
}
