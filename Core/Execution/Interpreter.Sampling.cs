using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// What a sampling profiler reads of the machine.
internal sealed unsafe partial class Interpreter
{
    // How often a context became the only frame: who remembers an address on the stack sees that it means something else.
    private int _resumptions;

    // How often objects have moved.
    private int _moves;

    /// <summary>Called first at every poll, with the registers saved: what has run up to here is still on the stack.</summary>
    public event Action? Polling;

    /// <summary>Whether the image waits for machine code. Any thread may ask.</summary>
    public bool IsCompiling => _jit?.IsCompiling ?? false;

    /// <summary>The primitive that runs now and the frame that called it. Any thread may ask.</summary>
    public PrimitiveNote NotePrimitive()
    {
        int index = Volatile.Read(ref _runningPrimitive);
        if (index == NoPrimitive)
        {
            return PrimitiveNote.None;
        }
        Oop* fp = _fp;
        bool isFrame = fp > _stackStart && fp < _stackEnd + StackSlackSlots;
        PrimitiveNote note = new(index, 0, Oop.None, false, _resumptions, _moves);
        if (isFrame)
        {
            Frame frame = new(fp);
            note = note with { Fp = (nint)fp, Method = frame.Method, IsBlock = frame.IsClosure || frame.IsBlockContext };
        }
        // While it ran throughout, nobody wrote to what was read, except a primitive that leaves the stack. It may have
        // ended and begun again, though: the method may be anything.
        bool isRunning = Volatile.Read(ref _runningPrimitive) == index;
        return !isRunning ? PrimitiveNote.None : fp == _fp ? note : note with { Fp = 0, Method = Oop.None };
    }

    /// <summary>Whether the stack is still the one on which a primitive was seen.</summary>
    public bool IsOnStack(in PrimitiveNote note) => note.Fp != 0 && note.Resumptions == _resumptions;

    /// <summary>What was seen as the method that called a primitive, to compare with methods; none if objects have moved since.</summary>
    public Oop CallerOf(in PrimitiveNote note) => note.Moves == _moves ? note.Method : Oop.None;

    /// <summary>Writes the activations of the running process, innermost first, until there is no room for more.</summary>
    /// <returns>How many were written.</returns>
    public int Sample(Span<SampledActivation> into)
    {
        int count = 0;
        Oop* above = _stackEnd + (2 * StackSlackSlots);
        Frame frame = Current;
        while (frame.Fp >= _stackStart && frame.Fp < above && count < into.Length)
        {
            if (frame.Context.IsNone || frame.Context != _watchedContext)
            {
                into[count++] = new SampledActivation(
                    ObjectMemory.Followed(frame.Method), frame.IsClosure || frame.IsBlockContext, (nint)frame.Fp);
            }
            above = frame.Fp;
            frame = frame.Caller;
        }
        Oop context = _bottomSender;
        while (count < into.Length && _memory.IsInside(context) && _memory.IsContext(context))
        {
            bool isBlock = IsBlockContext(context);
            Oop home = isBlock ? _memory.Fetch(Layouts.BlockContext.Home, context) : context;
            if (!_memory.IsInside(home) || !_memory.IsContext(home))
            {
                break;
            }
            if (context != _watchedContext)
            {
                bool isClosure = !isBlock && _dialect.HasClosures && _memory.Fetch(Layouts.Context.Closure, context) != _memory.Nil;
                Oop method = _memory.Fetch(Layouts.Context.Method, home);
                into[count++] = new SampledActivation(
                    _memory.IsInside(method) ? ObjectMemory.Followed(method) : method, isBlock || isClosure, 0);
            }
            context = _memory.Fetch(Layouts.Context.Sender, context);
        }
        return count;
    }
}
