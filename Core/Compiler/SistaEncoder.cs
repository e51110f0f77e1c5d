using JitTalk.Core.Bytecodes;

namespace JitTalk.Core.Compiler;

/// <summary>SistaV1 (Squeak: EncoderForSistaV1). Bytes of extension before a bytecode make its operands larger.</summary>
internal sealed class SistaEncoder(StackHeight stack, SourceOffset place) : BytecodeEncoder(BytecodeSet.SistaV1, stack, place)
{
    private const int MostCopied = 63;

    // An extension of one signed byte, and the byte that it extends.
    private const int FarthestJump = short.MaxValue;

    // Extension B of a super send: the class is on the stack; of stores: the receiver may be a context.
    private const int Directed = 64;
    private const int MaybeContext = 2;

    /// <summary>What the header can count.</summary>
    public override int MostLiterals => 0x7FFF;

    public override int JumpBackLength => 4;

    // The top bits of the second byte mark primitives that are inlined.
    protected override int MostPrimitives => 0x1FFF;

    /// <summary>Pops copied values; a literal is the closure's code.</summary>
    public void PushFullClosure(int literal, int copied)
    {
        if (copied > MostCopied)
        {
            throw Place.TooMany("variables that a block uses", MostCopied);
        }
        Stack.Pop(copied);
        Stack.Push(1);
        ExtendA(literal >> 8);
        WriteLong(Op.PushFullClosure, literal, copied);
    }

    /// <summary>Pops a class, too, and looks up above it.</summary>
    public void SendToSuperOfTop(int literal, int arguments)
    {
        Stack.Pop(arguments + 1);
        EncodeSend(Op.LongSuperSend, literal, arguments, Directed);
    }

    public override void JumpBack(int length) => EncodeExtendedJump(Op.Jump, -(length + JumpBackLength));

    protected override (Op Op, int Operand)? ConstantOf(LiteralValue value) => value switch
    {
        IntegerLiteral { Value: var number } when number >= short.MinValue && number <= short.MaxValue => (Op.PushInteger, (int)number),
        CharacterLiteral { Code: var code and <= short.MaxValue } => (Op.LongPushCharacter, code),
        _ => base.ConstantOf(value),
    };

    protected override void EncodeLong(Op op, int operand, int argument)
    {
        switch (op)
        {
            case Op.LongSend or Op.LongSuperSend:
                EncodeSend(op, operand, argument, 0);
                break;
            case Op.PushInteger:
                ExtendB(operand >> 8);
                WriteLong(Op.LongPushInteger, operand);
                break;
            case Op.LongPushCharacter:
                ExtendB(operand >> 8);
                WriteLong(op, operand);
                break;
            case Op.PushRemoteTemp or Op.StoreRemoteTemp or Op.StorePopRemoteTemp:
                WriteLong(op, operand, argument);
                break;
            default:
                ExtendA(operand >> 8);
                WriteLong(LongForm(op), operand);
                break;
        }
    }

    protected override void EncodeOfContext(Op op, int index)
    {
        ExtendA(index >> 8);
        ExtendB(op == Op.PushReceiverVariable ? 0 : MaybeContext);
        WriteLong(LongForm(op), index);
    }

    protected override void EncodeLongJump(Op op, int distance)
    {
        if (distance <= byte.MaxValue)
        {
            WriteLong(LongForm(op), distance);
        }
        else
        {
            EncodeExtendedJump(op, distance);
        }
    }

    private static Op LongForm(Op op) => op switch
    {
        Op.PushReceiverVariable => Op.LongPushReceiverVariable,
        Op.PushLiteralVariable => Op.LongPushLiteralVariable,
        Op.PushLiteral => Op.LongPushLiteral,
        Op.PushTemp => Op.LongPushTemp,
        Op.StorePopReceiverVariable => Op.LongStorePopReceiverVariable,
        Op.StorePopTemp => Op.LongStorePopTemp,
        Op.Jump => Op.ExtendedJump,
        Op.JumpTrue => Op.ExtendedJumpTrue,
        Op.JumpFalse => Op.ExtendedJumpFalse,
        _ => op,
    };

    private void EncodeExtendedJump(Op op, int distance)
    {
        if (distance is < short.MinValue or > FarthestJump)
        {
            throw Place.TooMany("bytecodes to jump over", FarthestJump);
        }
        WriteLong(Op.ExtendB, distance >> 8);
        WriteLong(LongForm(op), distance);
    }

    private void EncodeSend(Op op, int literal, int arguments, int directed)
    {
        ExtendA(literal >> 5);
        ExtendB((arguments >> 3) + directed);
        WriteLong(op, ((literal & 31) << 3) + (arguments & 7));
    }

    /// <summary>Unsigned; in as many bytes as it takes.</summary>
    private void ExtendA(int value)
    {
        if (value > byte.MaxValue)
        {
            ExtendA(value >> 8);
        }
        if (value != 0)
        {
            WriteLong(Op.ExtendA, value);
        }
    }

    /// <summary>Signed, in one byte.</summary>
    private void ExtendB(int value)
    {
        if (value != 0)
        {
            WriteLong(Op.ExtendB, value);
        }
    }
}
