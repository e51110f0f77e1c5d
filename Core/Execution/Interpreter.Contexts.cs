using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Frames and contexts: marriage, reading a context whose frame lives, flushing, and running a context again.
internal sealed unsafe partial class Interpreter
{
    /// <summary>The context of a frame, made now if nobody asked before (VMMaker <c>ensureFrameIsMarried:SP:</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Oop MarriedContext(Frame frame) => frame.Context is { IsNone: false } context ? context : Marry(frame);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Oop Marry(Frame frame)
    {
        Oop method = frame.Method;
        int size = CompiledCode.ContextSlots(method);
        Oop context = _memory.AllocateRaw(_memory.Known.Context, ObjectFormat.FixedAndIndexable, size);
        if (context.IsNone)
        {
            throw new FatalVmException("out of memory");
        }
        Oop nil = _memory.Nil;
        Oop* slots = ObjectMemory.Slots(context);
        slots[Layouts.Context.Sender] = MarriageMark(frame);
        slots[Layouts.Context.Pc] = nil;
        int arguments = frame.ArgumentCount;
        slots[Layouts.Context.StackPointer] = Oop.FromInteger(arguments);
        slots[Layouts.Context.Method] = method;
        slots[Layouts.Context.Closure] = frame.IsClosure ? frame.Closure : nil;
        slots[Layouts.Context.Receiver] = frame.Receiver;
        for (int i = 0; i < arguments; i++)
        {
            slots[Layouts.Context.FirstTemp + i] = frame.Temps[i];
        }
        ObjectMemory.Fill(slots + Layouts.Context.FirstTemp + arguments, size - Layouts.Context.FirstTemp - arguments, nil);
        frame.Context = context;
        return context;
    }

    /// <summary>A context whose frame is on the stack: its sender slot holds the frame's place, a SmallInteger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsMarried(Oop oop) => _memory.IsContext(oop) && _memory.Fetch(Layouts.Context.Sender, oop).IsInteger;

    public Frame FrameOf(Oop context) => new(_stackStart + _memory.Fetch(Layouts.Context.Sender, context).Integer);

    /// <summary>A slot of any context as the image is to see it.</summary>
    public Oop ContextSlot(Oop context, int slot)
    {
        if (!IsMarried(context))
        {
            return _memory.Fetch(slot, context);
        }
        Frame frame = FrameOf(context);
        switch (slot)
        {
            case Layouts.Context.Sender:
                return frame.Caller.IsNone ? _bottomSender : MarriedContext(frame.Caller);
            case Layouts.Context.Pc:
                return ImagePc(frame);
            case Layouts.Context.StackPointer:
                return Oop.FromInteger(TopOf(frame) - frame.Temps + 1);
            case < Layouts.Context.FirstTemp:
                return _memory.Fetch(slot, context);
            default:
                int temp = slot - Layouts.Context.FirstTemp;
                if (temp < HeapTempCount(frame))
                {
                    return _memory.Fetch(slot, context);
                }
                bool isThere = (!frame.IsClosure && temp < CompiledCode.TempCount(frame.Method)) || frame.Temps + temp <= TopOf(frame);
                return isThere ? frame.Temps[temp] : _memory.Nil;
        }
    }

    /// <summary>
    /// Turns all frames into contexts, and the stack empty.
    /// </summary>
    /// <returns>The context of the frame that ran; nil when there was none.</returns>
    public Oop FlushFrames()
    {
        if (_fp == null)
        {
            return _memory.Nil;
        }
        SavePc();
        Oop running = MarriedContext(Current);
        Oop* top = _sp;
        for (Frame frame = Current; !frame.IsNone; frame = frame.Caller)
        {
            Oop sender = frame.Caller.IsNone ? _bottomSender : MarriedContext(frame.Caller);
            Divorce(frame, top, sender);
            top = frame.CallerSp;
        }
        _fp = null;
        _sp = _stackStart - 1;
        _bottomSender = _memory.Nil;
        UnwindAll();
        return running;
    }

    /// <summary>
    /// Makes a context the only frame of the stack and the one that runs.
    /// </summary>
    /// <exception cref="FatalVmException">It is not a context that can run.</exception>
    /// <param name="context">Of a method or block, not married.</param>
    /// <param name="takesResult">Whether the caller is about to push the result of a send.</param>
    public void ResumeContext(Oop context, bool takesResult = false)
    {
        if (!_memory.IsContext(context))
        {
            throw new FatalVmException("there is no context to run");
        }
        if (_memory.HasForwarders)
        {
            _ = _memory.FollowSlots(context);
        }
        bool isBlock = IsBlockContext(context);
        Oop home = isBlock ? _memory.Fetch(Layouts.BlockContext.Home, context) : context;
        Oop method = _memory.Fetch(Layouts.Context.Method, home);
        Oop pc = _memory.Fetch(Layouts.Context.Pc, context);
        Oop depth = _memory.Fetch(Layouts.Context.StackPointer, context);
        if (!pc.IsInteger || !depth.IsInteger || !IsCompiledCode(method)
            || depth.Integer is < 0 or > DeepestContext || Layouts.Context.FirstTemp + depth.Integer > ObjectMemory.SlotCount(context))
        {
            throw new FatalVmException("a context that cannot run was resumed");
        }
        Oop closure = isBlock ? _memory.Nil : _memory.Fetch(Layouts.Context.Closure, context);
        bool isClosure = _dialect.HasClosures && closure != _memory.Nil;
        Oop receiver = ObjectMemory.Followed(_memory.Fetch(Layouts.Context.Receiver, home));
        long offset = CompiledCode.FromImagePc(pc.Integer, method, _dialect);
        long count = depth.Integer;
        if (!CanRun(method, offset, takesResult ? count + 1 : count, receiver)
            || (!_dialect.HasClosures && (!_memory.IsContext(home) || !HasRoomForTemps(home, method))))
        {
            throw Distrusted(method, $"a context at pc {pc.Integer} cannot go on, {_trusted.Problem}");
        }
        _resumptions++;
        _stackStart[0] = isClosure ? closure : receiver;
        _fp = _stackStart + 1;
        long flags = (isClosure ? Frame.ClosureFlag : 0) | (isBlock ? Frame.BlockContextFlag : 0)
            | (_dialect.HasClosures ? 0 : Frame.HeapTempsFlag);
        Frame.Write(_fp, null, method, receiver, flags);
        Frame frame = Current;
        new ReadOnlySpan<Oop>(ObjectMemory.Slots(context) + Layouts.Context.FirstTemp, (int)count).CopyTo(new Span<Oop>(frame.Temps, (int)count));
        for (long i = count; i < CompiledCode.TempCount(method); i++)
        {
            // A context made or changed by hand may lack temps: what lay on the stack is no object any more.
            frame.Temps[i] = _memory.Nil;
        }
        _sp = frame.Temps + count - 1;
        _ip = ObjectMemory.Bytes(method) + offset;
        frame.Context = context;
        _bottomSender = _memory.Fetch(Layouts.Context.Sender, context);
        _memory.StoreUnchecked(Layouts.Context.Sender, context, MarriageMark(frame));
        if (frame.HasHeapTemps)
        {
            RememberHome(frame);
        }
    }

    /// <summary>Flushes all frames and goes on with the top one: on stack overflow, and below methods of contexts.</summary>
    public void ContinueOnHeap() => ResumeContext(FlushFrames());

    /// <summary>A copy of a context, with what its frame holds now and its true sender.</summary>
    public Oop CloneContext(Oop context)
    {
        int slots = (int)ObjectMemory.SlotCount(context);
        Oop copy = _memory.Allocate(ObjectMemory.ClassIndexOf(context), ObjectMemory.FormatOf(context), slots);
        if (!copy.IsNone)
        {
            long live = Math.Min(slots, Layouts.Context.FirstTemp + ContextSlot(context, Layouts.Context.StackPointer).Integer);
            for (int i = 0; i < live; i++)
            {
                _memory.StoreUnchecked(i, copy, ContextSlot(context, i));
            }
        }
        return copy;
    }

    /// <summary>Marks a context as returned from: it cannot run again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void KillContext(Oop context)
    {
        _memory.StoreUnchecked(Layouts.Context.Sender, context, _memory.Nil);
        _memory.StoreUnchecked(Layouts.Context.Pc, context, _memory.Nil);
    }

    private bool IsBlockContext(Oop context) => _memory.IsInstanceOf(context, _memory.Known.BlockContext);

    private Oop MarriageMark(Frame frame) => Oop.FromInteger(frame.Fp - _stackStart);

    private Oop ImagePc(Frame frame)
    {
        long pc = frame.Fp == _fp ? _ip - ObjectMemory.Bytes(frame.Method) : frame.Pc;
        return Oop.FromInteger(CompiledCode.ToImagePc((int)pc, frame.Method, _dialect));
    }

    /// <summary>The top of a frame's operand stack.</summary>
    private Oop* TopOf(Frame frame)
    {
        Oop* top = _sp;
        for (Frame above = Current; above.Fp != frame.Fp; above = above.Caller)
        {
            top = above.CallerSp;
        }
        return top;
    }

    /// <summary>How many of a frame's temps stand in its own context rather than on the stack.</summary>
    private int HeapTempCount(Frame frame) =>
        frame.HasHeapTemps && !frame.IsBlockContext ? CompiledCode.TempCount(frame.Method) : 0;

    /// <summary>Writes a frame's state to its context and ends their marriage.</summary>
    private void Divorce(Frame frame, Oop* top, Oop sender)
    {
        Oop context = frame.Context;
        long count = top - frame.Temps + 1;
        if (Layouts.Context.FirstTemp + count > ObjectMemory.SlotCount(context))
        {
            throw new FatalVmException("a method's stack is deeper than its context");
        }
        Oop* slots = ObjectMemory.Slots(context);
        slots[Layouts.Context.Sender] = sender;
        slots[Layouts.Context.Pc] = ImagePcOfSaved(frame);
        slots[Layouts.Context.StackPointer] = Oop.FromInteger(count);
        for (int i = HeapTempCount(frame); i < count; i++)
        {
            slots[Layouts.Context.FirstTemp + i] = frame.Temps[i];
        }
        _memory.Remembered.Add(context);
    }

    private Oop ImagePcOfSaved(Frame frame) =>
        Oop.FromInteger(CompiledCode.ToImagePc(frame.Pc, frame.Method, _dialect));
}
