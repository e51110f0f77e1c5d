using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// BlockContexts in compiled code: making them, and running them. Their primitives are called often enough for a way past
// the table of all primitives.
internal sealed unsafe partial class Interpreter
{
    private const int BlockCopyPrimitive = 80;
    private const int BlockContextValuePrimitive = 81;

    /// <summary>Moves the temps of a frame that is to make BlockContexts to the heap. Its code looks for them there.</summary>
    public void MoveTempsForCode(Oop* fp)
    {
        Frame frame = new(fp);
        Oop known = frame.Context;
        Oop context = MarriedContext(frame);
        if (!known.IsNone || !_memory.IsYoung(context))
        {
            LeavesCode(fp);
            MoveTempsToHeap(frame);
            return;
        }
        CheckRoomForTemps(frame);
        // Its marriage has copied the arguments, and the temps are nil.
        _memory.StoreUnchecked(Layouts.Context.StackPointer, context, Oop.FromInteger(CompiledCode.TempCount(frame.Method)));
        frame.AddFlags(Frame.HeapTempsFlag);
    }

    /// <summary>blockCopy: to a context.</summary>
    public long BlockCopyFromCode(Oop* sp, Oop* fp, CallCell* cell)
    {
        Enter(sp, fp);
        bool isPlain = sp->IsInteger && _memory.IsContext(sp[-1]) && !_memory.HasForwarders;
        Oop block = isPlain ? NewBlockContext(sp[-1], (int)sp->Integer) : default;
        return block.IsNone ? PrimitiveFromCode(sp, fp, cell) : block.Bits;
    }

    /// <summary>value… to a BlockContext whose body is not the one that the cell remembers, or that is not ready to run.</summary>
    public long BlockContextValueFromCode(Oop* sp, Oop* fp, BlockCell* cell)
    {
        int count = cell->Send->ArgumentCount;
        Oop block = sp[-count];
        nint code = BlockContextCode(block, count);
        if (code == 0)
        {
            return SendFromCode(sp, fp, cell->Send);
        }
        Oop home = _memory.Fetch(Layouts.BlockContext.Home, block);
        cell->Method = _memory.Fetch(Layouts.Context.Method, home);
        cell->Start = _memory.Fetch(Layouts.BlockContext.InitialPc, block);
        cell->SlotCount = ObjectMemory.SlotCount(home);
        cell->Code = code;
        return Call(code, sp, fp);
    }

    /// <summary>The code of a BlockContext's body, for one call more; 0 when the interpreter is to look at it.</summary>
    private nint BlockContextCode(Oop block, int argumentCount)
    {
        if (_jit is null || _memory.HasForwarders || !IsBlockContext(block)
            || _memory.Fetch(Layouts.BlockContext.ArgumentCount, block) != Oop.FromInteger(argumentCount)
            || _memory.Fetch(Layouts.BlockContext.Caller, block) != _memory.Nil)
        {
            return 0;
        }
        Oop home = _memory.Fetch(Layouts.BlockContext.Home, block);
        Oop start = _memory.Fetch(Layouts.BlockContext.InitialPc, block);
        if (!_memory.IsInstanceOf(home, _memory.Known.Context) || !start.IsInteger)
        {
            return 0;
        }
        Oop method = _memory.Fetch(Layouts.Context.Method, home);
        Oop receiver = _memory.Fetch(Layouts.Context.Receiver, home);
        if (!IsCompiledCode(method) || !HasRoomForTemps(home, method) || _memory.IsContext(receiver))
        {
            return 0;
        }
        int offset = (int)CompiledCode.FromImagePc(start.Integer, method, _dialect);
        CodePoint* point = _blocks.Of(ObjectMemory.Bytes(method) + offset);
        if (point->Code == 0)
        {
            if (++point->Count != _jit.CallThreshold || !CanRun(method, offset, argumentCount, receiver))
            {
                return 0;
            }
            point->Count = 0;
            _jit.BlockIsHot(method, offset, argumentCount, 0);
        }
        return point->Depth == argumentCount ? point->Code : 0;
    }

    /// <summary>What a send to a class runs whose method is a primitive.</summary>
    private nint CodeOfPrimitive(int index)
    {
        delegate*<Oop*, Oop*, CallCell*, long> code = &CompiledCalls.Primitive;
        if (!_dialect.HasClosures && _methods.EntryAt(index) == _vm.Primitives.Find(BlockCopyPrimitive))
        {
            code = &CompiledCalls.BlockCopy;
        }
        return (nint)code;
    }
}
