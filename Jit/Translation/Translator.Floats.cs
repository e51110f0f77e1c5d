using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

// Floats: in expressions they are doubles in locals, and become objects where something has to hold them.
internal sealed partial class Translator
{
    private void EmitFloats(Op op, IlLabel exit)
    {
        Value right = Peek(0);
        Value left = Peek(1);
        Speculate(exit);
        IlLocal? known = DoubleOf(left);
        IlLocal a = known ?? ToDouble(left, null, exit);
        IlLocal b = DoubleOf(right) ?? ToDouble(right, known is null ? left : null, exit);
        Pop(2);
        if (op is >= Op.LessThan and <= Op.NotEqual)
        {
            ArrangeForJump();
            UseCondition((label, when) => EmitComparison(op, a, b, label, when), null, null, clobbers: false);
            return;
        }
        if (op == Op.Divide)
        {
            _il.LoadLocal(b);
            _il.LoadDouble(0);
            _il.BranchIfEqual(exit);
        }
        IlLocal result = _il.DeclareLocal(IlType.Double);
        _il.LoadLocal(a);
        _il.LoadLocal(b);
        switch (op)
        {
            case Op.Add:
                _il.Add();
                break;
            case Op.Subtract:
                _il.Subtract();
                break;
            case Op.Multiply:
                _il.Multiply();
                break;
            default:
                _il.Divide();
                break;
        }
        _il.StoreLocal(result);
        PushValue(Value.Double(result));
    }

    /// <summary>sqrt of a Float; of what has no root the image has its own opinion.</summary>
    private void EmitSquareRoot(IlLabel exit)
    {
        Value receiver = PopValue();
        IlLocal? known = DoubleOf(receiver);
        IlLocal value = known ?? _il.DeclareLocal(IlType.Double);
        if (known is null)
        {
            _il.LoadLocal(LocalOf(receiver));
            _il.Call(Runtime.Decode);
            _il.StoreLocal(value);
        }
        _il.LoadLocal(value);
        _il.LoadDouble(0);
        _il.BranchIfLessUnsigned(exit);
        IlLocal result = _il.DeclareLocal(IlType.Double);
        _il.LoadLocal(value);
        _il.Call(Runtime.SquareRoot);
        _il.StoreLocal(result);
        PushValue(Value.Double(result));
    }

    /// <summary>asFloat of a SmallInteger.</summary>
    private void EmitAsFloat()
    {
        IlLocal result = _il.DeclareLocal(IlType.Double);
        _il.LoadLocal(LocalOf(PopValue()));
        _il.ShiftRight(Oop.TagBits);
        _il.ConvertToDouble();
        _il.StoreLocal(result);
        PushValue(Value.Double(result));
    }

    private static bool IsFloatOp(Op op) => op is Op.Add or Op.Subtract or Op.Multiply or Op.Divide or (>= Op.LessThan and <= Op.NotEqual);

    /// <summary>The local that holds a value as a double; null for none.</summary>
    private IlLocal? DoubleOf(Value value) => value.Kind switch
    {
        ValueKind.Double => value.Local,
        ValueKind.Slot => _state.Doubles[value.Bits],
        _ => null,
    };

    /// <summary>A value as a double; what is no number, or an integer like the other operand, leaves the code.</summary>
    private IlLocal ToDouble(Value value, Value? other, IlLabel exit)
    {
        IlLocal oop = LocalOf(value);
        IlLocal? otherOop = other is { } o ? LocalOf(o) : null;
        IlLocal result = _il.DeclareLocal(IlType.Double);
        IlLabel converted = _il.DefineLabel("converted");
        IlLabel general = Cold("number", () =>
        {
            if (otherOop is not null)
            {
                _il.LoadLocal(oop);
                _il.LoadLocal(otherOop);
                _il.And();
                _il.LoadConstant(Oop.IntegerTag);
                _il.And();
                _il.BranchIfNotZero(exit);
            }
            _il.LoadLocal(oop);
            _il.LoadConstant(_around.Machine);
            _il.Call(Runtime.IsNumber);
            _il.BranchIfZero(exit);
            _il.LoadLocal(oop);
            _il.LoadConstant(_around.Machine);
            _il.Call(Runtime.ToDouble);
            _il.StoreLocal(result);
            _il.Branch(converted);
        });
        if (_around.HasFloatTag)
        {
            _il.LoadLocal(oop);
            _il.LoadConstant(Oop.FloatTag);
            _il.And();
            _il.BranchIfZero(general);
            _il.LoadLocal(oop);
            _il.Call(Runtime.Decode);
            _il.StoreLocal(result);
        }
        else
        {
            _il.Branch(general);
        }
        // Nothing is remembered of the value: it may be an integer, which with another one gives no Float.
        _il.MarkLabel(converted);
        return result;
    }

    /// <summary>Makes objects of those operands on top that are doubles: each once, and while the evaluation stack is empty.</summary>
    private void Box(int count)
    {
        for (int below = count - 1; below >= 0; below--)
        {
            BoxAt(below);
        }
    }

    private void BoxAt(int below)
    {
        ref Value value = ref _values[_depth - 1 - below];
        value = value.Kind == ValueKind.Double ? Value.Of(LocalOf(value)) : value;
    }

    /// <summary>Puts the oop of a double on the evaluation stack, making an object when it needs one.</summary>
    private void LoadFloat(IlLocal value)
    {
        IlLocal oop = _il.DeclareLocal(IlType.Long);
        IlLabel made = _il.DefineLabel("float");
        if (_around.HasFloatTag)
        {
            _il.LoadLocal(value);
            _il.Call(Runtime.Encode);
            _il.StoreLocal(oop);
            _il.LoadLocal(oop);
            _il.BranchIfNotZero(made);
        }
        _il.LoadLocal(value);
        _il.LoadConstant(_around.Machine);
        _il.Call(Runtime.NewFloat);
        _il.StoreLocal(oop);
        _il.MarkLabel(made);
        _il.LoadLocal(oop);
    }
}
