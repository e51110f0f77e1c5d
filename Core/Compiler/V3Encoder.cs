using System.Collections.Immutable;
using JitTalk.Core.Bytecodes;

namespace JitTalk.Core.Compiler;

/// <summary>V3PlusClosures (Blue Book p. 596; Squeak: EncoderForV3PlusClosures).</summary>
internal sealed class V3Encoder(StackHeight stack, SourceOffset place) : BytecodeEncoder(BytecodeSet.V3PlusClosures, stack, place)
{
    private const int MostCopied = 15;
    private const int MostBytesInBlock = 0xFFFF;

    // Kind and index share a byte in the shorter forms.
    private const int ShortIndices = 64;

    // 11 bits, signed.
    private const int FarthestJump = 1023;
    private const int JumpBias = 1024;

    public override int MostLiterals => 256;

    public override int JumpBackLength => 2;

    protected override int MostPrimitives => 0xFFFF;

    /// <summary>Pops copied values; the closure's code is to follow.</summary>
    public void PushClosure(int copied, int arguments, int bodyLength)
    {
        if (copied > MostCopied)
        {
            throw Place.TooMany("variables that a block uses", MostCopied);
        }
        if (bodyLength > MostBytesInBlock)
        {
            throw Place.TooMany("bytecodes in a block", MostBytesInBlock);
        }
        Stack.Pop(copied);
        Stack.Push(1);
        WriteLong(Op.PushClosureCopy, arguments + (copied << 4), bodyLength >> 8, bodyLength);
    }

    public override void JumpBack(int length) => EncodeLongJump(Op.Jump, -(length + JumpBackLength));

    protected override (Op Op, int Operand)? ConstantOf(LiteralValue value) => value switch
    {
        IntegerLiteral { Value: var number } when number >= -1 && number <= 2 => (Op.PushInteger, (int)number),
        _ => base.ConstantOf(value),
    };

    protected override void EncodeLong(Op op, int operand, int argument)
    {
        switch (op)
        {
            case Op.LongSend when operand < 32 && argument < 8:
                WriteLong(Op.ExtendedSend, (argument << 5) + operand);
                break;
            case Op.LongSend when operand < ShortIndices && argument < 4:
                WriteLong(Op.SecondExtendedSend, (argument << 6) + operand);
                break;
            case Op.LongSuperSend when operand < 32 && argument < 8:
                WriteLong(Op.ExtendedSuperSend, (argument << 5) + operand);
                break;
            case Op.PushRemoteTemp or Op.StoreRemoteTemp or Op.StorePopRemoteTemp:
                WriteLong(op, operand, argument);
                break;
            case Op.LongStorePopLiteralVariable when operand >= ShortIndices:
                // No form of three bytes pops.
                EncodeDoubleExtended(Op.LongStoreLiteralVariable, operand, 0);
                Encode(Op.Pop);
                break;
            default:
                if (operand >= ShortIndices
                    || !(TryEncode(V3Forms.Pushes, Op.ExtendedPush, op, operand)
                        || TryEncode(V3Forms.Stores, Op.ExtendedStore, op, operand)
                        || TryEncode(V3Forms.StorePops, Op.ExtendedStorePop, op, operand)))
                {
                    EncodeDoubleExtended(op, operand, argument);
                }
                break;
        }
    }

    protected override void EncodeOfContext(Op op, int index) => EncodeDoubleExtended(op, index, 0);

    protected override void EncodeLongJump(Op op, int distance)
    {
        if (distance is < -JumpBias or > FarthestJump)
        {
            throw Place.TooMany("bytecodes to jump over", FarthestJump);
        }
        Op form = op switch
        {
            Op.Jump => Op.LongJump,
            Op.JumpTrue => Op.LongJumpTrue,
            _ => Op.LongJumpFalse,
        };
        int biased = op == Op.Jump ? distance + JumpBias : distance;
        Write(Set.FirstByte(form) + (biased >> 8));
        Write(biased);
    }

    private bool TryEncode(ImmutableArray<Op> kinds, Op form, Op op, int index)
    {
        int kind = kinds.IndexOf(op);
        if (kind < 0)
        {
            return false;
        }
        WriteLong(form, (kind << 6) + index);
        return true;
    }

    private void EncodeDoubleExtended(Op op, int index, int argument)
    {
        if (index > byte.MaxValue)
        {
            throw Place.TooMany("instance variables", byte.MaxValue + 1);
        }
        WriteLong(Op.DoubleExtended, (V3Forms.DoubleExtensions.IndexOf(op) << 5) + argument, index);
    }
}
