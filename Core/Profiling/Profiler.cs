using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Profiling;

/// <summary>
/// Profiles a machine by samples: a thread looks at regular times what the machine does and asks for a safepoint; there
/// the machine's own thread adds its stack to the profile. Stacks change at other times than at safepoints, so a sample
/// may count for what the method called or returned to.
/// </summary>
internal sealed class Profiler : IDisposable
{
    // Of deeper stacks the outermost frames are not read: a recursion would take longer to read than to run.
    private const int MostRead = 2048;

    // Of deep stacks the middle is left out: the ends tell what runs and why.
    private const int MostOutermost = 64;
    private const int MostInnermost = 192;

    private readonly VirtualMachine _vm;
    private readonly FrameNames _names;
    private readonly List<Tick> _ticks = [];
    private readonly SampledActivation[] _stack = new SampledActivation[MostRead];
    private readonly int _leftOut;
    private SamplingThread? _thread;
    private int _depth;

    public Profiler(VirtualMachine vm, TimeSpan interval)
    {
        _vm = vm;
        Profile = new Profile(interval);
        _names = new FrameNames(vm, Profile);
        _leftOut = Profile.NumberOf(new ProfileFrame("…", FrameKind.Code));
        Sampler = new Sampler(vm);
        vm.Interpreter.Polling += AddSamples;
    }

    /// <summary>What was seen so far.</summary>
    public Profile Profile { get; }

    /// <summary>Who asks for samples; by itself it does not.</summary>
    public Sampler Sampler { get; }

    /// <summary>Takes samples from now on.</summary>
    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    public void Start() => _thread = new SamplingThread(Sampler, Profile.Interval);

    /// <summary>Ends the profile. The machine does not run.</summary>
    public void Dispose()
    {
        _thread?.Dispose();
        _vm.Interpreter.Polling -= AddSamples;
        AddSamples();
    }

    private void AddSamples()
    {
        if (!Sampler.IsAsked)
        {
            return;
        }
        _ticks.Clear();
        Sampler.Take(_ticks);
        _depth = _ticks.Exists(tick => tick.Kind is FrameKind.Code or FrameKind.Primitive) ? _vm.Interpreter.Sample(_stack) : 0;
        foreach (Tick tick in _ticks)
        {
            Profile.Add(NodeOf(tick), tick.Samples, tick.Time);
        }
    }

    private int NodeOf(in Tick tick) => tick.Kind switch
    {
        FrameKind.Code => NodeOf(0, 0),
        FrameKind.Primitive => Profile.Tree.Child(CallerOf(tick.Primitive), _names.NumberOfPrimitive(tick.Primitive.Index)),
        _ => Profile.Tree.Child(CallTree.Root, Profile.NumberOf(new ProfileFrame($"({NameOf(tick.Kind)})", tick.Kind))),
    };

    /// <summary>Where a primitive ran: the root when the process that called it is no longer on the stack.</summary>
    private int CallerOf(in PrimitiveNote note)
    {
        if (!_vm.Interpreter.IsOnStack(note))
        {
            return CallTree.Root;
        }
        // What was called since is above, or where the caller was, if that has returned.
        int innermost = 0;
        while (innermost < _depth && _stack[innermost].Fp > note.Fp)
        {
            innermost++;
        }
        Oop caller = _vm.Interpreter.CallerOf(note);
        bool isThere = innermost < _depth && _stack[innermost].Fp == note.Fp;
        if (isThere && (caller.IsNone || _stack[innermost].Method == caller))
        {
            return NodeOf(innermost, 0);
        }
        int outer = NodeOf(isThere ? innermost + 1 : innermost, 1);
        // What the other thread read may be anything, if the machine went on just then.
        return _names.TryNumber(caller, note.IsBlock, out int number) ? Profile.Tree.Child(outer, number) : outer;
    }

    /// <summary>The node of the stack as it was read, from one of its activations outward.</summary>
    /// <param name="innermost">The activation.</param>
    /// <param name="more">Frames that are to come inside it.</param>
    private int NodeOf(int innermost, int more)
    {
        CallTree tree = Profile.Tree;
        int node = _depth == MostRead ? tree.Child(CallTree.Root, _leftOut) : CallTree.Root;
        int last = innermost + MostInnermost - more;
        for (int i = _depth - 1; i >= innermost; i--)
        {
            if (i >= last && i < _depth - MostOutermost)
            {
                node = tree.Child(node, _leftOut);
                i = last;
                continue;
            }
            node = tree.Child(node, _names.NumberOf(_stack[i].Method, _stack[i].IsBlock));
        }
        return node;
    }

    private static string NameOf(FrameKind kind) => kind switch
    {
        FrameKind.Scavenge => "scavenge",
        FrameKind.FullCollection => "full collection",
        FrameKind.Compiling => "compiling",
        _ => "idle",
    };
}
