using System.Runtime.CompilerServices;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// The arithmetic bytecodes, where the loop or compiled code does not do them inline. What fails here is a real send.
internal sealed unsafe partial class Interpreter
{
    private const int MaximumShift = 62;

    /// <summary>Whether the two operands on top are SmallIntegers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreIntegers(Oop* sp) => (sp[-1].Bits & sp->Bits & Oop.IntegerTag) != 0;

    /// <summary>An arithmetic bytecode for numbers of any kind; false when it takes a real send.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryArithmetic(Op op, Oop left, Oop right, out Oop result)
    {
        result = default;
        if (left.IsInteger && right.IsInteger)
        {
            return TryIntegers(op, left.Integer, right.Integer, out result);
        }
        // These bytecodes do Floats too, and integers with Floats (VMMaker primitiveFloatAdd:toArg: and its kin).
        return TryNumber(left, out double a) && TryNumber(right, out double b) && TryFloats(op, a, b, out result);
    }

    private bool TryIntegers(Op op, long a, long b, out Oop result)
    {
        result = default;
        long value;
        switch (op)
        {
            case Op.Multiply:
                if (Math.BigMul(a, b, out value) != value >> 63)
                {
                    return false;
                }
                break;
            case Op.Divide:
                if (b == 0 || a % b != 0)
                {
                    return false;
                }
                value = a / b;
                break;
            case Op.Modulo:
                if (b == 0)
                {
                    return false;
                }
                value = a % b;
                value += value != 0 && (value ^ b) < 0 ? b : 0;
                break;
            case Op.IntegerDivide:
                if (b == 0)
                {
                    return false;
                }
                value = a / b;
                value -= a % b != 0 && (a ^ b) < 0 ? 1 : 0;
                break;
            case Op.BitShift:
                if (b > MaximumShift)
                {
                    return false;
                }
                value = b < 0 ? a >> (int)Math.Min(-b, MaximumShift) : a << (int)b;
                if (b > 0 && value >> (int)b != a)
                {
                    return false;
                }
                break;
            case Op.Add:
                value = a + b;
                break;
            case Op.Subtract:
                value = a - b;
                break;
            case Op.BitAnd:
                value = a & b;
                break;
            case Op.BitOr:
                value = a | b;
                break;
            case >= Op.LessThan and <= Op.NotEqual:
                result = _memory.Boolean(op switch
                {
                    Op.LessThan => a < b,
                    Op.GreaterThan => a > b,
                    Op.LessOrEqual => a <= b,
                    Op.GreaterOrEqual => a >= b,
                    Op.Equal => a == b,
                    _ => a != b,
                });
                return true;
            case Op.MakePoint:
                result = _memory.NewPoint(Oop.FromInteger(a), Oop.FromInteger(b));
                return !result.IsNone;
            default:
                return false;
        }
        result = Oop.FromInteger(value);
        return _memory.IsSmallInteger(value);
    }

    /// <exception cref="FatalVmException">There is no memory left.</exception>
    public Oop NewFloat(double value) =>
        _memory.Float(value) is { IsNone: false } oop ? oop : throw new FatalVmException("out of memory");

    /// <summary>The value of a Float, or of an integer that a Float holds without loss.</summary>
    public bool TryNumber(Oop oop, out double value)
    {
        if (!oop.IsInteger)
        {
            return _memory.TryFloat(oop, out value);
        }
        value = oop.Integer;
        return (long)value == oop.Integer;
    }

    private bool TryFloats(Op op, double a, double b, out Oop result)
    {
        result = op switch
        {
            Op.Add => _memory.Float(a + b),
            Op.Subtract => _memory.Float(a - b),
            Op.Multiply => _memory.Float(a * b),
            Op.Divide when b != 0 => _memory.Float(a / b),
            Op.LessThan => _memory.Boolean(a < b),
            Op.GreaterThan => _memory.Boolean(a > b),
            Op.LessOrEqual => _memory.Boolean(a <= b),
            Op.GreaterOrEqual => _memory.Boolean(a >= b),
            Op.Equal => _memory.Boolean(a == b),
            Op.NotEqual => _memory.Boolean(a != b),
            _ => default,
        };
        return !result.IsNone;
    }
}
