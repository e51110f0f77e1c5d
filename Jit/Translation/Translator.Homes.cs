using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// Temps in the heap: those of methods that make BlockContexts, and of BlockContexts. What comes first among the slots is in
// the home context then, which moves at safepoints like any object; operands are in the frame as ever.
internal sealed partial class Translator
{
    // Slots below this one are the home's; 0 where all are the frame's.
    private readonly int _heapTemps;

    // Where slot 0 is, or would be: the frame of a BlockContext holds operands only.
    private readonly int _firstSlot;

    private void LoadSlot(int slot)
    {
        LoadSlotAddress(slot, _state.Home);
        _il.LoadIndirect();
    }

    /// <param name="slot">Of a temp or an operand.</param>
    /// <param name="home">The local that holds the home, if one is known to.</param>
    private void LoadSlotAddress(int slot, IlLocal? home)
    {
        if (slot >= _heapTemps)
        {
            LoadFrameAddress(_firstSlot + slot);
            return;
        }
        if (home is not null)
        {
            _il.LoadLocal(home);
        }
        else
        {
            LoadHome();
        }
        _il.LoadConstant(ObjectHeader.Bytes + ((Layouts.Context.FirstTemp + slot) * WordBytes));
        _il.Add();
    }

    private void LoadHome()
    {
        LoadFrame(Frame.ContextSlot);
        if (_plan.IsBlockContext)
        {
            _il.LoadConstant(ObjectHeader.Bytes + (Layouts.BlockContext.Home * WordBytes));
            _il.Add();
            _il.LoadIndirect();
        }
    }

    /// <summary>Has the home in a local, where a value is in it, up to the next call.</summary>
    private void FindHome(Value value)
    {
        if (value.Kind == ValueKind.Slot && value.Bits < _heapTemps && _state.Home is null)
        {
            IlLocal home = _il.DeclareLocal(IlType.Long, "home");
            LoadHome();
            _il.StoreLocal(home);
            _state.Home = home;
        }
    }

    /// <summary>In the prologue of a method: no exit, and nobody who looks at the frame, finds its temps there.</summary>
    private void EmitMoveToHeap()
    {
        if (_plan.HasHeapTemps && !_plan.IsBlockContext)
        {
            _il.LoadLocal(_fp);
            _il.LoadConstant(_around.Machine);
            _il.Call(Runtime.MoveTemps);
        }
    }

    /// <summary>Marries the frame to the BlockContext, and takes the receiver from the home.</summary>
    private void EmitBlockContext(IlLocal block)
    {
        IlLocal home = _il.DeclareLocal(IlType.Long, "home");
        LoadField(block, Layouts.BlockContext.Home);
        _il.StoreLocal(home);
        IlLocal receiver = _il.DeclareLocal(IlType.Long, "receiver");
        LoadField(home, Layouts.Context.Receiver);
        _il.StoreLocal(receiver);
        StoreFrame(Frame.ReceiverSlot, () => _il.LoadLocal(receiver));
        _state.Receiver = receiver;
        LoadFieldAddress(block, Layouts.BlockContext.Caller);
        _il.LoadLocal(_fp);
        _il.LoadConstant(_around.StackStart);
        _il.Subtract();
        _il.LoadConstant(Oop.IntegerTag);
        _il.Or();
        _il.StoreIndirect();
        // See Interpreter.RememberHome.
        IlLabel done = _il.DefineLabel("young");
        _il.LoadLocal(home);
        _il.LoadConstant(_around.OldStart);
        _il.BranchIfLess(done);
        _il.LoadLocal(home);
        _il.LoadConstant(_around.Machine);
        _il.Call(Runtime.Remember);
        _il.MarkLabel(done);
    }

    /// <summary>value… of a BlockContext: the body that ran here last is called at once, unless the block is active.</summary>
    private unsafe void EmitBlockContextValue(SendCase value, int argumentCount, IlLocal block, IlLocal result, int depth)
    {
        BlockCell* cell = (BlockCell*)value.Cell;
        IlLabel done = _il.DefineLabel("valued");
        IlLabel other = OtherBlock(cell, Runtime.BlockContextValue, result, depth, done);
        Speculate(other);
        LoadField(block, Layouts.BlockContext.InitialPc);
        LoadAt((nint)(&cell->Start));
        _il.BranchIfNotEqual(other);
        LoadField(block, Layouts.BlockContext.ArgumentCount);
        _il.LoadConstant(Oop.FromInteger(argumentCount).Bits);
        _il.BranchIfNotEqual(other);
        LoadField(block, Layouts.BlockContext.Caller);
        _il.LoadConstant(_around.Nil);
        _il.BranchIfNotEqual(other);
        IlLocal home = _il.DeclareLocal(IlType.Long);
        LoadField(block, Layouts.BlockContext.Home);
        _il.StoreLocal(home);
        GuardClass(home, 0, _around.ContextClass, other);
        LoadField(home, Layouts.Context.Method);
        LoadAt((nint)(&cell->Method));
        _il.BranchIfNotEqual(other);
        EmitBlockCall(cell, home, result, depth, other);
        _il.MarkLabel(done);
    }

    private void EmitThisContext()
    {
        if (!_plan.HasHeapTemps)
        {
            EmitMade(0, EmitContext);
            return;
        }
        IlLocal context = _il.DeclareLocal(IlType.Long);
        LoadFrame(Frame.ContextSlot);
        _il.StoreLocal(context);
        PushResult(context);
    }

    /// <summary>Frames with heap temps have contexts, which end with them; the lowest one has its sender in the heap.</summary>
    private void EmitMarriedReturn(IlLocal answer, int depth, int end)
    {
        LoadFrame(Frame.SavedFp);
        _il.BranchIfZero(Cold("lowest", () =>
            EmitReturnCall(Value.Of(answer), depth, end, IsLoop ? Runtime.ReturnMarriedFromLoop : Runtime.ReturnMarried)));
        IlLocal context = _il.DeclareLocal(IlType.Long);
        LoadFrame(Frame.ContextSlot);
        _il.StoreLocal(context);
        foreach (int slot in (int[])[Layouts.Context.Sender, Layouts.Context.Pc])
        {
            LoadFieldAddress(context, slot);
            _il.LoadConstant(_around.Nil);
            _il.StoreIndirect();
        }
        _il.LoadLocal(answer);
        _il.Return();
    }
}
