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
    private readonly Queue<Action> _cold = [];
    private readonly IlLocal _fp;
    private readonly IlLabel _unwind;
    private readonly IlLabel _end;

    // What is being translated: the unit, or a leaf.
    private Body _body;

    // A call may give the frame a context, which a return has to see to.
    private readonly bool _calls;

    /// <param name="plan">What to translate.</param>
    /// <param name="newExit">Makes its exit points.</param>
    /// <param name="lists">Whether the writer keeps a listing.</param>
    public Translator(UnitPlan plan, NewExit newExit, bool lists)
    {
        _plan = plan;
        _around = plan.Surroundings;
        _body = new Body(plan.Instructions, plan.Depths, plan.Targets, floor: 0);
        _primitives = new InlinePrimitives(plan.Dialect, _around.FloatClass);
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

    private Instruction Current => _body.Current;

    /// <summary>Writes all of the unit.</summary>
    /// <exception cref="PlanException">RyuJIT would not make good code of it.</exception>
    public IlWriter Translate()
    {
        EmitPrologue();
        EmitBody(instruction =>
        {
            Begin();
            EmitInstruction(instruction);
        });
        while (_cold.TryDequeue(out Action? emit))
        {
            emit();
        }
        EmitEnds();
        return _il;
    }

    private void EmitBody(Action<Instruction> emit)
    {
        for (; _body.Index < _body.Instructions.Count; _body.Index++)
        {
            // What follows a jump and is no target has turned out dead: a condition was constant.
            if (_body.IsReached || _body.IsTarget)
            {
                Land();
                emit(Current);
                EmitWayOn();
            }
        }
    }

    /// <summary>Where jumps lead to: what all of them know holds, and operands are where they have brought them.</summary>
    private void Land()
    {
        if (_body.IsTarget)
        {
            int offset = Current.Offset;
            if (_body.IsReached)
            {
                Arrange(offset);
            }
            _il.MarkLabel(LabelOf(offset));
            Meet(offset);
            _depth = _body.Depth;
            TakeArranged(offset);
            _body.IsReached = true;
        }
        else if (_depth != _body.Depth)
        {
            throw new PlanException($"bytecode {Current.Offset} is not where it was seen");
        }
    }

    /// <summary>The point that a side exit of an instruction goes back to.</summary>
    private void Begin()
    {
        if (_il.IsListed)
        {
            _il.Comment($"{_plan.PcOf(Current.Offset)} {Current.Op} {Current.Operand}");
        }
        _startDepth = _depth;
        Array.Copy(_values, _start, _depth);
        _exit = null;
    }

    /// <summary>A test that a jump led to was done in place of the jump: what follows it is not what comes next.</summary>
    private void EmitWayOn()
    {
        int end = Current.End;
        if (_body.IsReached && Current.IsJump && _body.Instructions[_body.Index + 1].Offset != end)
        {
            Arrange(end);
            EmitJumpTo(end, isBack: false);
            _body.IsReached = false;
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
            case Op.PushReceiverVariable when _plan.Unit.ReadsContexts && !IsOwnInAnyContext(instruction.Operand):
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
                _body.IsReached = false;
                break;
            case Op.SendSpecial or Op.LongSend or Op.LongSuperSend:
                EmitSend(_plan.Sends[instruction.Offset]);
                break;
            case Op.PushClosureCopy:
                EmitClosure(instruction);
                break;
            case Op.PushThisContext when instruction.Operand == 0 && (_plan.HasHeapTemps || _plan.Dialect.HasClosures):
                EmitThisContext();
                break;
            case Op.PushNewArray when instruction.Operand > 0 && !_plan.HasHeapTemps:
                EmitNewArray(instruction);
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
            IlLocal answer = _il.DeclareLocal(IlType.Long);
            IlLabel goesOn = IsLoop ? _end : _il.DefineLabel("goesOn");
            LoadAt((nint)(&((VmState*)_around.State)->UnwindResult));
            _il.StoreLocal(answer);
            _il.LoadLocal(answer);
            _il.BranchIfZero(goesOn);
            _il.LoadConstant((nint)(&((VmState*)_around.State)->UnwindTo));
            _il.LoadConstant(VmState.NoUnwind);
            _il.StoreIndirect();
            _il.LoadLocal(answer);
            _il.Return();
            if (!IsLoop)
            {
                _il.MarkLabel(goesOn);
                _il.LoadLocal(_fp);
                _il.LoadConstant(_around.Machine);
                _il.Call(Runtime.GoOnAfterUnwinding);
                _il.Return();
            }
        }
        if (_end.IsUsed)
        {
            _il.MarkLabel(_end);
            _il.LoadConstant(0);
            _il.Return();
        }
    }

    private IlLabel LabelOf(int offset) => _body.At(offset, _il).Label;

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
