using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

// The stack while code is translated, and what is known of the frame's slots.
internal sealed partial class Translator
{
    private const int WordBytes = 8;

    private readonly Value[] _values;
    private int _depth;

    // The stack before the current instruction: what a side exit restores.
    private readonly Value[] _start;
    private int _startDepth;

    // By place on the stack: the local that holds the operand where paths meet.
    private readonly IlLocal?[] _meetingPlaces;

    // What is known here.
    private readonly FlowState _state;
    private readonly HashSet<int> _loopHeads;

    private void PushValue(Value value)
    {
        if (_depth < _plan.TempLimit)
        {
            StoreSlot(_depth, value);
            value = Value.Slot(_depth);
        }
        _values[_depth++] = value;
    }

    private void PushResult(IlLocal local, int classIndex = 0) => PushValue(Value.Of(local, classIndex));

    private Value PopValue() => _values[--_depth];

    private Value Peek(int below) => _values[_depth - 1 - below];

    private void Pop(int count) => _depth -= count;

    private int ClassOf(Value value) => value.Kind switch
    {
        ValueKind.Slot => _state.Known[value.Bits],
        ValueKind.Receiver => _state.ReceiverClass,
        _ => value.Class,
    };

    private void Learn(Value value, int classIndex)
    {
        if (value.Kind == ValueKind.Slot)
        {
            _state.Known[value.Bits] = classIndex;
        }
        else if (value.Kind == ValueKind.Receiver)
        {
            _state.ReceiverClass = classIndex;
        }
    }

    /// <summary>Puts a value's bits on the evaluation stack.</summary>
    private void Load(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Constant:
                _il.LoadConstant(value.Bits);
                break;
            case ValueKind.Literal:
                LoadAt(ConstantAddress((int)value.Bits + 1));
                break;
            case ValueKind.Local:
                _il.LoadLocal(value.Local!);
                break;
            case ValueKind.Double:
                LoadFloat(value.Local!);
                break;
            case ValueKind.Receiver when _state.Receiver is not null:
                _il.LoadLocal(_state.Receiver);
                break;
            case ValueKind.Receiver:
                LoadFrame(Frame.ReceiverSlot);
                break;
            default:
                if (_state.Cached[value.Bits] is { } local)
                {
                    _il.LoadLocal(local);
                }
                else
                {
                    LoadSlot((int)value.Bits);
                }
                break;
        }
    }

    /// <summary>The same from memory, for code that runs when locals may not hold what they did here.</summary>
    private void LoadCold(Value value)
    {
        if (value.Kind == ValueKind.Slot)
        {
            LoadSlotAddress((int)value.Bits, null);
            _il.LoadIndirect();
        }
        else if (value.Kind == ValueKind.Receiver)
        {
            LoadFrame(Frame.ReceiverSlot);
        }
        else
        {
            Load(value);
        }
    }

    /// <summary>A local that holds a value, up to the next call.</summary>
    private IlLocal LocalOf(Value value)
    {
        IlLocal? known = value.Kind switch
        {
            ValueKind.Local => value.Local,
            ValueKind.Slot => _state.Cached[value.Bits],
            ValueKind.Receiver => _state.Receiver,
            _ => null,
        };
        if (known is not null)
        {
            return known;
        }
        IlLocal local = _il.DeclareLocal(IlType.Long);
        FindHome(value);
        Load(value);
        _il.StoreLocal(local);
        if (value.Kind == ValueKind.Slot)
        {
            _state.Cached[value.Bits] = local;
        }
        else if (value.Kind == ValueKind.Receiver)
        {
            _state.Receiver = local;
        }
        return local;
    }

    /// <summary>Writes a slot of the frame. What stood for its old content is saved first.</summary>
    private void StoreSlot(int slot, Value value)
    {
        for (int i = 0; i < _depth; i++)
        {
            if (i != slot && _values[i].IsSlot(slot))
            {
                int known = _state.Known[slot];
                _values[i] = Value.Of(LocalOf(_values[i]), known);
            }
        }
        if (value.IsSlot(slot))
        {
            return;
        }
        int classIndex = ClassOf(value);
        IlLocal? unboxed = DoubleOf(value);
        IlLocal? local = value.Kind is ValueKind.Constant or ValueKind.Literal ? null : LocalOf(value);
        FindHome(Value.Slot(slot));
        LoadSlotAddress(slot, _state.Home);
        Load(local is null ? value : Value.Of(local));
        _il.StoreIndirect();
        _state.Cached[slot] = local;
        _state.Doubles[slot] = unboxed;
        _state.Known[slot] = classIndex;
        _state.VectorSlots[slot] = 0;
    }

    /// <summary>Brings all operands into the frame, where calls, jumps and the collector expect them.</summary>
    private void Spill()
    {
        for (int slot = _plan.TempLimit; slot < _depth; slot++)
        {
            if (!_values[slot].IsSlot(slot))
            {
                StoreSlot(slot, _values[slot]);
                _values[slot] = Value.Slot(slot);
            }
        }
    }

    /// <summary>
    /// Brings the operands to where the code at a label expects them: in the frame at the head of a loop, where it may be
    /// entered and polled; else in a local for each place on the stack.
    /// </summary>
    private void Arrange(int offset)
    {
        if (IsLoopHead(offset))
        {
            Spill();
            return;
        }
        for (int slot = FirstOperand; slot < _depth; slot++)
        {
            Load(_values[slot].Kind == ValueKind.Double ? Value.Of(LocalOf(_values[slot])) : _values[slot]);
            _il.StoreLocal(MeetingPlace(slot));
        }
    }

    /// <summary>The same after a call, when the frame has all operands.</summary>
    private void ArrangeFromFrame(int offset, int depth)
    {
        for (int slot = _plan.TempLimit; slot < depth && !IsLoopHead(offset); slot++)
        {
            LoadSlot(slot);
            _il.StoreLocal(MeetingPlace(slot));
        }
    }

    /// <summary>At a label: the operands are where all jumps have brought them.</summary>
    private void TakeArranged(int offset)
    {
        bool isInFrame = IsLoopHead(offset);
        for (int slot = _body.Floor; slot < _depth; slot++)
        {
            _values[slot] = Value.Slot(slot);
            if (slot >= _plan.TempLimit && !isInFrame)
            {
                IlLocal operand = _il.DeclareLocal(IlType.Long);
                _il.LoadLocal(MeetingPlace(slot));
                _il.StoreLocal(operand);
                _values[slot] = Value.Of(operand);
            }
        }
    }

    /// <summary>The first place on the stack that has no temp, nor an operand of a caller that goes on around a leaf.</summary>
    private int FirstOperand => Math.Max(_plan.TempLimit, _body.Floor);

    private IlLocal MeetingPlace(int slot) => _meetingPlaces[slot] ??= _il.DeclareLocal(IlType.Long);

    /// <summary>After a call or at a label: only the frame holds what it held.</summary>
    private void Forget() => _state.Clear();

    /// <summary>A jump to an offset starts here.</summary>
    /// <param name="offset">Where it goes.</param>
    /// <param name="knows">False for one after a call, that only the frame survives.</param>
    private void NoteJump(int offset, bool knows = true) =>
        _body.At(offset, _il).Note(knows ? _state : new FlowState(_values.Length));

    /// <summary>At a label: what all paths to it know. Those back to a loop are still to come.</summary>
    private void Meet(int offset)
    {
        FlowState? known = _body.Find(offset)?.State;
        if (IsLoopHead(offset) || (!_body.IsReached && known is null))
        {
            _state.Clear();
        }
        else if (!_body.IsReached)
        {
            _state.Set(known!);
        }
        else if (known is not null)
        {
            _state.Meet(known);
        }
    }

    private bool IsLoopHead(int offset) => _body.End is null && _loopHeads.Contains(offset);

    private nint ConstantAddress(int index)
    {
        unsafe
        {
            return (nint)(_plan.Unit.Constants + index);
        }
    }

    private void LoadAt(nint address)
    {
        _il.LoadConstant(address);
        _il.LoadIndirect();
    }

    private void LoadFrameAddress(int slot)
    {
        _il.LoadLocal(_fp);
        if (slot != 0)
        {
            _il.LoadConstant(slot * WordBytes);
            _il.Add();
        }
    }

    private void LoadFrame(int slot)
    {
        LoadFrameAddress(slot);
        _il.LoadIndirect();
    }

    /// <summary>The address of the top of the stack when it is <paramref name="depth"/> deep.</summary>
    private void LoadTop(int depth) => LoadFrameAddress(_firstSlot + depth - 1);

    private void StorePc(int offset)
    {
        LoadFrameAddress(Frame.PcSlot);
        _il.LoadConstant(offset);
        _il.StoreIndirect();
    }

    /// <summary>Reads a slot of the object in a local.</summary>
    private void LoadField(IlLocal oop, int slot)
    {
        LoadFieldAddress(oop, slot);
        _il.LoadIndirect();
    }

    private void LoadFieldAddress(IlLocal oop, int slot)
    {
        _il.LoadLocal(oop);
        _il.LoadConstant(ObjectHeader.Bytes + (slot * WordBytes));
        _il.Add();
    }
}
