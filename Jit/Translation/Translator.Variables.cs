using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

// Variables of the receiver, of literals, and of temp vectors; the class of an object; bytecodes that the interpreter does.
internal sealed partial class Translator
{
    private const int ReadOnlyShift = 23;

    private void EmitVariable(in Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Op.PushReceiverVariable:
                PushField(LocalOf(Value.Receiver), instruction.Operand);
                break;
            case Op.PushLiteralVariable:
                PushField(LocalOf(Value.Literal(instruction.Operand)), Layouts.Association.Value);
                break;
            case Op.PushRemoteTemp:
                PushField(VectorOf(instruction), instruction.Operand);
                break;
            case Op.StoreRemoteTemp or Op.StorePopRemoteTemp:
                StoreField(VectorOf(instruction), instruction.Operand, Peek(0));
                Pop(instruction.Op == Op.StorePopRemoteTemp ? 1 : 0);
                break;
            default:
                IlLocal receiver = LocalOf(Value.Receiver);
                if (!_state.IsReceiverWritable)
                {
                    ExitIfReadOnly(receiver, Exit(ExitReason.ReadOnly));
                    _state.IsReceiverWritable = true;
                }
                StoreField(receiver, instruction.Operand, Peek(0));
                Pop(instruction.Op == Op.StorePopReceiverVariable ? 1 : 0);
                break;
        }
    }

    /// <summary>A variable of a receiver that may be a context: the sender and others may be made for it.</summary>
    /// <summary>What a context has itself though a frame runs for it (see <c>Interpreter.ContextSlot</c>).</summary>
    private bool IsOwnInAnyContext(int slot) =>
        _plan.Dialect.HasClosures && slot is Layouts.Context.Method or Layouts.Context.Closure or Layouts.Context.Receiver;

    private void EmitContextVariable(int slot)
    {
        IlLocal value = _il.DeclareLocal(IlType.Long);
        Spill();
        StorePc(Current.Offset);
        LoadTop(_depth);
        _il.LoadLocal(_fp);
        _il.LoadInt(slot);
        _il.LoadConstant(_around.Machine);
        _il.Call(Runtime.ReceiverVariable);
        _il.StoreLocal(value);
        PushResult(value);
    }

    private void PushField(IlLocal oop, int slot)
    {
        IlLocal value = _il.DeclareLocal(IlType.Long);
        LoadField(oop, slot);
        _il.StoreLocal(value);
        PushResult(value);
    }

    /// <summary>A literal: immediates are as good as constants of the code, the collector changes the others.</summary>
    private unsafe Value LiteralAt(int index) =>
        _plan.Unit.Constants[index + 1] is { IsImmediate: true } literal ? Value.Constant(literal.Bits) : Value.Literal(index);

    private void ExitIfReadOnly(IlLocal oop, IlLabel exit)
    {
        _il.LoadLocal(oop);
        _il.LoadIndirectInt();
        _il.LoadInt(1 << ReadOnlyShift);
        _il.And();
        _il.BranchIfNotZero(exit);
    }

    private void StoreField(IlLocal oop, int slot, Value value)
    {
        Value stored = value.Kind is ValueKind.Constant ? value : Value.Of(LocalOf(value), ClassOf(value));
        LoadFieldAddress(oop, slot);
        Load(stored);
        _il.StoreIndirect();
        Remember(oop, stored);
    }

    /// <summary>The barrier: an old object that a young one was stored into is a root of scavenges.</summary>
    private void Remember(IlLocal oop, Value value)
    {
        if (value.Kind == ValueKind.Constant || value.Class is > 0 and <= Oop.TagMask)
        {
            return;
        }
        IlLabel done = _il.DefineLabel("stored");
        _il.LoadLocal(oop);
        _il.LoadConstant(_around.OldStart);
        _il.BranchIfLess(done);
        Load(value);
        _il.LoadConstant(_around.OldStart);
        _il.BranchIfGreaterOrEqual(done);
        Load(value);
        _il.LoadConstant(Oop.TagMask);
        _il.And();
        _il.BranchIfNotZero(done);
        _il.LoadLocal(oop);
        _il.LoadConstant(_around.Machine);
        _il.Call(Runtime.Remember);
        _il.MarkLabel(done);
    }

    /// <summary>The Array in a temp that holds the temps which blocks share. What else stands there leaves the code.</summary>
    private IlLocal VectorOf(in Instruction instruction)
    {
        int temp = instruction.Argument;
        IlLocal vector = LocalOf(Value.Slot(temp));
        if (_state.VectorSlots[temp] > instruction.Operand)
        {
            return vector;
        }
        IlLabel exit = Exit(ExitReason.NoVector);
        GuardClass(vector, 0, _around.ArrayClass, exit);
        LoadSlotField(vector);
        _il.LoadInt(instruction.Operand);
        _il.BranchIfLessOrEqual(exit);
        _state.VectorSlots[temp] = instruction.Operand + 1;
        return vector;
    }

    /// <summary>The header's slot count: 255 stands for more.</summary>
    private void LoadSlotField(IlLocal oop)
    {
        const int topByte = 7;
        _il.LoadLocal(oop);
        _il.LoadConstant(topByte);
        _il.Add();
        _il.LoadIndirectByte();
    }

    /// <summary>The class table's entry for the tag or for the index in the header.</summary>
    private void EmitClass()
    {
        IlLocal oop = LocalOf(PopValue());
        IlLocal index = _il.DeclareLocal(IlType.Long);
        IlLocal result = _il.DeclareLocal(IlType.Long);
        IlLabel indexed = _il.DefineLabel("indexed");
        IlLabel done = _il.DefineLabel("classed");
        IlLabel forwarder = Cold("forwarder", () =>
        {
            _il.LoadLocal(oop);
            _il.LoadConstant(_around.Machine);
            _il.Call(Runtime.ClassOf);
            _il.StoreLocal(result);
            _il.Branch(done);
        });
        _il.LoadLocal(oop);
        _il.LoadConstant(Oop.TagMask);
        _il.And();
        _il.StoreLocal(index);
        _il.LoadLocal(index);
        _il.BranchIfNotZero(indexed);
        _il.LoadLocal(oop);
        _il.LoadIndirectInt();
        _il.LoadInt(ObjectHeader.ClassIndexMask);
        _il.And();
        _il.ExtendUnsigned();
        _il.StoreLocal(index);
        _il.LoadLocal(index);
        _il.LoadConstant(ObjectHeader.ForwardedClassIndex);
        _il.BranchIfEqual(forwarder);
        _il.MarkLabel(indexed);
        _il.LoadConstant(_around.ClassTable);
        _il.LoadLocal(index);
        _il.ShiftLeft(Oop.TagBits);
        _il.Add();
        _il.LoadIndirect();
        _il.StoreLocal(result);
        _il.MarkLabel(done);
        PushResult(result);
    }

    /// <summary>
    /// Leaves a bytecode to the interpreter, which then may go on with the activation: making contexts and closures.
    /// </summary>
    private void EmitStep(in Instruction instruction)
    {
        Spill();
        StorePc(instruction.Offset);
        LoadTop(_depth);
        _il.LoadLocal(_fp);
        _il.LoadConstant(_around.Machine);
        _il.Call(Runtime.Step);
        _il.BranchIfZero(Cold("taken", () =>
        {
            _il.LoadLocal(_fp);
            _il.LoadConstant(_around.Machine);
            _il.Call(IsLoop ? Runtime.GoOnInLoop : Runtime.GoOn);
            _il.Return();
        }));
        Forget();
        int depth = _body.Index + 1 < _plan.Depths.Count ? _plan.Depths[_body.Index + 1] : _depth;
        for (int slot = 0; slot < depth; slot++)
        {
            _values[slot] = Value.Slot(slot);
        }
        _depth = depth;
    }
}
