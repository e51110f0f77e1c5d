using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// New objects, from eden.
internal sealed unsafe partial class Translator
{
    private const int LeastSlots = 1;
    private const int SlotCountShift = 56;

    // What is larger is left to the primitive: the header has no room for the count, and filling takes the time.
    private const int MostInlineElements = 200;

    private void EmitNew(InstanceShape shape, IlLabel exit)
    {
        IlLocal behavior = LocalOf(PopValue());
        IlLocal bytes = _il.DeclareLocal(IlType.Long);
        GuardShape(behavior, shape, exit);
        _il.LoadConstant(ObjectHeader.Bytes + (Math.Max(shape.Slots, LeastSlots) * WordBytes));
        _il.StoreLocal(bytes);
        (IlLocal oop, _) = TakeEden(bytes, exit);
        _il.LoadLocal(oop);
        _il.LoadConstant(shape.Header);
        _il.StoreIndirect();
        for (int slot = 0; slot < shape.Slots; slot++)
        {
            _il.LoadLocal(oop);
            _il.LoadConstant(ObjectHeader.Bytes + (slot * WordBytes));
            _il.Add();
            _il.LoadConstant(_around.Nil);
            _il.StoreIndirect();
        }
        PushResult(oop, ObjectHeader.ClassIndex((ulong)shape.Header));
    }

    /// <summary>new: for pointers and bytes. The slots are counted in the code; for bytes those of the last slot are, too.</summary>
    private void EmitNewWithSize(InstanceShape shape, IlLabel exit)
    {
        bool isBytes = shape.Layout == ObjectFormat.Bytes;
        Value size = PopValue();
        IlLocal behavior = LocalOf(PopValue());
        IlLocal elements = _il.DeclareLocal(IlType.Long);
        IlLocal slots = isBytes || shape.Slots > 0 ? _il.DeclareLocal(IlType.Long) : elements;
        GuardInteger(size, exit);
        GuardShape(behavior, shape, exit);
        _il.LoadLocal(LocalOf(size));
        _il.ShiftRight(Oop.TagBits);
        _il.StoreLocal(elements);
        _il.LoadLocal(elements);
        _il.LoadConstant(MostInlineElements);
        _il.BranchIfGreaterUnsigned(exit);
        if (slots != elements)
        {
            _il.LoadLocal(elements);
            _il.LoadConstant(isBytes ? WordBytes - 1 : shape.Slots);
            _il.Add();
            if (isBytes)
            {
                _il.ShiftRight(Oop.TagBits);
            }
            _il.StoreLocal(slots);
        }
        (IlLocal oop, IlLocal end) = TakeEden(BytesOf(slots), exit);
        _il.LoadLocal(oop);
        _il.LoadConstant(shape.Header & ((1L << SlotCountShift) - 1));
        _il.LoadLocal(slots);
        _il.ShiftLeft(SlotCountShift);
        _il.Or();
        if (isBytes)
        {
            _il.LoadLocal(slots);
            _il.ShiftLeft(Oop.TagBits);
            _il.LoadLocal(elements);
            _il.Subtract();
            _il.ShiftLeft(FormatShift);
            _il.Add();
        }
        _il.StoreIndirect();
        FillUpTo(oop, end, isBytes ? 0 : _around.Nil);
        PushResult(oop, ObjectHeader.ClassIndex((ulong)shape.Header));
    }

    /// <summary>The class still makes what it made when it was looked at.</summary>
    private void GuardShape(IlLocal behavior, InstanceShape shape, IlLabel exit)
    {
        LoadField(behavior, Layouts.Class.Format);
        _il.LoadConstant(shape.Format);
        _il.BranchIfNotEqual(exit);
    }

    /// <summary>A local with the bytes that an object of so many slots takes: no object has none.</summary>
    private IlLocal BytesOf(IlLocal slots)
    {
        IlLocal bytes = _il.DeclareLocal(IlType.Long);
        IlLabel counted = _il.DefineLabel("counted");
        _il.LoadLocal(slots);
        _il.StoreLocal(bytes);
        _il.LoadLocal(slots);
        _il.BranchIfNotZero(counted);
        _il.LoadConstant(LeastSlots);
        _il.StoreLocal(bytes);
        _il.MarkLabel(counted);
        _il.LoadLocal(bytes);
        _il.ShiftLeft(Oop.TagBits);
        _il.LoadConstant(ObjectHeader.Bytes);
        _il.Add();
        _il.StoreLocal(bytes);
        return bytes;
    }

    /// <summary>Takes bytes from eden; locals with their start and end.</summary>
    private (IlLocal Start, IlLocal End) TakeEden(IlLocal bytes, IlLabel exit)
    {
        VmState* state = (VmState*)_around.State;
        IlLocal start = _il.DeclareLocal(IlType.Long);
        IlLocal end = _il.DeclareLocal(IlType.Long);
        LoadAt((nint)(&state->EdenFree));
        _il.StoreLocal(start);
        _il.LoadLocal(start);
        _il.LoadLocal(bytes);
        _il.Add();
        _il.StoreLocal(end);
        _il.LoadLocal(end);
        LoadAt((nint)(&state->EdenLimit));
        _il.BranchIfGreater(exit);
        _il.LoadConstant((nint)(&state->EdenFree));
        _il.LoadLocal(end);
        _il.StoreIndirect();
        return (start, end);
    }

    private void FillUpTo(IlLocal oop, IlLocal end, long word)
    {
        IlLocal at = _il.DeclareLocal(IlType.Long);
        IlLabel next = _il.DefineLabel("fill");
        _il.LoadLocal(oop);
        _il.LoadConstant(ObjectHeader.Bytes);
        _il.Add();
        _il.StoreLocal(at);
        // An object has one slot at least, so the test may come last.
        _il.MarkLabel(next);
        _il.LoadLocal(at);
        _il.LoadConstant(word);
        _il.StoreIndirect();
        _il.LoadLocal(at);
        _il.LoadConstant(WordBytes);
        _il.Add();
        _il.StoreLocal(at);
        _il.LoadLocal(at);
        _il.LoadLocal(end);
        _il.BranchIfLess(next);
    }
}
