using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// What the image does to contexts that may have frames: exceptions unwind, debuggers step, coroutines change senders.
internal sealed unsafe partial class Interpreter
{
    /// <summary>
    /// Writes a slot of any context so that its frame sees it. The registers must be saved and operands popped; frames
    /// may have changed afterwards.
    /// </summary>
    public void StoreContextSlot(Oop context, int slot, Oop value)
    {
        if (!IsMarried(context))
        {
            _memory.Store(slot, context, value);
            return;
        }
        Frame frame = FrameOf(context);
        int temp = slot - Layouts.Context.FirstTemp;
        if (temp >= HeapTempCount(frame) && frame.Temps + temp <= TopOf(frame))
        {
            frame.Temps[temp] = value;
            return;
        }
        Oop running = StopFrames(out Oop pc);
        if (slot < ObjectMemory.SlotCount(context))
        {
            _memory.Store(slot, context, value);
        }
        GoOn(running, pc);
    }

    /// <summary>
    /// Makes <paramref name="previous"/> the sender of <paramref name="context"/>. When it was among its senders already,
    /// the contexts between them end (VMMaker <c>primitiveTerminateTo</c>). Conditions as for
    /// <see cref="StoreContextSlot"/>; the two differ.
    /// </summary>
    public void TerminateTo(Oop context, Oop previous)
    {
        if (context == Current.Context && IsMarried(previous))
        {
            CutDownTo(FrameOf(previous));
            return;
        }
        Oop running = StopFrames(out Oop pc);
        if (HasSender(context, previous))
        {
            for (Oop at = _memory.Fetch(Layouts.Context.Sender, context); at != previous;)
            {
                Oop next = _memory.Fetch(Layouts.Context.Sender, at);
                KillContext(at);
                at = next;
            }
        }
        _memory.Store(Layouts.Context.Sender, context, previous);
        GoOn(running, pc);
    }

    /// <summary>Sets the stack pointer of a context that does not run, and clears what that exposes.</summary>
    public void StoreStackPointer(Oop context, int depth)
    {
        Oop running = StopFrames(out Oop pc);
        long old = _memory.Fetch(Layouts.Context.StackPointer, context) is { IsInteger: true } top ? top.Integer : 0;
        for (int i = (int)Math.Max(old, 0); i < depth; i++)
        {
            _memory.StoreUnchecked(Layouts.Context.FirstTemp + i, context, _memory.Nil);
        }
        _memory.StoreUnchecked(Layouts.Context.StackPointer, context, Oop.FromInteger(depth));
        GoOn(running, pc);
    }

    /// <summary>
    /// Has a context that waits for <paramref name="receiver"/> send again what made it wait, once it goes on: the pc
    /// goes back to the send, and the receiver takes the place of its result (VMMaker
    /// <c>backupContext:toBlockingSendTo:</c>). One that came to wait by other means, as by perform:, stays as it is.
    /// </summary>
    public void BackUpToSend(Oop context, Oop receiver)
    {
        Oop method = _memory.Fetch(Layouts.Context.Method, context);
        if (IsMarried(context) || !BytecodeDecoder.IsCode(method, _dialect)
            || !_memory.TryFetchInteger(Layouts.Context.Pc, context, out long imagePc)
            || !_memory.TryFetchInteger(Layouts.Context.StackPointer, context, out long depth)
            || depth < 1 || Layouts.Context.FirstTemp + depth > ObjectMemory.SlotCount(context))
        {
            return;
        }
        long pc = CompiledCode.FromImagePc(imagePc, method, _dialect);
        BytecodeSet set = BytecodeSet.For(method, _dialect);
        ReadOnlySpan<byte> bytes = new(ObjectMemory.Bytes(method), CompiledCode.EndOfBytecodes(method));
        int end = CompiledCode.FirstBytecode(method, _dialect);
        while (end < pc && end < bytes.Length)
        {
            Instruction instruction = BytecodeDecoder.At(bytes, end, set);
            end = instruction.End;
            if (end == pc && instruction is { Op: Op.LongSend or Op.LongSuperSend, Argument: 0 })
            {
                _memory.StoreUnchecked(Layouts.Context.Pc, context, Oop.FromInteger(CompiledCode.ToImagePc(instruction.Offset, method, _dialect)));
                _memory.Store(Layouts.Context.FirstTemp + (int)depth - 1, context, receiver);
            }
        }
    }

    private Oop StopFrames(out Oop pc)
    {
        Oop running = FlushFrames();
        pc = _memory.Fetch(Layouts.Context.Pc, running);
        return running;
    }

    /// <summary>A context that ends itself goes on all the same, and finds its sender gone when it returns.</summary>
    private void GoOn(Oop running, Oop pc)
    {
        if (_memory.Fetch(Layouts.Context.Pc, running) == _memory.Nil)
        {
            _memory.StoreUnchecked(Layouts.Context.Pc, running, pc);
        }
        ResumeContext(running);
    }

    /// <summary>
    /// Ends the frames between the current one and one of its callers, and moves the current one down. Exceptions do
    /// this each time, and nothing below is to leave the stack for it.
    /// </summary>
    private void CutDownTo(Frame caller)
    {
        Frame lowest = Current;
        while (lowest.Caller.Fp != caller.Fp)
        {
            lowest = lowest.Caller;
            Widow(lowest);
        }
        Oop* from = Current.Base;
        Oop* to = lowest.Base;
        if (from == to)
        {
            return;
        }
        int count = (int)(_sp - from) + 1;
        new ReadOnlySpan<Oop>(from, count).CopyTo(new Span<Oop>(to, count));
        _sp -= from - to;
        _fp -= from - to;
        _fp[Frame.SavedFp] = new Oop((long)caller.Fp);
        _memory.StoreUnchecked(Layouts.Context.Sender, Current.Context, MarriageMark(Current));
        UnwindTo(caller.Fp, 0);
    }

    /// <summary>Whether a context, none of them married, is above another. Nil is above nothing.</summary>
    private bool HasSender(Oop context, Oop sender)
    {
        Oop at = _memory.Fetch(Layouts.Context.Sender, context);
        while (_memory.IsContext(at) && at != sender)
        {
            at = _memory.Fetch(Layouts.Context.Sender, at);
        }
        return at == sender && sender != _memory.Nil;
    }
}
