using System.Diagnostics;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;
using JitTalk.Jit.Planning;
using JitTalk.Jit.Translation;
using JitTalk.Jit.Watching;

namespace JitTalk.Jit;

/// <summary>Decides what is compiled, when, and for how long: the JIT as the interpreter sees it.</summary>
internal sealed unsafe class JitCompiler : IJit, IDisposable
{
    private readonly ObjectMemory _memory;
    private readonly Interpreter _interpreter;
    private readonly JitOptions _options;
    private readonly CodeStore _store;
    private readonly Planner _planner;
    private readonly JitLog _log;
    private readonly NewExit _newExit;
    private readonly CompileQueue _queue;
    private (Oop Nil, Oop True, Oop False) _constants;
    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _isEarly = true;
    private int _compiles;
    private bool _isCompiling;

    public JitCompiler(VirtualMachine vm, JitOptions options)
    {
        _memory = vm.Memory;
        _interpreter = vm.Interpreter;
        _options = options;
        _store = new CodeStore(vm);
        _planner = new Planner(vm, _store, options);
        _log = new JitLog(_memory, options, _store);
        _newExit = (unit, offset, reason) => (nint)_store.NewExit(unit, offset, (int)reason);
        _queue = new CompileQueue(_newExit, _memory.ForcePoll);
        _constants = (_memory.Nil, _memory.True, _memory.False);
        _store.Moved = DropIfConstantsMoved;
        _store.ClassesGone = isGone => DropWhere(unit => unit.Assumptions.Exists(cell => isGone(cell)), "a class is gone");
        _memory.IdentitiesChanged += DropAll;
        _interpreter.Attach(this);
    }

    public int CallThreshold => _options.CallThreshold;

    public int LoopThreshold => _options.LoopThreshold;

    public bool IsCompiling => Volatile.Read(ref _isCompiling);

    public JitStatistics Statistics => _log.Statistics;

    /// <summary>The code that there is.</summary>
    public CodeStore Store => _store;

    public nint CodeOf(Oop method, bool isContexts) =>
        _store.Find(method, EntryOf(method))?.Unit is { } unit && (!isContexts || unit.ServesContexts) ? unit.Code : 0;

    public void MethodIsHot(MethodCacheEntry* found)
    {
        Oop method = found->Method;
        Compile(method, new UnitEntry(UnitKind.Method, found->FirstBytecode), found->ArgumentCount, 0, 0, isBlock: false);
    }

    public void BlockIsHot(Oop method, int offset, int argumentCount, int copiedCount) =>
        Compile(method, new UnitEntry(UnitKind.Block, offset), argumentCount, copiedCount, 0, isBlock: true);

    public void LoopIsHot(Frame frame, int offset, int depth) =>
        Compile(frame.Method, new UnitEntry(KindFor(frame), offset), frame.ArgumentCount, 0, depth,
            frame.IsClosure || frame.IsBlockContext);

    public void ExitTaken(ExitPoint* exit)
    {
        CodeUnit unit = _store.UnitAt(exit->Owner);
        _log.ExitTaken(unit, exit);
        if (exit->Count == _options.ExitLimit)
        {
            _ = unit.Place.Distrusted.Add(exit->Offset);
            Renew(unit, "a side exit was taken too often", _log.WhyRenewed(unit, exit));
        }
    }

    public void SendMissed(CallCell* cell, int classIndex)
    {
        CodeUnit unit = _store.UnitAt(cell->Owner);
        if (unit.Place.Note(cell->Offset, classIndex) > SendSite.MostClasses)
        {
            cell->Count = CallCell.Many;
            return;
        }
        if (++unit.Misses == _options.MissLimit)
        {
            Renew(unit, "too many sends went to unforeseen classes", $"{unit.Misses} sends went to unforeseen classes");
        }
    }

    public void MeaningChanged(Oop selector)
    {
        _store.Cells.Unlink(selector);
        DropWhere(
            unit => selector.IsNone ? unit.Assumptions.Count > 0 : unit.AssumesMeaning(selector),
            "a selector may mean another method",
            () => selector.IsNone ? "any selector may mean another method" : $"#{ObjectMemory.TextOf(selector)} may mean another method");
    }

    public bool HasCodeOf(Oop method) => _store.HasUnitOf(method);

    public void MethodChanged(Oop method)
    {
        // Sends may find another one in its place: the image says so when it removes a method, too.
        _store.Cells.Unlink(Oop.None);
        DropWhere(unit => unit.Place.Method == method || unit.AssumesMethod(method), "a method has changed");
    }

    public void Polled()
    {
        while (_queue.TryTake(out Compilation? compilation))
        {
            End(compilation!);
        }
    }

    public void NothingRuns() => _store.FreeDropped();

    public void Dispose()
    {
        _memory.IdentitiesChanged -= DropAll;
        _queue.Dispose();
        _log.End();
        _store.Dispose();
    }

    private static UnitKind KindFor(Frame frame) =>
        frame.IsBlockContext ? UnitKind.BlockLoop : frame.HasHeapTemps ? UnitKind.HeapLoop : UnitKind.Loop;

    private UnitEntry EntryOf(Oop method) => new(UnitKind.Method, CompiledCode.FirstToRun(method, _memory.Dialect));

    /// <summary>Has a unit's code made anew, with what has been learned, unless that was done often enough.</summary>
    private void Renew(CodeUnit unit, string kind, string why)
    {
        if (unit.IsDropped)
        {
            return;
        }
        if (unit.Place.Renewals >= _options.GuessBudget - 1)
        {
            _log.Kept(unit, why);
            return;
        }
        unit.Place.Renewals++;
        _store.Drop(unit);
        _log.Dropped(unit, kind, why);
    }

    /// <summary>nil, true and false stand in the code. They are the first objects, and so stay where they are, in all images known.</summary>
    private void DropIfConstantsMoved()
    {
        (Oop, Oop, Oop) constants = (_memory.Nil, _memory.True, _memory.False);
        if (constants != _constants)
        {
            _constants = constants;
            DropAll();
        }
    }

    private void DropAll() => DropWhere(_ => true, "objects have changed their identity");

    private void DropWhere(Func<CodeUnit, bool> isStale, string kind, Func<string>? exactly = null)
    {
        CodeUnit[] stale = [.. _store.Units.Where(isStale)];
        foreach (CodeUnit unit in stale)
        {
            _store.Drop(unit);
            _log.Dropped(unit, kind, exactly?.Invoke() ?? kind);
        }
        if (stale.Length > 0)
        {
            _interpreter.LeaveCode();
        }
    }

    /// <summary>Whether the image has just begun. Who asks is told to come again.</summary>
    private bool IsEarly => _isEarly && (_isEarly = Stopwatch.GetElapsedTime(_start) < _options.Grace);

    private void Compile(Oop method, UnitEntry entry, int argumentCount, int copiedCount, int depth, bool isBlock)
    {
        if (IsEarly)
        {
            return;
        }
        Place place = _store.Of(method, entry);
        if (place.Unit is not null)
        {
            _store.Publish(place.Unit);
            return;
        }
        if (place.IsPending || place.Refusal is not null || _compiles >= _options.CompileLimit || place.Compiles >= _options.CompileBudget)
        {
            return;
        }
        string name = _log.NameOf(place.Method);
        if (!_options.Only.Accepts(name))
        {
            return;
        }
        Volatile.Write(ref _isCompiling, true);
        try
        {
            long start = Stopwatch.GetTimestamp();
            UnitPlan plan = _planner.Plan(place, name, argumentCount, copiedCount, depth, isBlock);
            plan.Unit.Measures.Planning = Stopwatch.GetElapsedTime(start);
            plan = _log.Prepare(plan);
            _options.Translating?.Invoke(plan);
            _compiles++;
            place.Compiles++;
            if (_options.IsBackground)
            {
                place.IsPending = plan.Unit.IsPending = true;
                _queue.Add(plan);
                return;
            }
            End(new Compilation(plan, UnitCompiler.Compile(plan, _newExit), null));
        }
        // Whatever it is, the interpreter can do without the code.
        catch (Exception e)
        {
            Refuse(place, name, e);
        }
        finally
        {
            Volatile.Write(ref _isCompiling, false);
        }
    }

    /// <summary>Puts code to use that was made, unless the image has changed meanwhile.</summary>
    private void End(Compilation compilation)
    {
        CodeUnit unit = compilation.Plan.Unit;
        unit.Place.IsPending = unit.IsPending = false;
        if (compilation.Failure is { } failure)
        {
            Refuse(unit.Place, unit.Name, failure);
        }
        else if (unit.IsDropped)
        {
            _store.Abandon(unit.Place);
        }
        else
        {
            _store.Publish(unit);
            _log.Compiled(compilation.Plan, compilation.Listing);
        }
    }

    private void Refuse(Place place, string name, Exception failure)
    {
        place.Refusal = failure.Message;
        _store.Abandon(place);
        if (failure is PlanException)
        {
            _log.Refused(place, name, failure.Message);
        }
        else
        {
            _log.Failed(place, name, failure);
        }
    }
}
