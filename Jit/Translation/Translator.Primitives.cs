using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// Primitives that are done in the code, for receivers of one class. What a guard rejects leaves the code.
internal sealed partial class Translator
{
    private const int FormatMask = 31;
    private const int FormatShift = 24;
    private const int UnusedMask = 7;

    private readonly InlinePrimitives _primitives;

    private void EmitPrimitive(SendCase send, int argumentCount, IlLabel exit)
    {
        if (Peek(argumentCount).Kind != ValueKind.Double)
        {
            Guard(Peek(argumentCount), send.ClassIndex, exit);
        }
        switch (send.Operand)
        {
            case InlinePrimitives.Identity or InlinePrimitives.NotIdentity:
                EmitIdentity(send.Operand == InlinePrimitives.Identity);
                break;
            case InlinePrimitives.Class:
                EmitClass();
                break;
            case InlinePrimitives.BitXor:
                EmitBitXor(exit);
                break;
            case InlinePrimitives.IdentityHash:
                EmitIdentityHash(exit);
                break;
            case InlinePrimitives.ObjectAt:
                EmitObjectAt(exit);
                break;
            case InlinePrimitives.CharacterValue:
                EmitCharacterValue();
                break;
            case InlinePrimitives.SquareRoot or InlinePrimitives.SmallFloatSquareRoot:
                EmitSquareRoot(exit);
                break;
            case InlinePrimitives.AsFloat:
                EmitAsFloat();
                break;
            case InlinePrimitives.New:
                EmitNew(send.Made!, exit);
                break;
            case InlinePrimitives.NewWithSize:
                EmitNewWithSize(send.Made!, exit);
                break;
            case InlinePrimitives.Size:
                EmitSize(send.Shape.Format, PopValue());
                break;
            case InlinePrimitives.At when send.Shape.Format == ObjectFormat.Indexable:
                EmitArrayAt(exit);
                break;
            case InlinePrimitives.At when send.Shape.Format == ObjectFormat.Words32:
                EmitWordAt(exit);
                break;
            case InlinePrimitives.At or InlinePrimitives.StringAt:
                EmitByteAt(exit, isString: send.Operand == InlinePrimitives.StringAt);
                break;
            case InlinePrimitives.AtPut when send.Shape.Format == ObjectFormat.Indexable:
                EmitArrayAtPut(exit);
                break;
            case InlinePrimitives.AtPut when send.Shape.Format == ObjectFormat.Words32:
                EmitWordAtPut(exit);
                break;
            default:
                EmitByteAtPut(exit, isString: send.Operand == InlinePrimitives.StringAtPut);
                break;
        }
    }

    /// <summary>What is done for one of several classes, on what lies in the frame; what a guard rejects is sent.</summary>
    private void EmitAmongOthers(SendCase send, int argumentCount, IlLocal result, int depth, Action<IlLabel> emit)
    {
        int before = _depth;
        IlLabel done = _il.DefineLabel("inlined");
        IlLabel rejected = _il.DefineLabel("rejected");
        Forget();
        _depth = depth;
        for (int slot = depth - 1 - argumentCount; slot < depth; slot++)
        {
            _values[slot] = Value.Slot(slot);
        }
        Learn(Peek(argumentCount), send.ClassIndex);
        emit(rejected);
        _body.IsReached = true;
        _il.LoadLocal(LocalOf(PopValue()));
        _il.StoreLocal(result);
        _il.Branch(done);
        _il.MarkLabel(rejected);
        EmitCall(send.Cell, depth);
        _il.StoreLocal(result);
        _il.MarkLabel(done);
        Forget();
        _depth = before;
    }

    private void EmitBitXor(IlLabel exit)
    {
        Value right = PopValue();
        Value left = PopValue();
        IlLocal result = _il.DeclareLocal(IlType.Long);
        GuardInteger(right, exit);
        _il.LoadLocal(LocalOf(left));
        _il.LoadLocal(LocalOf(right));
        _il.Xor();
        _il.LoadConstant(Oop.IntegerTag);
        _il.Or();
        _il.StoreLocal(result);
        PushResult(result, Oop.IntegerTag);
    }

    /// <summary>The hash in the header; one that is not made yet is left to the primitive.</summary>
    private void EmitIdentityHash(IlLabel exit)
    {
        const int hashShift = 32;
        IlLocal hash = _il.DeclareLocal(IlType.Long);
        _il.LoadLocal(LocalOf(PopValue()));
        _il.LoadIndirect();
        _il.ShiftRight(hashShift);
        _il.LoadConstant(ObjectHeader.HashMask & _plan.Dialect.IdentityHashMask);
        _il.And();
        _il.StoreLocal(hash);
        _il.LoadLocal(hash);
        _il.BranchIfZero(exit);
        PushTagged(hash);
    }

    private void EmitCharacterValue()
    {
        IlLocal value = _il.DeclareLocal(IlType.Long);
        _il.LoadLocal(LocalOf(PopValue()));
        _il.ShiftRightUnsigned(Oop.TagBits);
        _il.StoreLocal(value);
        PushTagged(value);
    }

    /// <summary>Pushes what is in a local as a SmallInteger.</summary>
    private void PushTagged(IlLocal value)
    {
        IlLocal result = _il.DeclareLocal(IlType.Long);
        _il.LoadLocal(value);
        _il.ShiftLeft(Oop.TagBits);
        _il.LoadConstant(Oop.IntegerTag);
        _il.Or();
        _il.StoreLocal(result);
        PushResult(result, Oop.IntegerTag);
    }

    private void EmitSize(ObjectFormat format, Value receiver)
    {
        PushTagged(SizeOf(format, LocalOf(receiver)));
    }
}
