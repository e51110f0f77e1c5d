using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// What an evaluation needs to know: that its process returns, and that the image is about to open a debugger on it.
internal sealed unsafe partial class Interpreter
{
    private readonly Dictionary<Oop, MethodInterceptor> _interceptors = [];
    private Action<Oop>? _returned;
    private Oop _watchedContext;
    private Oop _watchedProcess;

    /// <summary>The receiver is the first of <paramref name="arguments"/>. Answers whether the send is dealt with.</summary>
    public delegate bool MethodInterceptor(ReadOnlySpan<Oop> arguments);

    public Oop WatchedProcess => _watchedProcess;
    public Oop WatchedContext => _watchedContext;

    /// <summary>Halts when a process returns from its lowest context, and hands over what it returned.</summary>
    public void Watch(Oop process, Oop lowestContext, Action<Oop> returned)
    {
        _watchedProcess = process;
        _watchedContext = lowestContext;
        _returned = returned;
    }

    /// <summary>Has every send that finds <paramref name="method"/> ask first.</summary>
    public void Intercept(Oop method, MethodInterceptor interceptor)
    {
        _interceptors[method] = interceptor;
        ForgetMethod(method);
    }

    private bool IsIntercepted(MethodCacheEntry* found, int argumentCount) =>
        _interceptors[found->Method](new ReadOnlySpan<Oop>(_sp - argumentCount, argumentCount + 1));

    /// <summary>Answers false when the frame is not the one that is watched.</summary>
    private bool EndWatch(Frame frame, Oop result)
    {
        if (frame.Context.IsNone || frame.Context != _watchedContext)
        {
            return false;
        }
        _watchedContext = Oop.None;
        _returned?.Invoke(result);
        Halt();
        return true;
    }

    private void VisitWatched(RootVisitor visitor)
    {
        if (!_watchedContext.IsNone)
        {
            visitor(ref _watchedContext);
        }
        if (!_watchedProcess.IsNone)
        {
            visitor(ref _watchedProcess);
        }
        KeyValuePair<Oop, MethodInterceptor>[] intercepted = [.. _interceptors];
        _interceptors.Clear();
        foreach ((Oop method, MethodInterceptor interceptor) in intercepted)
        {
            Oop moved = method;
            visitor(ref moved);
            _interceptors[moved] = interceptor;
        }
    }
}
