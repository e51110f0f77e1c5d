using System.Collections.Concurrent;
using JitTalk.Jit.Planning;
using JitTalk.Jit.Translation;

namespace JitTalk.Jit;

/// <summary>A plan whose unit has got its code, or could not get it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Listing">Its IL, if it was asked for.</param>
/// <param name="Failure">Why there is no code; null when there is.</param>
internal sealed record Compilation(UnitPlan Plan, string Listing, Exception? Failure);

/// <summary>Compiles on a thread of its own, in the order of the requests.</summary>
/// <param name="newExit">Makes exit points, from that thread.</param>
/// <param name="compiled">Called from that thread when something is there to take.</param>
internal sealed class CompileQueue(NewExit newExit, Action compiled) : IDisposable
{
    private readonly BlockingCollection<UnitPlan> _plans = [];
    private readonly ConcurrentQueue<Compilation> _done = [];
    private Thread? _worker;

    public void Add(UnitPlan plan)
    {
        if (_worker is null)
        {
            _worker = new Thread(Work) { IsBackground = true, Name = "JIT" };
            _worker.Start();
        }
        _plans.Add(plan);
    }

    public bool TryTake(out Compilation? compilation) => _done.TryDequeue(out compilation);

    /// <summary>Waits for what is being compiled; what still waits is not.</summary>
    public void Dispose()
    {
        while (_plans.TryTake(out _))
        {
        }
        _plans.CompleteAdding();
        _worker?.Join();
        _plans.Dispose();
    }

    private void Work()
    {
        foreach (UnitPlan plan in _plans.GetConsumingEnumerable())
        {
            _done.Enqueue(Compile(plan));
            compiled();
        }
    }

    private Compilation Compile(UnitPlan plan)
    {
        try
        {
            return new Compilation(plan, UnitCompiler.Compile(plan, newExit), null);
        }
        // Told by the machine's thread, which goes on without the code.
        catch (Exception e)
        {
            return new Compilation(plan, string.Empty, e);
        }
    }
}
