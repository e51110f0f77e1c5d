using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Blocks: making closures and running them, and the BlockContexts of images that have none.
internal sealed unsafe partial class Interpreter
{
    private const int FullClosureReceiverOnStack = 0x80;
    private const int FullClosureWithoutOuter = 0x40;
    private const int LongJumpLength = 2;

    /// <summary>Four bits each of copied and argument count, then the size of the body that follows.</summary>
    private Outcome PushClosureCopy()
    {
        int counts = NextByte();
        int size = NextByte() << 8;
        size |= NextByte();
        return PushClosure(counts >> 4, counts & 15, size);
    }

    /// <summary>SistaV1's form: three bits each, with eighths in A; the body's size takes B.</summary>
    private Outcome PushEmbeddedClosure(int counts, int a, int b)
    {
        int copied = ((counts >> 3) & 7) + ((a >> 4) << 3);
        int arguments = (counts & 7) + ((a & 15) << 3);
        return PushClosure(copied, arguments, NextByte() + (b << 8));
    }

    private Outcome PushClosure(int copied, int arguments, int size)
    {
        Oop closure = NewClosure(Current, _sp, ImagePc(Current), copied, arguments);
        _sp -= copied;
        Push(closure);
        _ip += size;
        return Outcome.Continue;
    }

    private Outcome PushFullClosure(Oop block, int flags)
    {
        int copied = flags & 63;
        Oop context = (flags & FullClosureWithoutOuter) != 0 ? _memory.Nil : MarriedContext(Current);
        Oop closure = NewClosure(_memory.Known.FullClosure, Layouts.Closure.FullFirstCopied, _sp, copied);
        _sp -= copied;
        Oop receiver = (flags & FullClosureReceiverOnStack) != 0 ? Pop() : _fp[Frame.ReceiverSlot];
        _memory.StoreUnchecked(Layouts.Closure.OuterContext, closure, context);
        _memory.StoreUnchecked(Layouts.Closure.StartPcOrMethod, closure, block);
        _memory.StoreUnchecked(Layouts.Closure.ArgumentCount, closure, Oop.FromInteger(CompiledCode.ArgumentCount(block)));
        _memory.StoreUnchecked(Layouts.Closure.FullReceiver, closure, receiver);
        Push(closure);
        return Outcome.Continue;
    }

    /// <summary>A closure of a frame, with the values that end at <paramref name="top"/>.</summary>
    private Oop NewClosure(Frame frame, Oop* top, Oop startPc, int copied, int arguments)
    {
        Oop context = MarriedContext(frame);
        Oop closure = NewClosure(_memory.Known.Closure, Layouts.Closure.FirstCopied, top, copied);
        _memory.StoreUnchecked(Layouts.Closure.OuterContext, closure, context);
        _memory.StoreUnchecked(Layouts.Closure.StartPcOrMethod, closure, startPc);
        _memory.StoreUnchecked(Layouts.Closure.ArgumentCount, closure, Oop.FromInteger(arguments));
        return closure;
    }

    /// <summary>A closure whose fixed slots the caller writes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Oop NewClosure(int classIndex, int fixedSlots, Oop* top, int copied)
    {
        Oop closure = _memory.AllocateRaw(classIndex, ObjectFormat.FixedAndIndexable, fixedSlots + copied);
        if (closure.IsNone)
        {
            throw new FatalVmException("out of memory");
        }
        Oop* values = ObjectMemory.Slots(closure) + fixedSlots;
        for (int i = 0; i < copied; i++)
        {
            values[i] = top[i + 1 - copied];
        }
        return closure;
    }

    /// <summary>
    /// Makes the frame of a closure that lies below its arguments on the stack.
    /// </summary>
    /// <returns>False, with nothing changed, when it takes another number of arguments or is no proper closure.</returns>
    public bool ActivateClosure(Oop closure, int argumentCount, bool isFull)
    {
        int fixedSlots = isFull ? Layouts.Closure.FullFirstCopied : Layouts.Closure.FirstCopied;
        if (_memory.HasForwarders && closure.IsPointer)
        {
            _ = _memory.FollowSlots(closure);
        }
        if (closure.IsImmediate || ObjectMemory.SlotCount(closure) < fixedSlots
            || _memory.Fetch(Layouts.Closure.ArgumentCount, closure) != Oop.FromInteger(argumentCount))
        {
            _vm.Failure = Contracts.PrimitiveError.BadNumberOfArguments;
            return false;
        }
        Oop method;
        Oop receiver;
        int firstBytecode;
        if (isFull)
        {
            method = _memory.Fetch(Layouts.Closure.StartPcOrMethod, closure);
            receiver = _memory.Fetch(Layouts.Closure.FullReceiver, closure);
            if (!IsCompiledCode(method))
            {
                _vm.Failure = Contracts.PrimitiveError.BadReceiver;
                return false;
            }
            firstBytecode = CompiledCode.FirstToRun(method, _dialect);
        }
        else
        {
            Oop outer = _memory.Fetch(Layouts.Closure.OuterContext, closure);
            Oop start = _memory.Fetch(Layouts.Closure.StartPcOrMethod, closure);
            if (!_memory.IsContext(outer) || !start.IsInteger)
            {
                _vm.Failure = Contracts.PrimitiveError.BadReceiver;
                return false;
            }
            method = _memory.Fetch(Layouts.Context.Method, outer);
            if (!IsCompiledCode(method))
            {
                _vm.Failure = Contracts.PrimitiveError.BadReceiver;
                return false;
            }
            receiver = ObjectMemory.Followed(_memory.Fetch(Layouts.Context.Receiver, outer));
            firstBytecode = (int)CompiledCode.FromImagePc(start.Integer, method, _dialect);
        }
        long copied = ObjectMemory.SlotCount(closure) - fixedSlots;
        long depth = argumentCount + copied;
        if (isFull)
        {
            depth = Math.Max(depth, CompiledCode.TempCount(method));
        }
        if (depth > DeepestContext || !CanRun(method, firstBytecode, depth, receiver))
        {
            _vm.Failure = Contracts.PrimitiveError.BadReceiver;
            return false;
        }
        SavePc();
        Oop* pushed = _sp - argumentCount;
        Oop* fp = _sp + 1;
        Frame.Write(fp, _fp, method, receiver, argumentCount | Frame.ClosureFlag);
        _fp = fp;
        _sp = fp + Frame.ReceiverSlot;
        for (int i = 1; i <= argumentCount; i++)
        {
            Push(pushed[i]);
        }
        Oop* values = ObjectMemory.Slots(closure) + fixedSlots;
        for (int i = 0; i < copied; i++)
        {
            Push(values[i]);
        }
        if (isFull)
        {
            for (long i = CompiledCode.TempCount(method) - argumentCount - copied; i > 0; i--)
            {
                Push(_memory.Nil);
            }
        }
        _ip = ObjectMemory.Bytes(method) + firstBytecode;
        return true;
    }

    /// <summary>
    /// Makes a BlockContext for the block after the jump that follows (Blue Book p. 637; Squeak's primitive 80). From then
    /// on its home keeps arguments and temps in the heap.
    /// </summary>
    /// <param name="context">The home, or a block of it.</param>
    /// <param name="argumentCount">What the block takes.</param>
    public Oop NewBlockContext(Oop context, int argumentCount)
    {
        Oop home = IsBlockContext(context) ? _memory.Fetch(Layouts.BlockContext.Home, context) : context;
        Oop block = _memory.Allocate(_memory.Known.BlockContext, ObjectFormat.FixedAndIndexable, ObjectMemory.SlotCount(home));
        if (block.IsNone)
        {
            return block;
        }
        if (IsMarried(home))
        {
            MoveTempsToHeap(FrameOf(home));
        }
        Oop pc = Oop.FromInteger(ImagePc(Current).Integer + LongJumpLength);
        _memory.StoreUnchecked(Layouts.BlockContext.Pc, block, pc);
        _memory.StoreUnchecked(Layouts.BlockContext.InitialPc, block, pc);
        _memory.StoreUnchecked(Layouts.BlockContext.StackPointer, block, Oop.FromInteger(0));
        _memory.StoreUnchecked(Layouts.BlockContext.ArgumentCount, block, Oop.FromInteger(argumentCount));
        _memory.StoreUnchecked(Layouts.BlockContext.Home, block, home);
        return block;
    }

    /// <summary>
    /// Makes the frame of a BlockContext that lies below its arguments on the stack.
    /// </summary>
    /// <returns>False, with nothing changed, when it takes another number or is active already.</returns>
    public bool ActivateBlockContext(Oop block, int argumentCount)
    {
        Oop home = _memory.Fetch(Layouts.BlockContext.Home, block);
        Oop start = _memory.Fetch(Layouts.BlockContext.InitialPc, block);
        if (_memory.Fetch(Layouts.BlockContext.ArgumentCount, block) != Oop.FromInteger(argumentCount)
            || _memory.Fetch(Layouts.BlockContext.Caller, block) != _memory.Nil
            || !_memory.IsContext(home) || !start.IsInteger)
        {
            return false;
        }
        Oop method = _memory.Fetch(Layouts.Context.Method, home);
        Oop receiver = ObjectMemory.Followed(_memory.Fetch(Layouts.Context.Receiver, home));
        if (!IsCompiledCode(method) || !HasRoomForTemps(home, method)
            || !CanRun(method, CompiledCode.FromImagePc(start.Integer, method, _dialect), argumentCount, receiver))
        {
            return false;
        }
        SavePc();
        Oop* pushed = _sp - argumentCount;
        Oop* fp = _sp + 1;
        Frame.Write(fp, _fp, method, receiver,
            argumentCount | Frame.BlockContextFlag | Frame.HeapTempsFlag);
        _fp = fp;
        _sp = fp + Frame.ReceiverSlot;
        for (int i = 1; i <= argumentCount; i++)
        {
            Push(pushed[i]);
        }
        _ip = ObjectMemory.Bytes(method) + CompiledCode.FromImagePc(start.Integer, method, _dialect);
        Frame frame = Current;
        frame.Context = block;
        _memory.StoreUnchecked(Layouts.BlockContext.Caller, block, MarriageMark(frame));
        RememberHome(frame);
        if (IsMarried(frame.Receiver))
        {
            // A block of a context's own method: its code reads the context's slots where they lie.
            ContinueOnHeap();
        }
        return true;
    }

    private bool IsCompiledCode(Oop oop) => oop.IsPointer && ObjectMemory.FormatOf(oop).IsCompiledMethod();

    private static bool HasRoomForTemps(Oop home, Oop method) =>
        ObjectMemory.SlotCount(home) >= Layouts.Context.FirstTemp + CompiledCode.TempCount(method);

    /// <exception cref="FatalVmException">The method's header asks for fewer slots than it has temps.</exception>
    private void CheckRoomForTemps(Frame frame)
    {
        if (!HasRoomForTemps(frame.Context, frame.Method))
        {
            throw Distrusted(frame.Method, "its contexts have no room for its temps");
        }
    }

    private Oop* HeapTemps(Frame frame) => ObjectMemory.Slots(HomeContext(frame)) + Layouts.Context.FirstTemp;

    private Oop HomeContext(Frame frame) =>
        frame.IsBlockContext ? _memory.Fetch(Layouts.BlockContext.Home, frame.Context) : frame.Context;

    /// <summary>Temps are stored without a barrier: an old home of a frame stays among the remembered objects.</summary>
    private void RememberHome(Frame frame) => _memory.Remembered.Add(HomeContext(frame));

    private void MoveTempsToHeap(Frame frame)
    {
        if (frame.HasHeapTemps)
        {
            return;
        }
        CheckRoomForTemps(frame);
        int count = CompiledCode.TempCount(frame.Method);
        for (int i = 0; i < count; i++)
        {
            _memory.Store(Layouts.Context.FirstTemp + i, frame.Context, frame.Temps[i]);
        }
        _memory.StoreUnchecked(Layouts.Context.StackPointer, frame.Context, Oop.FromInteger(count));
        if ((frame.Flags & Frame.CompiledFlag) != 0)
        {
            UnwindAll();
        }
        frame.AddFlags(Frame.HeapTempsFlag);
        RememberHome(frame);
    }
}
