using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// New objects, from eden.
internal sealed unsafe partial class Translator
{
    private void EmitNew(InstanceShape shape, IlLabel exit)
    {
        const int leastSlots = 1;
        VmState* state = (VmState*)_around.State;
        IlLocal behavior = LocalOf(PopValue());
        IlLocal oop = _il.DeclareLocal(IlType.Long);
        IlLocal end = _il.DeclareLocal(IlType.Long);
        LoadField(behavior, Layouts.Class.Format);
        _il.LoadConstant(shape.Format);
        _il.BranchIfNotEqual(exit);
        LoadAt((nint)(&state->EdenFree));
        _il.StoreLocal(oop);
        _il.LoadLocal(oop);
        _il.LoadConstant(ObjectHeader.Bytes + (Math.Max(shape.Slots, leastSlots) * WordBytes));
        _il.Add();
        _il.StoreLocal(end);
        _il.LoadLocal(end);
        LoadAt((nint)(&state->EdenLimit));
        _il.BranchIfGreater(exit);
        _il.LoadConstant((nint)(&state->EdenFree));
        _il.LoadLocal(end);
        _il.StoreIndirect();
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
        PushResult(oop);
    }
}
