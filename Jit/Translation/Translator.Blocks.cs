using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// value…: the block that ran here last is called at once.
internal sealed unsafe partial class Translator
{
    private void EmitValue(SendCase value, int argumentCount, IlLocal closure, IlLocal result, int depth)
    {
        BlockCell* cell = (BlockCell*)value.Cell;
        bool isFull = value.Kind == SendKind.FullValue;
        IlLabel done = _il.DefineLabel("valued");
        IlLabel other = Cold("other", () =>
        {
            LoadTop(depth);
            _il.LoadLocal(_fp);
            _il.LoadConstant((nint)cell);
            _il.Call(isFull ? Runtime.FullValue : Runtime.Value);
            _il.StoreLocal(result);
            _il.Branch(done);
        });
        Speculate(other);
        if (isFull)
        {
            LoadField(closure, Layouts.Closure.StartPcOrMethod);
        }
        else
        {
            LoadField(closure, Layouts.Closure.StartPcOrMethod);
            LoadAt((nint)(&cell->Start));
            _il.BranchIfNotEqual(other);
            IlLocal outer = _il.DeclareLocal(IlType.Long);
            LoadField(closure, Layouts.Closure.OuterContext);
            _il.StoreLocal(outer);
            _il.LoadLocal(outer);
            _il.LoadConstant(Oop.TagMask);
            _il.And();
            _il.BranchIfNotZero(other);
            LoadField(outer, Layouts.Context.Method);
        }
        LoadAt((nint)(&cell->Method));
        _il.BranchIfNotEqual(other);
        LoadField(closure, Layouts.Closure.ArgumentCount);
        _il.LoadConstant(Oop.FromInteger(argumentCount).Bits);
        _il.BranchIfNotEqual(other);
        LoadSlotField(closure);
        _il.ExtendUnsigned();
        LoadAt((nint)(&cell->SlotCount));
        _il.BranchIfNotEqual(other);
        LoadAt((nint)(&((VmState*)_around.State)->HasForwarders));
        _il.BranchIfNotZero(other);
        LoadTop(depth);
        _il.LoadLocal(_fp);
        _il.LoadConstant(0);
        LoadAt((nint)(&cell->Code));
        _il.CallIndirect();
        _il.StoreLocal(result);
        _il.MarkLabel(done);
    }
}
