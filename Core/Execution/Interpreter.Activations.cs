using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// What a person is told about the machine: what is active, and which primitive runs. Nothing here allocates objects or
// trusts what it finds: the machine may be out of memory, or out of order.
internal sealed unsafe partial class Interpreter
{
    private const int NoPrimitive = -1;

    private int _runningPrimitive = NoPrimitive;

    /// <summary>The primitive that runs now, by the methods' table; null when none does. Any thread may ask.</summary>
    public PrimitiveEntry? RunningPrimitive =>
        Volatile.Read(ref _runningPrimitive) is >= 0 and var index ? _methods.EntryAt(index) : null;

    /// <summary>The activations of the running process, innermost first, <paramref name="most"/> at most.</summary>
    public List<Activation> Activations(int most)
    {
        List<Activation> found = [];
        Oop* above = _stackEnd + (2 * StackSlackSlots);
        Frame frame = new(_fp);
        while (frame.Fp >= _stackStart && frame.Fp < above && ((long)frame.Fp & (sizeof(Oop) - 1)) == 0 && found.Count < most)
        {
            long pc = frame.Fp == _fp ? _ip - ObjectMemory.Bytes(frame.Method) : frame.Pc;
            if (frame.Context.IsNone || frame.Context != _watchedContext)
            {
                found.Add(new Activation(frame.Receiver, frame.Method, frame.IsClosure || frame.IsBlockContext, pc));
            }
            above = frame.Fp;
            frame = frame.Caller;
        }
        AddActivations(_bottomSender, found, most);
        return found;
    }

    /// <summary>The activations from a context of a process that does not run.</summary>
    public List<Activation> Activations(Oop context, int most)
    {
        List<Activation> found = [];
        AddActivations(context, found, most);
        return found;
    }

    private void AddActivations(Oop context, List<Activation> found, int most)
    {
        while (_memory.IsInside(context) && _memory.IsContext(context) && found.Count < most)
        {
            bool isBlock = IsBlockContext(context);
            Oop home = isBlock ? _memory.Fetch(Layouts.BlockContext.Home, context) : context;
            if (!_memory.IsInside(home) || !_memory.IsContext(home))
            {
                return;
            }
            Oop method = _memory.Fetch(Layouts.Context.Method, home);
            bool isClosure = !isBlock && _dialect.HasClosures && _memory.Fetch(Layouts.Context.Closure, context) != _memory.Nil;
            Oop pc = _memory.Fetch(Layouts.Context.Pc, context);
            long offset = pc.IsInteger && _memory.IsInside(method) ? CompiledCode.FromImagePc(pc.Integer, method, _dialect) : 0;
            if (context != _watchedContext)
            {
                found.Add(new Activation(_memory.Fetch(Layouts.Context.Receiver, home), method, isBlock || isClosure, offset));
            }
            context = _memory.Fetch(Layouts.Context.Sender, context);
        }
    }
}
