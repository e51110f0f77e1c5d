using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

// Making the frame, leaving it, and leaving the code.
internal sealed partial class Translator
{
    private const int FromArgument = 1;
    private const int HowArgument = 2;

    private IlLabel? _exit;

    private void EmitPrologue()
    {
        if (IsLoop)
        {
            _il.LoadArgument(FromArgument);
            _il.StoreLocal(_fp);
        }
        else
        {
            EmitFrame(_plan.IsBlockContext);
        }
        _depth = _plan.TempCount;
        for (int slot = 0; slot < _depth; slot++)
        {
            _values[slot] = Value.Slot(slot);
        }
        if (!IsLoop)
        {
            EmitPoll(_plan.Unit.Entry.Offset);
            EmitMoveToHeap();
        }
        if (_plan.Unit is { Entry.Kind: UnitKind.Block, ReceiverVariables: > 0 })
        {
            GuardVariables(_plan.Unit.ReceiverVariables);
        }
        if (_plan.Instructions[0].Offset != _plan.Unit.Entry.Offset)
        {
            // A loop may jump to what lies before its entry.
            _il.Branch(LabelOf(_plan.Unit.Entry.Offset));
            _body.IsReached = false;
        }
    }

    /// <summary>
    /// A safepoint, with everything in the frame. The unit goes on after it, or is left. Where processes are not to
    /// switch, by the method's primitive or by how the block is called, only the stack is seen to.
    /// </summary>
    private void EmitPoll(int offset)
    {
        int depth = _depth;
        bool isBlock = _plan.Unit.Entry.Kind == UnitKind.Block;
        IlLocal receiver = _state.Receiver!;
        IlLabel back = _il.DefineLabel("polled");
        IlLabel poll = Cold("poll", () =>
        {
            StorePc(offset);
            if (_plan.IsMarker)
            {
                EmitPollCall(Runtime.CheckStack, depth);
            }
            else if (isBlock && !_plan.IsBlockContext)
            {
                IlLabel unswitched = Cold("unswitched", () =>
                {
                    EmitPollCall(Runtime.CheckStack, depth);
                    EndPoll();
                });
                _il.LoadArgument(HowArgument);
                _il.LoadConstant(CallCell.WithoutSwitch);
                _il.BranchIfEqual(unswitched);
                EmitPollCall(Runtime.Poll, depth);
            }
            else
            {
                EmitPollCall(Runtime.Poll, depth);
            }
            EndPoll();
        });
        BranchIfPollWanted(poll);
        _il.MarkLabel(back);

        void EndPoll()
        {
            // Objects may have moved.
            LoadFrame(Frame.ReceiverSlot);
            _il.StoreLocal(receiver);
            _il.Branch(back);
        }
    }

    private void EmitPollCall(System.Reflection.MethodInfo call, int depth)
    {
        LoadTop(depth);
        _il.LoadLocal(_fp);
        _il.LoadConstant(_around.Machine);
        _il.Call(call);
        _il.BranchIfZero(_end);
    }

    private void BranchIfPollWanted(IlLabel poll)
    {
        _il.LoadLocal(_fp);
        unsafe
        {
            LoadAt((nint)(&((VmState*)_around.State)->StackLimit));
        }
        _il.BranchIfGreaterOrEqual(poll);
    }

    private void EmitFrame(bool isBlockContext)
    {
        int count = _plan.ArgumentCount;
        bool isBlock = _plan.Unit.Entry.Kind == UnitKind.Block;
        _il.LoadArgument(0);
        _il.LoadConstant(WordBytes);
        _il.Add();
        _il.StoreLocal(_fp);
        StoreFrame(Frame.SavedFp, () => _il.LoadArgument(FromArgument));
        StoreFrame(Frame.MethodSlot, () => LoadAt(ConstantAddress(0)));
        StoreFrame(Frame.ContextSlot, () =>
        {
            if (isBlockContext)
            {
                LoadPushed(count);
            }
            else
            {
                _il.LoadConstant(0);
            }
        });
        long flags = isBlockContext ? Frame.BlockContextFlag | Frame.HeapTempsFlag : isBlock ? Frame.ClosureFlag : 0;
        StoreFrame(Frame.FlagsSlot, () => _il.LoadConstant(count | Frame.CompiledFlag | flags));
        IlLocal pushed = _il.DeclareLocal(IlType.Long, isBlockContext ? "block" : isBlock ? "closure" : "receiver");
        LoadPushed(count);
        _il.StoreLocal(pushed);
        for (int i = 0; i < count; i++)
        {
            int below = count - 1 - i;
            StoreFrame(Frame.FirstTemp + i, () => LoadPushed(below));
        }
        if (isBlockContext)
        {
            EmitBlockContext(pushed);
            return;
        }
        if (isBlock)
        {
            EmitCopiedValues(pushed);
        }
        else
        {
            StoreFrame(Frame.ReceiverSlot, () => _il.LoadLocal(pushed));
            _state.Receiver = pushed;
        }
        for (int i = count + _plan.Unit.CopiedCount; i < _plan.TempCount; i++)
        {
            StoreFrame(Frame.FirstTemp + i, () => _il.LoadConstant(_around.Nil));
        }
    }

    private void EmitCopiedValues(IlLocal closure)
    {
        int first = _plan.IsFullBlock ? Layouts.Closure.FullFirstCopied : Layouts.Closure.FirstCopied;
        IlLocal receiver = _il.DeclareLocal(IlType.Long, "receiver");
        if (_plan.IsFullBlock)
        {
            LoadField(closure, Layouts.Closure.FullReceiver);
        }
        else
        {
            IlLocal outer = _il.DeclareLocal(IlType.Long, "outer");
            LoadField(closure, Layouts.Closure.OuterContext);
            _il.StoreLocal(outer);
            LoadField(outer, Layouts.Context.Receiver);
        }
        _il.StoreLocal(receiver);
        StoreFrame(Frame.ReceiverSlot, () => _il.LoadLocal(receiver));
        _state.Receiver = receiver;
        for (int i = 0; i < _plan.Unit.CopiedCount; i++)
        {
            int slot = first + i;
            StoreFrame(Frame.FirstTemp + _plan.ArgumentCount + i, () => LoadField(closure, slot));
        }
    }

    /// <summary>A block has the receiver of its context, which no lookup has found fit for the code.</summary>
    private void GuardVariables(int count)
    {
        IlLocal receiver = LocalOf(Value.Receiver);
        IlLabel exit = ExitAt(ExitReason.OtherClass, _plan.Unit.Entry.Offset, _values.AsSpan(0, _depth).ToArray());
        IlLabel sound = _il.DefineLabel("sound");
        IlLabel special = Cold("special", () =>
        {
            _il.LoadLocal(_fp);
            _il.LoadInt(count);
            _il.LoadConstant(_around.Machine);
            _il.Call(_plan.Unit.ReadsContexts ? Runtime.HasVariablesOrFrame : Runtime.HasVariables);
            _il.BranchIfNotZero(sound);
            _il.Branch(exit);
        });
        _il.LoadLocal(receiver);
        _il.LoadConstant(Oop.TagMask);
        _il.And();
        _il.BranchIfNotZero(special);
        _il.LoadLocal(receiver);
        _il.LoadIndirectInt();
        _il.LoadInt(FormatMask << FormatShift);
        _il.And();
        _il.LoadInt((int)ObjectFormat.Fixed << FormatShift);
        _il.BranchIfNotEqual(special);
        LoadSlotField(receiver);
        _il.LoadInt(count);
        _il.BranchIfLess(special);
        _il.MarkLabel(sound);
    }

    private void StoreFrame(int slot, Action load)
    {
        LoadFrameAddress(slot);
        load();
        _il.StoreIndirect();
    }

    /// <summary>What the caller pushed, counted from the top.</summary>
    private void LoadPushed(int below)
    {
        _il.LoadArgument(0);
        if (below != 0)
        {
            _il.LoadConstant(-below * WordBytes);
            _il.Add();
        }
        _il.LoadIndirect();
    }

    private void EmitReturn(Op op)
    {
        Value result = op == Op.ReturnReceiver ? Value.Receiver : ReturnedBy(op);
        _body.IsReached = false;
        if (_plan.IsBlock && op is not (Op.BlockReturnTop or Op.BlockReturnNil))
        {
            EmitReturnCall(Value.Of(LocalOf(result)), _depth, Current.End, IsLoop ? Runtime.ReturnFromHomeInLoop : Runtime.ReturnFromHome);
            return;
        }
        if (!_calls)
        {
            Load(result);
            _il.Return();
            return;
        }
        IlLocal answer = LocalOf(result);
        int depth = _depth;
        int end = Current.End;
        if (_plan.HasHeapTemps)
        {
            EmitMarriedReturn(answer, depth, end);
            return;
        }
        LoadFrame(Frame.ContextSlot);
        _il.BranchIfNotZero(Cold("married", () =>
            EmitReturnCall(Value.Of(answer), depth, end, IsLoop ? Runtime.ReturnMarriedFromLoop : Runtime.ReturnMarried)));
        _il.LoadLocal(answer);
        _il.Return();
    }

    private Value ReturnedBy(Op op) => op switch
    {
        Op.ReturnTrue => Value.Constant(_around.True),
        Op.ReturnFalse => Value.Constant(_around.False),
        Op.ReturnNil or Op.BlockReturnNil => Value.Constant(_around.Nil),
        _ => PopValue(),
    };

    private void EmitReturnCall(Value result, int depth, int end, System.Reflection.MethodInfo call)
    {
        StoreFrame(_firstSlot + depth, () => Load(result));
        StorePc(end);
        LoadTop(depth + 1);
        _il.LoadLocal(_fp);
        _il.LoadConstant(_around.Machine);
        _il.Call(call);
        _il.Return();
    }

    /// <summary>
    /// A label that leaves the code with the stack as it was before the current instruction, which the interpreter does
    /// again. One for each instruction: the first reason stands for all. A leaf has the one of its send.
    /// </summary>
    private IlLabel Exit(ExitReason reason) => _body.Exit ?? (_exit ??= ExitAt(reason, Current.Offset, _start.AsSpan(0, _startDepth).ToArray()));

    private IlLabel ExitAt(ExitReason reason, int offset, Value[] stack)
    {
        nint point = _newExit(_plan.Unit, offset, reason);
        return Cold("exit", () =>
        {
            _il.Comment(reason.Sentence());
            for (int slot = _plan.TempLimit; slot < stack.Length; slot++)
            {
                Value value = stack[slot];
                if (!value.IsSlot(slot))
                {
                    value = value.Kind == ValueKind.Double ? Value.Of(LocalOf(value)) : value;
                    LoadSlotAddress(slot, null);
                    LoadCold(value);
                    _il.StoreIndirect();
                }
            }
            StorePc(offset);
            LoadTop(stack.Length);
            _il.LoadLocal(_fp);
            _il.LoadConstant(point);
            _il.Call(IsLoop ? Runtime.ExitFromLoop : Runtime.Exit);
            _il.Return();
        });
    }
}
