using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

// Elements of Arrays, and of bytes and words; how many there are.
internal sealed partial class Translator
{
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

    /// <summary>The header of a method, or one of the literals that it announces.</summary>
    private void EmitObjectAt(IlLabel exit)
    {
        Value index = PopValue();
        IlLocal method = LocalOf(PopValue());
        IlLocal at = GuardedIndex(index, SizeOf(ObjectFormat.Indexable, method), exit);
        IlLocal header = _il.DeclareLocal(IlType.Long);
        IlLocal result = _il.DeclareLocal(IlType.Long);
        LoadField(method, 0);
        _il.StoreLocal(header);
        _il.LoadLocal(header);
        _il.LoadConstant(Oop.IntegerTag);
        _il.And();
        _il.BranchIfZero(exit);
        _il.LoadLocal(at);
        _il.LoadLocal(header);
        (int shift, long mask) = CompiledCode.LiteralCountField(_plan.Dialect);
        _il.ShiftRight(Oop.TagBits + shift);
        _il.LoadConstant(mask);
        _il.And();
        _il.BranchIfGreater(exit);
        LoadElementAddress(method, at);
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

    private void EmitWordAt(IlLabel exit)
    {
        Value index = PopValue();
        IlLocal words = LocalOf(PopValue());
        IlLocal at = GuardedIndex(index, SizeOf(ObjectFormat.Words32, words), exit);
        IlLocal word = _il.DeclareLocal(IlType.Long);
        LoadWordAddress(words, at);
        _il.LoadIndirectInt();
        _il.ExtendUnsigned();
        _il.ShiftLeft(Oop.TagBits);
        _il.LoadConstant(Oop.IntegerTag);
        _il.Or();
        _il.StoreLocal(word);
        CheckRange(word, exit);
        PushResult(word, Oop.IntegerTag);
    }

    private void EmitWordAtPut(IlLabel exit)
    {
        Value value = PopValue();
        Value index = PopValue();
        IlLocal words = LocalOf(PopValue());
        ExitIfReadOnly(words, exit);
        IlLocal at = GuardedIndex(index, SizeOf(ObjectFormat.Words32, words), exit);
        IlLocal stored = LocalOf(value);
        GuardClass(stored, ClassOf(value), Oop.IntegerTag, exit);
        _il.LoadLocal(stored);
        _il.LoadConstant(((long)uint.MaxValue << Oop.TagBits) | Oop.IntegerTag);
        _il.BranchIfGreaterUnsigned(exit);
        LoadWordAddress(words, at);
        _il.LoadLocal(stored);
        _il.ShiftRight(Oop.TagBits);
        _il.Truncate();
        _il.StoreIndirectInt();
        PushResult(stored, Oop.IntegerTag);
    }

    private void LoadWordAddress(IlLocal words, IlLocal at)
    {
        const int wordShift = 2;
        _il.LoadLocal(words);
        _il.LoadLocal(at);
        _il.ShiftLeft(wordShift);
        _il.Add();
        _il.LoadConstant(ObjectHeader.Bytes);
        _il.Add();
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

    /// <summary>A local with the number of elements, of an Array, of bytes or of words.</summary>
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
        if (format is not (ObjectFormat.Bytes or ObjectFormat.Words32))
        {
            return size;
        }
        // The format says how many of the last slot are none.
        bool isBytes = format == ObjectFormat.Bytes;
        _il.LoadLocal(size);
        _il.ShiftLeft(isBytes ? Oop.TagBits : 1);
        _il.LoadLocal(oop);
        _il.LoadIndirect();
        _il.ShiftRightUnsigned(FormatShift);
        _il.LoadConstant(isBytes ? UnusedMask : 1);
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
