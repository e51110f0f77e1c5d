using System.Reflection;
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
        IlLabel other = OtherBlock(cell, isFull ? Runtime.FullValue : Runtime.Value, result, depth, done);
        Speculate(other);
        LoadField(closure, Layouts.Closure.StartPcOrMethod);
        if (!isFull)
        {
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
        EmitBlockCall(cell, closure, result, depth, other);
        _il.MarkLabel(done);
    }

    /// <summary>A label where another block than the one that the cell remembers is called.</summary>
    private IlLabel OtherBlock(BlockCell* cell, MethodInfo call, IlLocal result, int depth, IlLabel done) => Cold("other", () =>
    {
        LoadTop(depth);
        _il.LoadLocal(_fp);
        _il.LoadConstant((nint)cell);
        _il.Call(call);
        _il.StoreLocal(result);
        _il.Branch(done);
    });

    /// <summary>Calls the code that the cell remembers, if the closure or home has as many slots, and there are no forwarders.</summary>
    private void EmitBlockCall(BlockCell* cell, IlLocal sized, IlLocal result, int depth, IlLabel other)
    {
        LoadSlotField(sized);
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
    }
}
