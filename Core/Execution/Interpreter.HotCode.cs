using System.Runtime.InteropServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Where the interpreter finds that code is hot, and finds the compiled code for it.
internal sealed unsafe partial class Interpreter
{
    // The interpreter's loop counts this many turns at a time. It asks at the first: a loop that goes on in the interpreter,
    // because its code was unwound, is to be in code again at once.
    private const int TurnsPerCount = 8;

    // One bytecode can be the first of a block and the head of a loop.
    private readonly CodePoints _blocks;
    private readonly CodePoints _loops;

    // Where frames go on whose temps are in the heap: those of methods, and those of BlockContexts.
    private readonly CodePoints _heapLoops;
    private readonly CodePoints _blockContexts;
    private readonly SendSites _sites = new();
    private GCHandle _handle;
    private IJit? _jit;

    /// <summary>What compiled code calls this interpreter by.</summary>
    public nint Machine => GCHandle.ToIntPtr(_handle);

    public SendSites Sites => _sites;

    /// <summary>Has hot code compiled from now on.</summary>
    public void Attach(IJit jit)
    {
        _jit = jit;
        _methods.Clear();
    }

    /// <summary>Has all calls of a method run <paramref name="code"/>, or 0 for the interpreter.</summary>
    /// <param name="method">The method.</param>
    /// <param name="code">Its code.</param>
    /// <param name="servesContexts">Receivers may be contexts, whose variables may be in a frame.</param>
    public void PublishMethod(Oop method, nint code, bool servesContexts)
    {
        for (uint i = 0; i <= _methods.Mask; i++)
        {
            MethodCacheEntry* entry = _methods.Entries + i;
            if (entry->Method == method)
            {
                entry->Code = CanCompile(entry) && (servesContexts || !_memory.Known.IsContext(entry->ClassIndex)) ? code : 0;
            }
        }
    }

    /// <summary>Has frames go on in compiled code at a bytecode, such as one that a loop jumps back to.</summary>
    /// <param name="method">The method.</param>
    /// <param name="offset">Of the bytecode, from slot 0.</param>
    /// <param name="flags">Those of the frames: where their temps are.</param>
    /// <param name="depth">What the stack of the frames holds there.</param>
    /// <param name="code">The code, or 0 for the interpreter.</param>
    public void PublishLoop(Oop method, int offset, long flags, int depth, nint code)
    {
        CodePoint* point = PointsFor(flags).Of(ObjectMemory.Bytes(method) + offset);
        point->Code = code;
        point->Count = 0;
        point->Depth = depth;
    }

    /// <summary>Has a block, whose closures carry so many values, run compiled code.</summary>
    /// <param name="method">The method whose bytecodes hold it.</param>
    /// <param name="offset">Of its first bytecode, from slot 0.</param>
    /// <param name="code">The code, or 0 for the interpreter.</param>
    /// <param name="copiedCount">The values.</param>
    /// <param name="depth">Arguments and values.</param>
    public void PublishBlock(Oop method, int offset, nint code, int copiedCount, int depth)
    {
        CodePoint* point = _blocks.Of(ObjectMemory.Bytes(method) + offset);
        point->Code = code;
        point->Count = 0;
        point->CopiedCount = copiedCount;
        point->Depth = depth;
    }

    /// <summary>All activations of compiled code end, and their frames go on in the interpreter.</summary>
    public void LeaveCode()
    {
        UnwindAll();
        _objectsMoved = true;
    }

    /// <summary>Any selector may mean another method (primitive 89).</summary>
    public void ForgetLookups()
    {
        _methods.Clear();
        _jit?.MeaningChanged(Oop.None);
    }

    /// <summary>A selector may mean another method (primitive 119).</summary>
    public void ForgetSelector(Oop selector)
    {
        _methods.FlushSelector(selector);
        _jit?.MeaningChanged(selector);
    }

    /// <summary>A method has changed, or is to be found no more (primitive 116).</summary>
    public void ForgetMethod(Oop method)
    {
        _methods.FlushMethod(method);
        _jit?.MethodChanged(method);
    }

    /// <summary>The code of a method that was found, which is one call more.</summary>
    private nint CodeOf(MethodCacheEntry* found)
    {
        bool isHot = found->Code == 0 && ++found->Counter == (_jit?.CallThreshold ?? 0);
        return isHot ? AskForCode(found) : found->Code;
    }

    private nint AskForCode(MethodCacheEntry* found)
    {
        if (CanCompile(found))
        {
            _jit?.MethodIsHot(found);
        }
        // Where there is no code yet it will be asked for again.
        found->Counter = 0;
        return found->Code;
    }

    private static bool CanCompile(MethodCacheEntry* entry) =>
        entry->Kind is MethodKind.Plain or MethodKind.UnwindMarker && !entry->FlushesFrames;

    /// <summary>The code of a closure's body, for one call more; 0 when the interpreter is to look at it.</summary>
    private nint BlockCode(Oop closure, int argumentCount, bool isFull)
    {
        int fixedSlots = isFull ? Layouts.Closure.FullFirstCopied : Layouts.Closure.FirstCopied;
        if (_jit is null || _memory.HasForwarders || closure.IsImmediate || ObjectMemory.SlotCount(closure) < fixedSlots
            || _memory.Fetch(Layouts.Closure.ArgumentCount, closure) != Oop.FromInteger(argumentCount))
        {
            return 0;
        }
        Oop method;
        Oop receiver;
        int offset;
        if (isFull)
        {
            method = _memory.Fetch(Layouts.Closure.StartPcOrMethod, closure);
            receiver = _memory.Fetch(Layouts.Closure.FullReceiver, closure);
            if (!IsCompiledCode(method))
            {
                return 0;
            }
            offset = CompiledCode.FirstBytecode(method, _dialect);
        }
        else
        {
            Oop outer = _memory.Fetch(Layouts.Closure.OuterContext, closure);
            Oop start = _memory.Fetch(Layouts.Closure.StartPcOrMethod, closure);
            if (!_memory.IsContext(outer) || !start.IsInteger)
            {
                return 0;
            }
            method = _memory.Fetch(Layouts.Context.Method, outer);
            receiver = _memory.Fetch(Layouts.Context.Receiver, outer);
            if (!IsCompiledCode(method))
            {
                return 0;
            }
            offset = (int)CompiledCode.FromImagePc(start.Integer, method, _dialect);
        }
        int copied = (int)ObjectMemory.SlotCount(closure) - fixedSlots;
        CodePoint* point = _blocks.Of(ObjectMemory.Bytes(method) + offset);
        if (point->Code == 0)
        {
            if (++point->Count != _jit.CallThreshold || !CanRun(method, offset, argumentCount + copied, receiver))
            {
                return 0;
            }
            point->Count = 0;
            _jit.BlockIsHot(method, offset, argumentCount, copied);
            if (point->Code == 0)
            {
                return 0;
            }
        }
        return point->CopiedCount == copied && point->Depth == argumentCount + copied ? point->Code : 0;
    }

    /// <summary>Goes on with an activation that was left, in the code for its place if there is any, up to its end.</summary>
    private bool RunsInCode()
    {
        nint code = LoopCode(TurnsPerCount);
        if (code == 0)
        {
            return false;
        }
        Oop* fp = _fp;
        long result = Call(code, _sp, fp);
        if (result != 0)
        {
            _fp = fp;
            ReturnSlowly(new Oop(result));
        }
        return true;
    }

    /// <summary>The code of the loop whose head the saved registers are at, after some turns more; 0 for none.</summary>
    private nint LoopCode(int turns)
    {
        Frame frame = Current;
        if (_jit is null || (!_dialect.HasClosures && _memory.IsContext(frame.Receiver)))
        {
            return 0;
        }
        CodePoint* point = PointsFor(frame.Flags).Of(_ip);
        int depth = (int)(_sp - frame.Temps) + 1;
        if (point->Code == 0 && (point->Count += turns) >= _jit.LoopThreshold)
        {
            point->Count = 0;
            _jit.LoopIsHot(frame, (int)(_ip - ObjectMemory.Bytes(frame.Method)), depth);
        }
        if (point->Code == 0 || point->Depth != depth)
        {
            return 0;
        }
        frame.AddFlags(Frame.CompiledFlag);
        return point->Code;
    }

    private CodePoints PointsFor(long frameFlags) =>
        (frameFlags & Frame.BlockContextFlag) != 0 ? _blockContexts
        : (frameFlags & Frame.HeapTempsFlag) != 0 ? _heapLoops
        : _loops;
}
