using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// Primitives that are done in the code, for receivers of one class. What a guard rejects leaves the code.
internal sealed partial class Translator
{
    private const int AtPrimitive = 60;
    private const int AtPutPrimitive = 61;
    private const int SizePrimitive = 62;
    private const int StringAtPrimitive = 63;
    private const int StringAtPutPrimitive = 64;
    private const int IdentityPrimitive = 110;
    private const int ClassPrimitive = 111;
    private const int NotIdentityPrimitive = 169;
    private const int BitXorPrimitive = 16;
    private const int AsFloatPrimitive = 40;
    private const int SquareRootPrimitive = 55;
    private const int SmallFloatSquareRootPrimitive = 555;
    private const int NewPrimitive = 70;
    private const int IdentityHashPrimitive = 75;
    private const int CharacterValuePrimitive = 171;
    private const int NewWithSizePrimitive = 71;
    private const int FormatMask = 31;
    private const int FormatShift = 24;
    private const int UnusedMask = 7;

    private bool CanInline(SendCase send, int argumentCount)
    {
        bool isArray = send.Shape is { Format: ObjectFormat.Indexable, FixedSlots: 0 };
        bool isBytes = send.Shape.Format == ObjectFormat.Bytes;
        bool isWords = send.Shape.Format == ObjectFormat.Words32 && send.ClassIndex != _around.FloatClass;
        return (send.Operand, argumentCount) switch
        {
            (AtPrimitive, 1) or (AtPutPrimitive, 2) or (SizePrimitive, 0) =>
                send.ClassIndex > Oop.TagMask && (isArray || isBytes || isWords),
            (StringAtPrimitive, 1) or (StringAtPutPrimitive, 2) => isBytes && _plan.Dialect.HasImmediateCharacters,
            (IdentityPrimitive, 1) or (NotIdentityPrimitive, 1) => true,
            (ClassPrimitive, 0) => true,
            (NewPrimitive, 0) or (NewWithSizePrimitive, 1) => send.Made is not null,
            (IdentityHashPrimitive, 0) => send.ClassIndex > Oop.TagMask && _plan.Dialect.IsSpur,
            (CharacterValuePrimitive, 0) => send.ClassIndex == Oop.CharacterTag,
            (SquareRootPrimitive or SmallFloatSquareRootPrimitive, 0) => send.ClassIndex == Oop.FloatTag,
            (AsFloatPrimitive, 0) or (BitXorPrimitive, 1) => send.ClassIndex == Oop.IntegerTag,
            _ => false,
        };
    }

    private void EmitPrimitive(SendCase send, int argumentCount, IlLabel exit)
    {
        if (Peek(argumentCount).Kind != ValueKind.Double)
        {
            Guard(Peek(argumentCount), send.ClassIndex, exit);
        }
        switch (send.Operand)
        {
            case IdentityPrimitive or NotIdentityPrimitive:
                EmitIdentity(send.Operand == IdentityPrimitive);
                break;
            case ClassPrimitive:
                EmitClass();
                break;
            case BitXorPrimitive:
                EmitBitXor(exit);
                break;
            case IdentityHashPrimitive:
                EmitIdentityHash(exit);
                break;
            case CharacterValuePrimitive:
                EmitCharacterValue();
                break;
            case SquareRootPrimitive or SmallFloatSquareRootPrimitive:
                EmitSquareRoot(exit);
                break;
            case AsFloatPrimitive:
                EmitAsFloat();
                break;
            case NewPrimitive:
                EmitNew(send.Made!, exit);
                break;
            case NewWithSizePrimitive:
                EmitNewWithSize(send.Made!, exit);
                break;
            case SizePrimitive:
                EmitSize(send.Shape.Format, PopValue());
                break;
            case AtPrimitive when send.Shape.Format == ObjectFormat.Indexable:
                EmitArrayAt(exit);
                break;
            case AtPrimitive when send.Shape.Format == ObjectFormat.Words32:
                EmitWordAt(exit);
                break;
            case AtPrimitive or StringAtPrimitive:
                EmitByteAt(exit, isString: send.Operand == StringAtPrimitive);
                break;
            case AtPutPrimitive when send.Shape.Format == ObjectFormat.Indexable:
                EmitArrayAtPut(exit);
                break;
            case AtPutPrimitive when send.Shape.Format == ObjectFormat.Words32:
                EmitWordAtPut(exit);
                break;
            default:
                EmitByteAtPut(exit, isString: send.Operand == StringAtPutPrimitive);
                break;
        }
    }

    /// <summary>A full eden is no reason to leave the code, nor a hash that is still to be made: these have a call beside them.</summary>
    private bool CanInlineAlone(SendCase send, int argumentCount) =>
        send.Operand is not (NewPrimitive or NewWithSizePrimitive or IdentityHashPrimitive) && CanInline(send, argumentCount);

    /// <summary>Those that do not end in a jump.</summary>
    private bool CanInlineAmongOthers(SendCase send, int argumentCount) =>
        send.Operand is not (IdentityPrimitive or NotIdentityPrimitive) && CanInline(send, argumentCount);

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
        emit(rejected);
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
