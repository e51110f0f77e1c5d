using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// Arithmetic and comparison: two SmallIntegers in the code, other numbers by a call, the rest by a send or in the interpreter.
internal sealed partial class Translator
{
    private void EmitNumeric(in Instruction instruction)
    {
        NumberMode mode = _plan.Numbers[instruction.Offset];
        IlLabel exit = mode == NumberMode.Anything ? _end : Exit(mode == NumberMode.Floats ? ExitReason.NotNumbers : ExitReason.NotIntegers);
        EmitNumeric(instruction, mode, exit);
    }

    private void EmitNumeric(in Instruction instruction, NumberMode mode, IlLabel exit)
    {
        bool isComparison = instruction.Op is >= Op.LessThan and <= Op.NotEqual;
        if (mode == NumberMode.Floats && IsFloatOp(instruction.Op))
        {
            EmitFloats(instruction.Op, exit);
            return;
        }
        Box(2);
        if (mode == NumberMode.Anything)
        {
            Spill();
        }
        Value right = Peek(0);
        Value left = Peek(1);
        IlLabel slow = mode == NumberMode.Integers ? exit : _il.DefineLabel("slow");
        IlLocal a = LocalOf(left);
        IlLocal b = LocalOf(right);
        int depth = _depth;
        Op op = instruction.Op;
        int offset = instruction.Offset;
        int end = instruction.End;
        Action<IlLocal>? general = mode == NumberMode.Integers ? null : answer => EmitGeneral(a, b, answer, (int)op, mode, exit, offset, end, depth);
        (int leftClass, int rightClass) = (ClassOf(left), ClassOf(right));
        Pop(2);
        if (isComparison)
        {
            ArrangeForJump();
            GuardIntegers(left, right, slow);
            if (general is not null)
            {
                // Both paths meet again: what one has learned does not hold on the other.
                Learn(left, leftClass);
                Learn(right, rightClass);
            }
            UseCondition((label, when) => EmitComparison(op, a, b, label, when), slow, general, mode == NumberMode.Anything);
            return;
        }
        IlLocal result = _il.DeclareLocal(IlType.Long);
        GuardIntegers(left, right, slow);
        EmitIntegers(op, right, a, b, result, slow);
        if (general is null)
        {
            PushResult(result, op == Op.MakePoint ? 0 : Oop.IntegerTag);
            return;
        }
        IlLabel done = _il.DefineLabel("done");
        _cold.Enqueue(() =>
        {
            _il.MarkLabel(slow);
            general(result);
            _il.Branch(done);
        });
        _il.MarkLabel(done);
        Learn(left, leftClass);
        Learn(right, rightClass);
        if (mode == NumberMode.Anything)
        {
            Forget();
        }
        PushResult(result);
    }

    /// <summary>Numbers of any kind by a call; what fails there is sent, or leaves the code.</summary>
    private void EmitGeneral(
        IlLocal a, IlLocal b, IlLocal answer, int op, NumberMode mode, IlLabel exit, int offset, int end, int depth)
    {
        if (mode == NumberMode.Anything)
        {
            EmitSendCases(_plan.Sends[offset], a, 0, answer, end, depth, exits: null, EmitArithmetic);
            return;
        }
        EmitArithmetic();
        _il.LoadLocal(answer);
        _il.BranchIfZero(exit);

        void EmitArithmetic()
        {
            _il.LoadLocal(a);
            _il.LoadLocal(b);
            _il.LoadInt(op);
            _il.LoadConstant(_around.Machine);
            _il.Call(Runtime.Arithmetic);
            _il.StoreLocal(answer);
        }
    }

    /// <summary>Branches when two integers or two doubles compare as told, or do not.</summary>
    private void EmitComparison(Op op, IlLocal a, IlLocal b, IlLabel label, bool when)
    {
        bool isFloat = a.Type == IlType.Double;
        if (!when && !isFloat)
        {
            (op, when) = (Opposite(op), true);
        }
        _il.LoadLocal(a);
        _il.LoadLocal(b);
        switch (op)
        {
            // Not a number compares with nothing: what is not less need not be greater or equal.
            case Op.LessThan when when:
                _il.BranchIfLess(label);
                break;
            case Op.LessThan:
                _il.BranchIfGreaterOrEqualUnsigned(label);
                break;
            case Op.GreaterThan when when:
                _il.BranchIfGreater(label);
                break;
            case Op.GreaterThan:
                _il.BranchIfLessOrEqualUnsigned(label);
                break;
            case Op.LessOrEqual when when:
                _il.BranchIfLessOrEqual(label);
                break;
            case Op.LessOrEqual:
                _il.BranchIfGreaterUnsigned(label);
                break;
            case Op.GreaterOrEqual when when:
                _il.BranchIfGreaterOrEqual(label);
                break;
            case Op.GreaterOrEqual:
                _il.BranchIfLessUnsigned(label);
                break;
            case Op.Equal when when:
            case Op.NotEqual when !when:
                _il.BranchIfEqual(label);
                break;
            default:
                _il.BranchIfNotEqual(label);
                break;
        }
    }

    /// <summary>What holds of two integers when the other does not.</summary>
    private static Op Opposite(Op op) => op switch
    {
        Op.LessThan => Op.GreaterOrEqual,
        Op.GreaterOrEqual => Op.LessThan,
        Op.GreaterThan => Op.LessOrEqual,
        Op.LessOrEqual => Op.GreaterThan,
        Op.Equal => Op.NotEqual,
        _ => Op.Equal,
    };

    private void EmitIntegers(Op op, Value right, IlLocal a, IlLocal b, IlLocal result, IlLabel slow)
    {
        if (right.Kind == ValueKind.Constant && TryEmitWithConstant(op, a, right.Bits >> Oop.TagBits, result))
        {
            return;
        }
        switch (op)
        {
            case Op.Add:
                EmitSum(a, right, b, result, slow, isDifference: false);
                return;
            case Op.Subtract:
                EmitSum(a, right, b, result, slow, isDifference: true);
                return;
            case Op.BitAnd or Op.BitOr:
                _il.LoadLocal(a);
                _il.LoadLocal(b);
                if (op == Op.BitAnd)
                {
                    _il.And();
                }
                else
                {
                    _il.Or();
                }
                _il.StoreLocal(result);
                return;
            case Op.MakePoint:
                _il.LoadLocal(a);
                _il.LoadLocal(b);
                _il.LoadInt((int)op);
                _il.LoadConstant(_around.Machine);
                _il.Call(Runtime.Arithmetic);
                break;
            default:
                _il.LoadLocal(a);
                _il.LoadLocal(b);
                _il.Call(op switch
                {
                    Op.Multiply => Runtime.Multiply,
                    Op.Divide => Runtime.Divide,
                    Op.IntegerDivide => Runtime.Quotient,
                    Op.Modulo => Runtime.Modulo,
                    _ => Runtime.Shift,
                });
                break;
        }
        _il.StoreLocal(result);
        _il.LoadLocal(result);
        _il.BranchIfZero(slow);
        if (op != Op.MakePoint)
        {
            CheckRange(result, slow);
        }
    }

    /// <summary>Division by what is known to be positive, and shifts to the right: neither can fail.</summary>
    private bool TryEmitWithConstant(Op op, IlLocal a, long constant, IlLocal result)
    {
        const int signBit = 63;
        bool isShift = op == Op.BitShift && constant is < 0 and > -signBit + Oop.TagBits;
        if (!isShift && !(op is Op.IntegerDivide or Op.Modulo && constant > 0))
        {
            return false;
        }
        IlLocal value = _il.DeclareLocal(IlType.Long);
        _il.LoadLocal(a);
        _il.ShiftRight(Oop.TagBits + (isShift ? (int)-constant : 0));
        _il.StoreLocal(value);
        if (!isShift)
        {
            // Rounded towards zero, the remainder may be negative: then it lacks one divisor, and the quotient has one too many.
            IlLocal remainder = _il.DeclareLocal(IlType.Long);
            _il.LoadLocal(value);
            _il.LoadConstant(constant);
            _il.Remainder();
            _il.StoreLocal(remainder);
            _il.LoadLocal(remainder);
            _il.ShiftRight(signBit);
            if (op == Op.Modulo)
            {
                _il.LoadConstant(constant);
                _il.And();
                _il.LoadLocal(remainder);
            }
            else
            {
                _il.LoadLocal(value);
                _il.LoadConstant(constant);
                _il.Divide();
            }
            _il.Add();
            _il.StoreLocal(value);
        }
        _il.LoadLocal(value);
        _il.ShiftLeft(Oop.TagBits);
        _il.LoadConstant(Oop.IntegerTag);
        _il.Or();
        _il.StoreLocal(result);
        return true;
    }

    private void EmitSum(IlLocal a, Value right, IlLocal b, IlLocal result, IlLabel slow, bool isDifference)
    {
        // The tags: a + (b - 1), a - (b - 1).
        _il.LoadLocal(a);
        if (right.Kind == ValueKind.Constant)
        {
            _il.LoadConstant(right.Bits - Oop.IntegerTag);
        }
        else
        {
            _il.LoadLocal(b);
            _il.LoadConstant(Oop.IntegerTag);
            _il.Subtract();
        }
        if (isDifference)
        {
            _il.Subtract();
        }
        else
        {
            _il.Add();
        }
        _il.StoreLocal(result);
        if (_plan.Dialect.IntegerBits < 61)
        {
            CheckRange(result, slow);
            return;
        }
        if (right.Kind == ValueKind.Constant)
        {
            // With the sign of one operand known, an overflow shows in the order of the other and the result.
            bool grows = (right.Bits >= 0) != isDifference;
            _il.LoadLocal(result);
            _il.LoadLocal(a);
            if (grows)
            {
                _il.BranchIfLess(slow);
            }
            else
            {
                _il.BranchIfGreater(slow);
            }
            return;
        }
        // Overflow, when the operands' signs are alike (for a difference: unlike) and the result's is another than a's.
        _il.LoadLocal(result);
        _il.LoadLocal(a);
        _il.Xor();
        _il.LoadLocal(isDifference ? a : result);
        _il.LoadLocal(b);
        _il.Xor();
        _il.And();
        _il.LoadConstant(0);
        _il.BranchIfLess(slow);
    }

    /// <summary>For images whose SmallIntegers have fewer bits than this memory's.</summary>
    private void CheckRange(IlLocal result, IlLabel slow)
    {
        if (_plan.Dialect.IntegerBits >= 61)
        {
            return;
        }
        long least = Oop.FromInteger(_plan.Dialect.MinInteger).Bits;
        _il.LoadLocal(result);
        _il.LoadConstant(least);
        _il.Subtract();
        _il.LoadConstant(Oop.FromInteger(_plan.Dialect.MaxInteger).Bits - least);
        _il.BranchIfGreaterUnsigned(slow);
    }
}
