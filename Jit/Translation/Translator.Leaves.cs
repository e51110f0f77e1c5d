using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// Methods in the place of their send. Their operands lie on the caller's stack, as descriptions only.
internal sealed partial class Translator
{
    // Where what fails is sent, the rest of a long leaf would be done twice.
    private const int MostAmongOthers = 16;

    /// <summary>Whether the operands of a leaf would come to lie where no temp is named.</summary>
    private bool HasRoomForLeaf(int depth, int argumentCount) => depth - argumentCount - 1 >= _plan.TempLimit;

    /// <summary>Does what the method does with the receiver, whose class is known, and the arguments on the stack.</summary>
    /// <param name="leaf">The method.</param>
    /// <param name="argumentCount">Its arguments.</param>
    /// <param name="exit">Where what it does not foresee goes.</param>
    /// <param name="jumps">A test at its end may become the jump that follows in the caller.</param>
    private void EmitLeaf(Leaf leaf, int argumentCount, IlLabel exit, bool jumps)
    {
        Value receiver = Peek(argumentCount);
        Value[] arguments = _values.AsSpan(_depth - argumentCount, argumentCount).ToArray();
        Pop(argumentCount + 1);
        Body caller = _body;
        Instruction? jump = jumps && leaf.AnswersTests ? FollowingJump() : null;
        if (jump is { } next)
        {
            Arrange(next.Target);
        }
        LeafEnd end = new(new MeetingPoint(_il.DefineLabel("answered")))
        {
            Jump = jump,
            Local = jump is null && leaf.ReturnCount > 1 ? _il.DeclareLocal(IlType.Long) : null,
        };
        int floor = _depth;
        _body = new Body(leaf.Instructions, leaf.Depths, leaf.Targets, floor) { Exit = exit, End = end, Caller = caller };
        EmitBody(instruction => EmitOfLeaf(leaf, instruction, receiver, arguments));
        _body = caller;
        _depth = floor;
        EmitAfterLeaf(end);
    }

    private void EmitAfterLeaf(LeafEnd end)
    {
        if (end.Jump is not null)
        {
            // What does not jump goes on behind the jump.
            _body.Index++;
        }
        if (end.Point.State is { } known)
        {
            _il.MarkLabel(end.Point.Label);
            _state.Set(known);
        }
        else if (end.Local is not null || end.Jump is not null || end.Answer is null)
        {
            _body.IsReached = false;
        }
        if (end.Jump is null)
        {
            PushValue(end.Answer ?? Value.Constant(_around.Nil));
        }
    }

    private void EmitOfLeaf(Leaf leaf, in Instruction instruction, Value receiver, Value[] arguments)
    {
        IlLabel exit = _body.Exit!;
        switch (instruction.Op)
        {
            case Op.PushReceiver:
                PushValue(receiver);
                break;
            case Op.PushTemp:
                PushValue(arguments[instruction.Operand]);
                break;
            case Op.PushReceiverVariable:
                PushField(LocalOf(receiver), instruction.Operand);
                break;
            case Op.PushLiteral when leaf.Literals[instruction.Offset] is { Address: 0 } literal:
                PushValue(Value.Constant(literal.Bits));
                break;
            case Op.PushLiteral:
                PushResult(LoadLiteral(leaf.Literals[instruction.Offset]));
                break;
            case Op.PushLiteralVariable:
                PushField(LoadLiteral(leaf.Literals[instruction.Offset]), Layouts.Association.Value);
                break;
            case Op.StorePopReceiverVariable:
                if (!_body.HasStored)
                {
                    ExitIfReadOnly(LocalOf(receiver), exit);
                    _body.HasStored = true;
                }
                StoreField(LocalOf(receiver), instruction.Operand, PopValue());
                break;
            case Op.PushTrue or Op.PushFalse or Op.PushNil or Op.PushInteger or Op.LongPushCharacter:
                PushValue(ConstantOf(instruction));
                break;
            case Op.Dup:
                PushValue(Peek(0));
                break;
            case Op.Pop:
                _ = PopValue();
                break;
            case Op.Jump or Op.JumpTrue or Op.JumpFalse:
                EmitJump(instruction);
                break;
            case >= Op.ReturnReceiver and <= Op.ReturnTop:
                EmitReturnOfLeaf(instruction.Op == Op.ReturnReceiver ? receiver : ReturnedBy(instruction.Op));
                break;
            case Op.Class:
                Box(1);
                EmitClass();
                break;
            case Op.Identical or Op.NotIdentical:
                Box(2);
                EmitIdentity(instruction.Op == Op.Identical);
                break;
            case Op.SendSpecial or Op.LongSend or Op.LongSuperSend:
                EmitSendOfLeaf(leaf.Sends[instruction.Offset]);
                break;
            default:
                EmitNumeric(instruction, leaf.Numbers[instruction.Offset], exit);
                break;
        }
    }

    private void EmitSendOfLeaf(SendPlan send)
    {
        _il.Comment($"#{send.Selector}");
        if (send.Cases.Count == 0)
        {
            _il.Branch(_body.Exit!);
            _body.IsReached = false;
        }
        else if (!TryEmitInline(send))
        {
            throw new PlanException($"#{send.Selector} is not done in place, as was planned");
        }
    }

    private void EmitReturnOfLeaf(Value result)
    {
        LeafEnd end = _body.End!;
        if (end.Jump is { } jump)
        {
            EmitJumpOfAnswer(result, jump);
        }
        else if (end.Local is null)
        {
            end.Answer = result;
        }
        else
        {
            Value answer = result.Kind == ValueKind.Double ? Value.Of(LocalOf(result)) : result;
            int classIndex = ClassOf(answer);
            Load(answer);
            _il.StoreLocal(end.Local);
            end.Answer = Value.Of(end.Local, end.Answer is null || end.Answer.Value.Class == classIndex ? classIndex : 0);
            EmitEndOfLeaf();
        }
        _body.IsReached = false;
        _body.HasStored = false;
    }

    /// <summary>A test is what a leaf answers: it becomes the caller's jump.</summary>
    private void EmitReturnOfTest(Action<IlLabel, bool> branch)
    {
        Instruction jump = _body.End!.Jump!.Value;
        branch(TargetInCaller(jump), jump.Op == Op.JumpTrue);
        EmitEndOfLeaf();
        _body.IsReached = false;
    }

    /// <summary>The caller jumps by what a leaf answers, or goes on behind the jump.</summary>
    private void EmitJumpOfAnswer(Value answer, in Instruction jump)
    {
        long taken = jump.Op == Op.JumpTrue ? _around.True : _around.False;
        long other = jump.Op == Op.JumpTrue ? _around.False : _around.True;
        if (answer.Kind == ValueKind.Constant && answer.Bits == taken)
        {
            _il.Branch(TargetInCaller(jump));
            return;
        }
        if (answer.Kind != ValueKind.Constant || answer.Bits != other)
        {
            IlLocal local = LocalOf(answer);
            _il.LoadLocal(local);
            _il.LoadConstant(taken);
            _il.BranchIfEqual(TargetInCaller(jump));
            _il.LoadLocal(local);
            _il.LoadConstant(other);
            _il.BranchIfNotEqual(_body.Exit!);
        }
        EmitEndOfLeaf();
    }

    /// <summary>Goes on in the caller, from the last bytecode by falling into it.</summary>
    private void EmitEndOfLeaf()
    {
        MeetingPoint point = _body.End!.Point;
        point.Note(_state);
        if (_body.Index + 1 < _body.Instructions.Count)
        {
            _il.Branch(point.Label);
        }
    }

    private IlLabel TargetInCaller(in Instruction jump)
    {
        Body leaf = _body;
        _body = leaf.Caller!;
        IlLabel target = TargetOf(jump);
        _body = leaf;
        return target;
    }

    private IlLocal LoadLiteral(LeafLiteral literal)
    {
        IlLocal local = _il.DeclareLocal(IlType.Long);
        LoadAt(literal.Address);
        _il.StoreLocal(local);
        return local;
    }
}
