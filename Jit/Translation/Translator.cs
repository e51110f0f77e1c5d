using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

/// <summary>
/// Bytecodes to IL, in one pass (DESIGN §6, level 1). Runs on any thread: all that it knows is in the plan.
/// </summary>
/// <remarks>
/// Temps live in the frame; what was read or written is kept in IL locals up to the next label or call. Operands are
/// descriptions until something needs them in the frame: a call, a jump, a side exit. Slow paths are written after all
/// others, and end in a return wherever they can. Where BlockContexts are made, temps live in the heap instead, in the
/// home context: see <see cref="LoadSlotAddress"/>.
/// </remarks>
internal sealed partial class Translator
{
    private readonly UnitPlan _plan;
    private readonly Surroundings _around;
    private readonly IlWriter _il;
    private readonly NewExit _newExit;
    private readonly Dictionary<int, IlLabel> _labels = [];
    private readonly Queue<Action> _cold = [];
    private readonly IlLocal _fp;
    private readonly IlLabel _unwind;
    private readonly IlLabel _end;

    // The instruction, and whether it can be reached by falling into it.
    private int _index;
    private bool _isReached = true;

    // A call may give the frame a context, which a return has to see to.
    private readonly bool _calls;

    /// <param name="plan">What to translate.</param>
    /// <param name="newExit">Makes its exit points.</param>
    /// <param name="lists">Whether the writer keeps a listing.</param>
    public Translator(UnitPlan plan, NewExit newExit, bool lists)
    {
        _plan = plan;
        _around = plan.Surroundings;
        _newExit = newExit;
        _il = new IlWriter(plan.Unit.Name, lists) { NameOf = plan.Names is null ? null : plan.Names.Of };
        _fp = _il.DeclareLocal(IlType.Long, "fp");
        _unwind = _il.DefineLabel("unwind");
        _end = _il.DefineLabel("end");
        int deepest = plan.Depths.Max() + Leaf.DeepestStack;
        _values = new Value[Math.Max(deepest, plan.TempLimit + 1)];
        _start = new Value[_values.Length];
        _meetingPlaces = new IlLocal?[_values.Length];
        _state = new FlowState(_values.Length);
        _loopHeads = [.. plan.Instructions.Where(i => i.IsJump && i.Target <= i.Offset).Select(i => i.Target)];
        if (IsLoop)
        {
            _ = _loopHeads.Add(plan.Unit.Entry.Offset);
        }
        _heapTemps = plan.HasHeapTemps ? plan.TempLimit : 0;
        _firstSlot = Frame.FirstTemp - (plan.IsBlockContext ? _heapTemps : 0);
        _calls = IsLoop || plan.HasHeapTemps || plan.Unit.ReadsContexts || plan.Sends.Count > 0 || plan.Instructions.Any(i => IsStep(i.Op));
    }

    /// <summary>The frame is there already.</summary>
    private bool IsLoop => _plan.Unit.Entry.Kind is not (UnitKind.Method or UnitKind.Block);

    private Instruction Current => _plan.Instructions[_index];

    /// <summary>Writes all of the unit.</summary>
    /// <exception cref="PlanException">RyuJIT would not make good code of it.</exception>
    public IlWriter Translate()
    {
        EmitPrologue();
        for (_index = 0; _index < _plan.Instructions.Count; _index++)
        {
            // What follows a jump and is no target has turned out dead: a condition was constant.
            if (_isReached || _plan.Targets.Contains(Current.Offset))
            {
                Begin();
                EmitInstruction(Current);
                EmitWayOn();
            }
        }
        while (_cold.TryDequeue(out Action? emit))
        {
            emit();
        }
        EmitEnds();
        return _il;
    }

    private void Begin()
    {
        Instruction instruction = Current;
        int depth = _plan.Depths[_index];
        bool isTarget = _plan.Targets.Contains(instruction.Offset);
        if (!isTarget && _depth != depth)
        {
            throw new PlanException($"bytecode {instruction.Offset} is not where it was seen");
        }
        if (isTarget)
        {
            if (_isReached)
            {
                Arrange(instruction.Offset);
            }
            _il.MarkLabel(LabelOf(instruction.Offset));
            Meet(instruction.Offset);
            _depth = depth;
            TakeArranged(instruction.Offset);
        }
        _isReached = true;
        if (_il.IsListed)
        {
            _il.Comment($"{_plan.PcOf(instruction.Offset)} {instruction.Op} {instruction.Operand}");
        }
        _startDepth = _depth;
        Array.Copy(_values, _start, _depth);
        _exit = null;
    }

    /// <summary>A test that a jump led to was done in place of the jump: what follows it is not what comes next.</summary>
    private void EmitWayOn()
    {
        int end = Current.End;
        if (_isReached && Current.IsJump && _index + 1 < _plan.Instructions.Count && _plan.Instructions[_index + 1].Offset != end)
        {
            Arrange(end);
            EmitJumpTo(end, isBack: false);
            _isReached = false;
        }
    }

    private void EmitInstruction(in Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Op.PushReceiver:
                PushValue(Value.Receiver);
                break;
            case Op.PushTemp:
                PushValue(Value.Slot(instruction.Operand));
                break;
            case Op.PushLiteral:
                PushValue(LiteralAt(instruction.Operand));
                break;
            case Op.PushTrue or Op.PushFalse or Op.PushNil or Op.PushInteger or Op.LongPushCharacter:
                PushValue(ConstantOf(instruction));
                break;
            case Op.Dup:
                PushValue(_values[_depth - 1]);
                break;
            case Op.Pop:
                _ = PopValue();
                break;
            case Op.Nop or Op.CallPrimitive:
                break;
            case Op.StorePopTemp:
                StoreSlot(instruction.Operand, PopValue());
                break;
            case Op.LongStoreTemp:
                StoreSlot(instruction.Operand, _values[_depth - 1]);
                break;
            case Op.PushReceiverVariable when _plan.Unit.ReadsContexts:
                EmitContextVariable(instruction.Operand);
                break;
            case Op.StorePopReceiverVariable or Op.LongStoreReceiverVariable when _plan.Unit.ReadsContexts:
                EmitStep(instruction);
                break;
            case Op.PushReceiverVariable or Op.PushLiteralVariable or Op.PushRemoteTemp or Op.StorePopReceiverVariable
                or Op.LongStoreReceiverVariable or Op.StoreRemoteTemp or Op.StorePopRemoteTemp:
                EmitVariable(instruction);
                break;
            case Op.Jump or Op.JumpTrue or Op.JumpFalse:
                EmitJump(instruction);
                break;
            case >= Op.ReturnReceiver and <= Op.BlockReturnNil:
                EmitReturn(instruction.Op);
                break;
            case >= Op.Add and <= Op.BitOr:
                EmitNumeric(instruction);
                break;
            case Op.Identical or Op.NotIdentical:
                EmitIdentity(instruction.Op == Op.Identical);
                break;
            case Op.Class:
                EmitClass();
                break;
            case Op.SendSpecial when !_plan.HasHeapTemps && CodeReader.MakesBlockContext(instruction, _plan.Dialect):
                _il.Branch(Exit(ExitReason.MakesBlock));
                _isReached = false;
                break;
            case Op.SendSpecial or Op.LongSend or Op.LongSuperSend:
                EmitSend(_plan.Sends[instruction.Offset]);
                break;
            case Op.PushClosureCopy:
                EmitClosure(instruction);
                break;
            case Op.PushThisContext when _plan.HasHeapTemps:
                EmitThisContext();
                break;
            case var op when IsStep(op):
                EmitStep(instruction);
                break;
            default:
                throw new PlanException($"there is no code for {instruction.Op}");
        }
    }

    /// <summary>What a bytecode that pushes a constant pushes.</summary>
    private Value ConstantOf(in Instruction instruction) => instruction.Op switch
    {
        Op.PushTrue => Value.Constant(_around.True),
        Op.PushFalse => Value.Constant(_around.False),
        Op.PushNil => Value.Constant(_around.Nil),
        Op.PushInteger => Value.Integer(instruction.Operand),
        _ => Value.Constant(Oop.FromCharacter(instruction.Operand).Bits),
    };

    /// <summary>Bytecodes that the interpreter does.</summary>
    private static bool IsStep(Op op) => op is Op.PushThisContext or Op.PushNewArray or Op.PushClosureCopy or Op.PushFullClosure
        or Op.LongStoreLiteralVariable or Op.LongStorePopLiteralVariable;

    private unsafe void EmitEnds()
    {
        if (_unwind.IsUsed)
        {
            _il.MarkLabel(_unwind);
            LoadAt((nint)(&((VmState*)_around.State)->UnwindTo));
            _il.LoadLocal(_fp);
            _il.BranchIfNotEqual(_end);
            _il.LoadLocal(_fp);
            _il.LoadConstant(_around.Machine);
            _il.Call(IsLoop ? Runtime.UnwindInLoop : Runtime.Unwind);
            _il.Return();
        }
        if (_end.IsUsed)
        {
            _il.MarkLabel(_end);
            _il.LoadConstant(0);
            _il.Return();
        }
    }

    private IlLabel LabelOf(int offset)
    {
        if (!_labels.TryGetValue(offset, out IlLabel? label))
        {
            _labels[offset] = label = _il.DefineLabel($"at{offset}_");
        }
        return label;
    }

    /// <summary>Code that is written after all of the rest, at a label of its own.</summary>
    private IlLabel Cold(string name, Action emit)
    {
        IlLabel label = _il.DefineLabel(name);
        _cold.Enqueue(() =>
        {
            _il.MarkLabel(label);
            emit();
        });
        return label;
    }
}
