using JitTalk.Core.Bytecodes;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;
using JitTalk.Jit.Translation;

namespace JitTalk.Jit;

/// <summary>Decides what is compiled, when, and for how long: the JIT as the interpreter sees it.</summary>
internal sealed unsafe class JitCompiler : IJit, IDisposable
{
    private readonly ObjectMemory _memory;
    private readonly Interpreter _interpreter;
    private readonly JitOptions _options;
    private readonly CodeStore _store;
    private readonly Planner _planner;
    private readonly Disassembler _names;
    private (Oop Nil, Oop True, Oop False) _constants;
    private int _compiles;

    public JitCompiler(VirtualMachine vm, JitOptions options)
    {
        _memory = vm.Memory;
        _interpreter = vm.Interpreter;
        _options = options;
        _store = new CodeStore(vm);
        _planner = new Planner(vm, _store, options);
        _names = new Disassembler(_memory);
        _constants = (_memory.Nil, _memory.True, _memory.False);
        _store.Moved = DropIfConstantsMoved;
        _memory.IdentitiesChanged += DropAll;
        _interpreter.Attach(this);
    }

    public int CallThreshold => _options.CallThreshold;

    public int LoopThreshold => _options.LoopThreshold;

    public nint CodeOf(Oop method, bool isContexts) =>
        _store.Find(method, EntryOf(method))?.Unit is { } unit && (!isContexts || unit.ReceiverVariables == 0) ? unit.Code : 0;

    public void MethodIsHot(MethodCacheEntry* found)
    {
        Oop method = found->Method;
        Compile(_store.Of(method, new UnitEntry(UnitKind.Method, found->FirstBytecode)), found->ArgumentCount, 0, 0, isBlock: false);
    }

    public void BlockIsHot(Oop method, int offset, int argumentCount, int copiedCount) =>
        Compile(_store.Of(method, new UnitEntry(UnitKind.Block, offset)), argumentCount, copiedCount, 0, isBlock: true);

    public void LoopIsHot(Frame frame, int offset, int depth) =>
        Compile(_store.Of(frame.Method, new UnitEntry(UnitKind.Loop, offset)), frame.ArgumentCount, 0, depth,
            frame.IsClosure || frame.IsBlockContext);

    public void ExitTaken(ExitPoint* exit)
    {
        if (exit->Count == _options.ExitLimit)
        {
            CodeUnit unit = _store.UnitAt(exit->Owner);
            _ = unit.Place.Distrusted.Add(exit->Offset);
            Renew(unit);
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
            Renew(unit);
        }
    }

    public void MeaningChanged(Oop selector)
    {
        _store.Cells.Unlink(selector);
        DropWhere(unit => selector.IsNone ? unit.Assumptions.Count > 0 : unit.Assumes(selector));
    }

    public void MethodChanged(Oop method)
    {
        // Sends may find another one in its place: the image says so when it removes a method, too.
        _store.Cells.Unlink(Oop.None);
        DropWhere(unit => unit.Place.Method == method || unit.Assumptions.Count > 0);
    }

    public void Polled() { }

    public void NothingRuns() => _store.FreeDropped();

    public void Dispose()
    {
        _memory.IdentitiesChanged -= DropAll;
        _store.Dispose();
    }

    private UnitEntry EntryOf(Oop method)
    {
        bool skipsCall = _memory.Dialect.IsSpur && CompiledCode.PrimitiveNumber(method, _memory.Dialect) != 0;
        return new UnitEntry(UnitKind.Method, CompiledCode.FirstBytecode(method, _memory.Dialect) + (skipsCall ? 3 : 0));
    }

    /// <summary>Has a unit's code made anew, with what has been learned, unless that was done often enough.</summary>
    private void Renew(CodeUnit unit)
    {
        if (!unit.IsDropped && unit.Place.Compiles < _options.CompileBudget)
        {
            _store.Drop(unit);
        }
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

    private void DropAll() => DropWhere(_ => true);

    private void DropWhere(Func<CodeUnit, bool> isStale)
    {
        CodeUnit[] stale = [.. _store.Units.Where(isStale)];
        foreach (CodeUnit unit in stale)
        {
            _store.Drop(unit);
        }
        if (stale.Length > 0)
        {
            _interpreter.LeaveCode();
        }
    }

    private void Compile(Place place, int argumentCount, int copiedCount, int depth, bool isBlock)
    {
        if (place.Unit is not null)
        {
            _store.Publish(place.Unit);
            return;
        }
        if (place.Refusal is not null || _compiles >= _options.CompileLimit || place.Compiles >= _options.CompileBudget)
        {
            return;
        }
        string name = _names.NameOf(place.Method);
        CodeUnit? unit = null;
        try
        {
            UnitPlan plan = _planner.Plan(place, name, argumentCount, copiedCount, depth, isBlock);
            unit = plan.Unit;
            IlWriter writer = new Translator(plan, (u, offset, reason) => (nint)_store.NewExit(u, offset, (int)reason), lists: false).Translate();
            unit.Body = writer.Method;
            unit.Code = FunctionPointer.Of(writer.Method);
            _compiles++;
            place.Compiles++;
            _store.Publish(unit);
        }
        catch (PlanException e)
        {
            place.Refusal = e.Message;
        }
    }
}
