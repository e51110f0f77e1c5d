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
    private const int NewWithSizePrimitive = 71;
    private const int FormatMask = 31;
    private const int FormatShift = 24;
    private const int UnusedMask = 7;

    private bool CanInline(SendCase send, int argumentCount)
    {
        bool isArray = send.Shape is { Format: ObjectFormat.Indexable, FixedSlots: 0 };
        bool isBytes = send.Shape.Format == ObjectFormat.Bytes;
        return (send.Operand, argumentCount) switch
        {
            (AtPrimitive, 1) or (AtPutPrimitive, 2) or (SizePrimitive, 0) => send.ClassIndex > Oop.TagMask && (isArray || isBytes),
            (StringAtPrimitive, 1) or (StringAtPutPrimitive, 2) => isBytes && _plan.Dialect.HasImmediateCharacters,
            (IdentityPrimitive, 1) or (NotIdentityPrimitive, 1) => true,
            (ClassPrimitive, 0) => true,
            (NewPrimitive, 0) or (NewWithSizePrimitive, 1) => send.Made is not null,
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
            case AtPrimitive or StringAtPrimitive:
                EmitByteAt(exit, isString: send.Operand == StringAtPrimitive);
                break;
            case AtPutPrimitive when send.Shape.Format == ObjectFormat.Indexable:
                EmitArrayAtPut(exit);
                break;
            default:
                EmitByteAtPut(exit, isString: send.Operand == StringAtPutPrimitive);
                break;
        }
    }

    /// <summary>A full eden is no reason to leave the code: making objects has a call beside it.</summary>
    private bool CanInlineAlone(SendCase send, int argumentCount) =>
        send.Operand is not (NewPrimitive or NewWithSizePrimitive) && CanInline(send, argumentCount);

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

    private void EmitSize(ObjectFormat format, Value receiver)
    {
        IlLocal size = SizeOf(format, LocalOf(receiver));
        IlLocal result = _il.DeclareLocal(IlType.Long);
        _il.LoadLocal(size);
        _il.ShiftLeft(Oop.TagBits);
        _il.LoadConstant(Oop.IntegerTag);
        _il.Or();
        _il.StoreLocal(result);
        PushResult(result, Oop.IntegerTag);
    }

    private void EmitArrayAt(IlLabel exit)
    {
        Value index = PopValue();
        IlLocal array = LocalOf(PopValue());
        IlLocal at = GuardedIndex(index, SizeOf(ObjectFormat.Indexable, array), exit);
        IlLocal result = _il.DeclareLocal(IlType.Long);
        LoadElementAddress(array, at);
        _il.LoadIndirect();
        _il.StoreLocal(result);
        PushResult(result);
    }

    private void EmitArrayAtPut(IlLabel exit)
    {
        Value value = PopValue();
        Value index = PopValue();
        IlLocal array = LocalOf(PopValue());
        ExitIfReadOnly(array, exit);
        IlLocal at = GuardedIndex(index, SizeOf(ObjectFormat.Indexable, array), exit);
        Value stored = value.Kind == ValueKind.Constant ? value : Value.Of(LocalOf(value), ClassOf(value));
        LoadElementAddress(array, at);
        Load(stored);
        _il.StoreIndirect();
        Remember(array, stored);
        PushValue(stored);
    }

    private void EmitByteAt(IlLabel exit, bool isString)
    {
        Value index = PopValue();
        IlLocal bytes = LocalOf(PopValue());
        IlLocal at = GuardedIndex(index, SizeOf(ObjectFormat.Bytes, bytes), exit);
        int tag = isString ? Oop.CharacterTag : Oop.IntegerTag;
        IlLocal result = _il.DeclareLocal(IlType.Long);
        LoadByteAddress(bytes, at);
        _il.LoadIndirectByte();
        _il.ExtendUnsigned();
        _il.ShiftLeft(Oop.TagBits);
        _il.LoadConstant(tag);
        _il.Or();
        _il.StoreLocal(result);
        PushResult(result, tag);
    }

    private void EmitByteAtPut(IlLabel exit, bool isString)
    {
        Value value = PopValue();
        Value index = PopValue();
        IlLocal bytes = LocalOf(PopValue());
        ExitIfReadOnly(bytes, exit);
        IlLocal at = GuardedIndex(index, SizeOf(ObjectFormat.Bytes, bytes), exit);
        IlLocal stored = LocalOf(value);
        int tag = isString ? Oop.CharacterTag : Oop.IntegerTag;
        GuardClass(stored, ClassOf(value), tag, exit);
        _il.LoadLocal(stored);
        _il.LoadConstant((byte.MaxValue << Oop.TagBits) | tag);
        _il.BranchIfGreaterUnsigned(exit);
        LoadByteAddress(bytes, at);
        _il.LoadLocal(stored);
        _il.ShiftRight(Oop.TagBits);
        _il.Truncate();
        _il.StoreIndirectByte();
        PushResult(stored, tag);
    }

    /// <summary>A local with the index from 0, which exists.</summary>
    private IlLocal GuardedIndex(Value index, IlLocal size, IlLabel exit)
    {
        IlLocal at = _il.DeclareLocal(IlType.Long);
        GuardInteger(index, exit);
        _il.LoadLocal(LocalOf(index));
        _il.ShiftRight(Oop.TagBits);
        _il.LoadConstant(1);
        _il.Subtract();
        _il.StoreLocal(at);
        _il.LoadLocal(at);
        _il.LoadLocal(size);
        _il.BranchIfGreaterOrEqualUnsigned(exit);
        return at;
    }

    /// <summary>A local with the number of elements, of an Array or of bytes.</summary>
    private IlLocal SizeOf(ObjectFormat format, IlLocal oop)
    {
        IlLocal size = _il.DeclareLocal(IlType.Long);
        IlLabel known = _il.DefineLabel("sized");
        LoadSlotField(oop);
        _il.ExtendUnsigned();
        _il.StoreLocal(size);
        _il.LoadLocal(size);
        _il.LoadConstant(ObjectHeader.OverflowSlots);
        _il.BranchIfNotEqual(known);
        _il.LoadLocal(oop);
        _il.LoadConstant(WordBytes);
        _il.Subtract();
        _il.LoadIndirect();
        _il.LoadConstant((1L << 56) - 1);
        _il.And();
        _il.StoreLocal(size);
        _il.MarkLabel(known);
        if (format != ObjectFormat.Bytes)
        {
            return size;
        }
        _il.LoadLocal(size);
        _il.ShiftLeft(Oop.TagBits);
        _il.LoadLocal(oop);
        _il.LoadIndirect();
        _il.ShiftRightUnsigned(FormatShift);
        _il.LoadConstant(UnusedMask);
        _il.And();
        _il.Subtract();
        _il.StoreLocal(size);
        return size;
    }

    private void LoadElementAddress(IlLocal array, IlLocal at)
    {
        _il.LoadLocal(array);
        _il.LoadLocal(at);
        _il.ShiftLeft(Oop.TagBits);
        _il.Add();
        _il.LoadConstant(ObjectHeader.Bytes);
        _il.Add();
    }

    private void LoadByteAddress(IlLocal bytes, IlLocal at)
    {
        _il.LoadLocal(bytes);
        _il.LoadLocal(at);
        _il.Add();
        _il.LoadConstant(ObjectHeader.Bytes);
        _il.Add();
    }
}
