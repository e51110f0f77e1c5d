using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Returns that do not simply drop a frame: past the lowest frame, out of a married frame, from a block to its home's sender.
internal sealed unsafe partial class Interpreter
{
    /// <summary>Returns from the current frame to its caller, on the stack or in the heap.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReturnSlowly(Oop result)
    {
        Frame frame = Current;
        if (frame.Caller.IsNone)
        {
            ReturnToContext(_bottomSender, result);
            return;
        }
        Widow(frame);
        PopFrame(frame);
        *_sp = result;
    }

    /// <summary>
    /// <c>^</c> in a block: returns from the home to its sender, unless the home is gone or a frame on the way is to be
    /// unwound by the image (VMMaker <c>commonReturn</c>, <c>aboutToReturn:through:</c>).
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReturnFromHome(Oop result)
    {
        Oop home = HomeOf(Current);
        if (!TryDropFramesTo(home, result))
        {
            ReturnFromHome(home, result);
        }
    }

    private void ReturnFromHome(Oop home, Oop result)
    {
        if (!_memory.IsContext(home) || !IsOnChain(home))
        {
            SendCannotReturn(result);
            return;
        }
        Oop unwind = FindMarkedContext(Current, UnwindMarkerPrimitive, home, includesHome: true);
        if (unwind != _memory.Nil && _memory.Special(SpecialObject.SelectorAboutToReturn) is var selector && selector != _memory.Nil)
        {
            _sp--;
            Push(MarriedContext(Current));
            Push(result);
            Push(unwind);
            Send(selector, 2);
            return;
        }
        if (!IsMarried(home))
        {
            ReturnToSenderOf(home, result);
            return;
        }
        Frame homeFrame = FrameOf(home);
        for (Frame frame = Current; frame.Fp != homeFrame.Fp; frame = Current)
        {
            Widow(frame);
            PopFrame(frame);
        }
        *_sp = result;
        UnwindTo(homeFrame.Fp, 0);
        ReturnSlowly(result);
        if (UnwindTarget == homeFrame.Fp && _fp != homeFrame.Fp)
        {
            _memory.State->UnwindResult = result.Bits;
        }
    }

    /// <summary>The frequent case: the home has a frame, with a caller, and nothing above it is to be unwound.</summary>
    private bool TryDropFramesTo(Oop home, Oop result)
    {
        if (!IsMarried(home))
        {
            return false;
        }
        Frame homeFrame = FrameOf(home);
        Frame caller = homeFrame.Caller;
        if (caller.IsNone)
        {
            return false;
        }
        for (Frame frame = Current; frame.Fp != homeFrame.Fp;)
        {
            frame = frame.Caller;
            if (HasMarker(frame.Method, frame.IsClosure || frame.IsBlockContext, UnwindMarkerPrimitive))
            {
                return false;
            }
        }
        for (Frame frame = Current; frame.Fp != caller.Fp; frame = frame.Caller)
        {
            Widow(frame);
        }
        PopFrame(homeFrame);
        *_sp = result;
        UnwindTo(homeFrame.Fp, result.Bits);
        return true;
    }

    /// <summary>
    /// The next context from <paramref name="from"/>'s caller on whose method has a marker primitive, 198 or 199.
    /// </summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="marker">The primitive number.</param>
    /// <param name="end">The last context to look at, or nil for the whole chain.</param>
    /// <param name="includesHome">Whether <paramref name="end"/> counts itself.</param>
    /// <returns>The context, or nil.</returns>
    public Oop FindMarkedContext(Frame from, int marker, Oop end, bool includesHome)
    {
        for (Frame frame = from.Caller; !frame.IsNone; frame = frame.Caller)
        {
            bool isEnd = !frame.Context.IsNone && frame.Context == end;
            if ((!isEnd || includesHome) && HasMarker(frame.Method, frame.IsClosure || frame.IsBlockContext, marker))
            {
                return MarriedContext(frame);
            }
            if (isEnd)
            {
                return _memory.Nil;
            }
        }
        return FindMarkedInHeap(_bottomSender, marker, end, includesHome);
    }

    /// <summary>See <see cref="FindMarkedContext"/>, from a context on, itself included.</summary>
    public Oop FindMarkedInHeap(Oop context, int marker, Oop end, bool includesHome)
    {
        while (_memory.IsContext(context))
        {
            if (IsMarried(context))
            {
                Frame frame = FrameOf(context);
                bool isEnd = context == end;
                if ((!isEnd || includesHome) && HasMarker(frame.Method, frame.IsClosure || frame.IsBlockContext, marker))
                {
                    return context;
                }
                return isEnd ? _memory.Nil : FindMarkedContext(frame, marker, end, includesHome);
            }
            if ((context != end || includesHome) && HasMarker(context, marker))
            {
                return context;
            }
            if (context == end)
            {
                break;
            }
            context = _memory.Fetch(Layouts.Context.Sender, context);
        }
        return _memory.Nil;
    }

    /// <summary>The method context that a block's frame belongs to, or something else when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Oop HomeOf(Frame frame)
    {
        bool isClosure = frame.IsClosure && frame.Closure.IsPointer;
        Oop outer = isClosure ? _memory.Fetch(Layouts.Closure.OuterContext, frame.Closure) : Oop.None;
        return isClosure && _memory.IsContext(outer) && _memory.Fetch(Layouts.Context.Closure, outer) == _memory.Nil ? outer : FindHome(frame);
    }

    private Oop FindHome(Frame frame)
    {
        if (frame.IsBlockContext)
        {
            return _memory.Fetch(Layouts.BlockContext.Home, frame.Context);
        }
        Oop context = _memory.Nil;
        for (Oop closure = frame.Closure; closure.IsPointer && closure != _memory.Nil;)
        {
            context = _memory.Fetch(Layouts.Closure.OuterContext, closure);
            if (!_memory.IsContext(context))
            {
                return _memory.Nil;
            }
            closure = _memory.Fetch(Layouts.Context.Closure, context);
        }
        return context;
    }

    /// <summary>Whether a context is among the senders of the current frame.</summary>
    private bool IsOnChain(Oop target)
    {
        if (IsMarried(target))
        {
            return true;
        }
        for (Oop context = _bottomSender; _memory.IsContext(context); context = _memory.Fetch(Layouts.Context.Sender, context))
        {
            if (context == target)
            {
                return true;
            }
        }
        return false;
    }

    private bool HasMarker(Oop context, int marker) =>
        !IsBlockContext(context)
        && _memory.Fetch(Layouts.Context.Method, context) is var method && IsCompiledCode(method)
        && HasMarker(method, _dialect.HasClosures && _memory.Fetch(Layouts.Context.Closure, context) != _memory.Nil, marker);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasMarker(Oop method, bool isBlock, int marker) =>
        !isBlock && CompiledCode.PrimitiveNumber(method, _dialect) == marker;

    private void ReturnToSenderOf(Oop home, Oop result)
    {
        Oop sender = _memory.Fetch(Layouts.Context.Sender, home);
        if (!CanReturnTo(sender))
        {
            SendCannotReturn(result);
            return;
        }
        Oop context = _bottomSender;
        DropAllFrames();
        while (context != sender)
        {
            Oop next = _memory.Fetch(Layouts.Context.Sender, context);
            KillContext(context);
            context = next;
        }
        ResumeContext(sender, takesResult: true);
        Push(result);
    }

    private void ReturnToContext(Oop sender, Oop result)
    {
        Frame frame = Current;
        if (!CanReturnTo(sender))
        {
            if (!EndWatch(frame, result))
            {
                SendCannotReturn(result);
            }
            return;
        }
        DropAllFrames();
        ResumeContext(sender, takesResult: true);
        Push(result);
    }

    private bool CanReturnTo(Oop context) =>
        _memory.IsContext(context) && _memory.Fetch(Layouts.Context.Pc, context).IsInteger;

    private void DropAllFrames()
    {
        for (Frame frame = Current; !frame.IsNone; frame = frame.Caller)
        {
            Widow(frame);
        }
        _fp = null;
        _sp = _stackStart - 1;
        _bottomSender = _memory.Nil;
        UnwindAll();
    }

    /// <summary>The frame goes on after the return, with the image's answer in place of the value.</summary>
    private void SendCannotReturn(Oop result)
    {
        _sp--;
        Frame frame = Current;
        if (!CanRun(frame.Method, _ip - ObjectMemory.Bytes(frame.Method), _sp - frame.Temps + 2, frame.Receiver))
        {
            // Nothing follows but the method's trailer: what is answered is returned again.
            _ip--;
        }
        Push(MarriedContext(frame));
        Push(result);
        Send(_memory.Special(SpecialObject.SelectorCannotReturn), 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Widow(Frame frame)
    {
        if (!frame.Context.IsNone)
        {
            KillContext(frame.Context);
        }
    }

    /// <summary>Goes back to the caller's frame; the stack's top is the slot that takes the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PopFrame(Frame frame)
    {
        _sp = frame.Base;
        _fp = frame.Caller.Fp;
        _ip = ObjectMemory.Bytes(Current.Method) + Current.Pc;
    }
}
