using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// Methods without sends in the place of their send. Their operands lie on the caller's stack, as descriptions only.
internal sealed partial class Translator
{
    /// <summary>Whether the operands of a leaf would come to lie where no temp is named.</summary>
    private bool HasRoomForLeaf(int depth, int argumentCount) => depth - argumentCount - 1 >= _plan.TempLimit;

    /// <summary>Does what the method does with the receiver, whose class is known, and the arguments on the stack.</summary>
    private void EmitLeaf(Leaf leaf, int argumentCount, IlLabel exit)
    {
        Value receiver = Peek(argumentCount);
        Value[] arguments = _values.AsSpan(_depth - argumentCount, argumentCount).ToArray();
        Pop(argumentCount + 1);
        foreach (Instruction instruction in leaf.Instructions)
        {
            switch (instruction.Op)
            {
                case Op.PushReceiver or Op.ReturnReceiver:
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
                    ExitIfReadOnly(LocalOf(receiver), exit);
                    StoreField(LocalOf(receiver), instruction.Operand, PopValue());
                    break;
                case Op.PushTrue or Op.PushFalse or Op.PushNil or Op.PushInteger or Op.LongPushCharacter:
                    PushValue(ConstantOf(instruction));
                    break;
                case Op.ReturnTrue:
                    PushValue(Value.Constant(_around.True));
                    break;
                case Op.ReturnFalse:
                    PushValue(Value.Constant(_around.False));
                    break;
                case Op.ReturnNil:
                    PushValue(Value.Constant(_around.Nil));
                    break;
                case Op.ReturnTop:
                    break;
                case Op.Class:
                    Box(1);
                    EmitClass();
                    break;
                case Op.Identical or Op.NotIdentical:
                    Box(2);
                    EmitIdentity(instruction.Op == Op.Identical);
                    break;
                default:
                    EmitNumeric(instruction, leaf.Numbers[instruction.Offset], exit);
                    break;
            }
        }
    }

    private IlLocal LoadLiteral(LeafLiteral literal)
    {
        IlLocal local = _il.DeclareLocal(IlType.Long);
        LoadAt(literal.Address);
        _il.StoreLocal(local);
        return local;
    }
}
