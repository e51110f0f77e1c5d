using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Jit.Code;

/// <summary>
/// The compiled units of one machine, by method and place of entry, and the memory that they name. Keeps no method alive:
/// code of a method that is gone is freed.
/// </summary>
internal sealed unsafe class CodeStore : IWeakRoots, IDisposable
{
    private readonly ObjectMemory _memory;
    private readonly Interpreter _interpreter;
    private readonly LowMemory _low = new();
    private readonly Dictionary<(Oop Method, UnitEntry Entry), Place> _places = [];
    private readonly List<CodeUnit?> _units = [null];
    private readonly Stack<int> _freeNumbers = new();

    // Dropped, but an activation may still run them.
    private readonly List<CodeUnit> _dropped = [];

    public CodeStore(VirtualMachine vm)
    {
        _memory = vm.Memory;
        _interpreter = vm.Interpreter;
        Cells = new CellTable(_low, _memory, _interpreter.Machine);
        _memory.Roots.AddWeak(this);
    }

    public CellTable Cells { get; }

    /// <summary>Called when old objects have moved.</summary>
    public Action? Moved { get; set; }

    /// <summary>Called with a test for cells of classes that are gone: their indices mean others from now on.</summary>
    public Action<Func<nint, bool>>? ClassesGone { get; set; }

    /// <summary>Called before a unit is freed.</summary>
    public Action<CodeUnit>? Freed { get; set; }

    /// <summary>Bytes of the memory that code names.</summary>
    public long LowBytes => _low.InUse;

    /// <summary>Units in use, and those dropped that an activation may still run.</summary>
    public IEnumerable<CodeUnit> AllUnits => _units.OfType<CodeUnit>();

    /// <summary>Units in use.</summary>
    public IEnumerable<CodeUnit> Units => _units.OfType<CodeUnit>().Where(u => !u.IsDropped);

    public Place? Find(Oop method, UnitEntry entry) => _places.GetValueOrDefault((method, entry));

    public Place Of(Oop method, UnitEntry entry)
    {
        if (!_places.TryGetValue((method, entry), out Place? place))
        {
            _places[(method, entry)] = place = new Place(method, entry);
        }
        return place;
    }

    public CodeUnit UnitAt(int number) => _units[number]!;

    /// <summary>Asked for each byte that is written into a method: compilers in the image do little else.</summary>
    public bool HasUnitOf(Oop method)
    {
        foreach (CodeUnit? unit in _units)
        {
            if (unit is { IsDropped: false } && unit.Constants[0] == method)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>A unit without code, with the constants of its method.</summary>
    public CodeUnit NewUnit(Place place, string name, int copiedCount, int depth, int receiverVariables, bool readsContexts)
    {
        Oop method = place.Method;
        int literals = CompiledCode.LiteralCount(method, _memory.Dialect);
        Oop* constants = (Oop*)_low.Allocate((1 + literals) * sizeof(Oop));
        constants[0] = method;
        for (int i = 0; i < literals; i++)
        {
            constants[1 + i] = CompiledCode.Literal(i, method);
        }
        if (!_freeNumbers.TryPop(out int number))
        {
            number = _units.Count;
            _units.Add(null);
        }
        CodeUnit unit = new()
        {
            Number = number,
            Place = place,
            Name = name,
            Constants = constants,
            ConstantCount = 1 + literals,
            CopiedCount = copiedCount,
            Depth = depth,
            ReceiverVariables = receiverVariables,
            ReadsContexts = readsContexts,
        };
        _units[number] = unit;
        return unit;
    }

    /// <summary>A cell for any class, which one send of a unit uses.</summary>
    public CallCell* NewCell(CodeUnit unit, Oop selector, int argumentCount, int offset, bool isMany)
    {
        CallCell* cell = (CallCell*)_low.Allocate(sizeof(CallCell));
        *cell = new CallCell
        {
            Code = (nint)(delegate*<Oop*, Oop*, CallCell*, long>)&CompiledCalls.SendAny,
            Machine = _interpreter.Machine,
            Selector = selector,
            ArgumentCount = argumentCount,
            Count = isMany ? CallCell.Many : 0,
            Owner = unit.Number,
            Offset = offset,
        };
        unit.Cells.Add((nint)cell);
        return cell;
    }

    /// <summary>A cell for the blocks that one <c>value…</c> of a unit runs.</summary>
    public BlockCell* NewBlockCell(CodeUnit unit, CallCell* send)
    {
        BlockCell* cell = (BlockCell*)_low.Allocate(sizeof(BlockCell));
        *cell = new BlockCell { Send = send };
        unit.BlockCells.Add((nint)cell);
        return cell;
    }

    /// <summary>An oop that a unit refers to beside its own constants.</summary>
    public Oop* NewConstant(CodeUnit unit, Oop oop)
    {
        Oop* constant = (Oop*)_low.Allocate(sizeof(Oop));
        *constant = oop;
        unit.OtherConstants.Add((nint)constant);
        return constant;
    }

    public ExitPoint* NewExit(CodeUnit unit, int offset, int reason)
    {
        ExitPoint* exit = (ExitPoint*)_low.Allocate(sizeof(ExitPoint));
        *exit = new ExitPoint { Machine = _interpreter.Machine, Owner = unit.Number, Offset = offset, Reason = reason };
        unit.Exits.Add((nint)exit);
        return exit;
    }

    /// <summary>Has a unit run wherever its place is entered.</summary>
    public void Publish(CodeUnit unit)
    {
        unit.Place.Unit = unit;
        Publish(unit, unit.Code);
    }

    /// <summary>Has a unit's place be interpreted again. Activations of the unit may go on.</summary>
    public void Drop(CodeUnit unit)
    {
        if (unit.IsDropped)
        {
            return;
        }
        unit.IsDropped = true;
        if (unit.Place.Unit == unit)
        {
            unit.Place.Unit = null;
            Unlink([unit.Code]);
            Publish(unit, 0);
        }
        if (!unit.IsPending)
        {
            _dropped.Add(unit);
        }
    }

    /// <summary>Frees what was planned for a place and has not been published.</summary>
    public void Abandon(Place place)
    {
        foreach (CodeUnit unit in _units.OfType<CodeUnit>().Where(u => u.Place == place && u != place.Unit && !_dropped.Contains(u)).ToArray())
        {
            Free(unit);
        }
    }

    /// <summary>Frees what was dropped: no activation of compiled code is left.</summary>
    public void FreeDropped()
    {
        if (_dropped.Count == 0)
        {
            return;
        }
        foreach (CodeUnit unit in _dropped)
        {
            Free(unit);
        }
        _dropped.Clear();
    }

    public void VisitRoots(RootVisitor visitor)
    {
        foreach (CodeUnit? unit in _units)
        {
            for (int i = 0; i < unit?.ConstantCount; i++)
            {
                visitor(ref unit.Constants[i]);
            }
            foreach (nint constant in unit?.OtherConstants ?? [])
            {
                visitor(ref *(Oop*)constant);
            }
            foreach (nint cell in unit?.Cells ?? [])
            {
                visitor(ref ((CallCell*)cell)->Selector);
            }
            foreach (nint cell in unit?.BlockCells ?? [])
            {
                VisitBlock((BlockCell*)cell, visitor);
            }
        }
        foreach (Place place in _places.Values)
        {
            visitor(ref place.Method);
        }
        Cells.Visit(visitor);
    }

    public void Prune(Func<Oop, bool> isLive)
    {
        PruneDead(isLive);
        foreach (CodeUnit? unit in _units)
        {
            for (int i = 0; i < unit?.ConstantCount; i++)
            {
                ref Oop constant = ref unit.Constants[i];
                constant = ObjectMemory.Followed(constant);
            }
        }
        if (Cells.UnlinkGone())
        {
            ClassesGone?.Invoke(cell => Cells.IsGone((CallCell*)cell));
        }
    }

    /// <summary>Methods that are made to run once mostly die young, and their code takes more room than they do.</summary>
    public void PruneYoung(Func<Oop, bool> isLive)
    {
        if (_places.Keys.Any(key => _memory.IsYoung(key.Method) && !isLive(key.Method)))
        {
            PruneDead(isLive);
        }
    }

    public void ObjectsMoved(bool oldOnesToo)
    {
        Cells.ObjectsMoved(oldOnesToo);
        if (!oldOnesToo && !_places.Keys.Any(k => _memory.IsYoung(k.Method)))
        {
            return;
        }
        Place[] places = [.. _places.Values];
        _places.Clear();
        foreach (Place place in places)
        {
            _places[(place.Method, place.Entry)] = place;
            // The method cache asks for what it has forgotten.
            if (place.Unit is { Entry.Kind: not UnitKind.Method } unit)
            {
                Publish(unit, unit.Code);
            }
        }
        if (oldOnesToo)
        {
            Moved?.Invoke();
        }
    }

    public void Dispose() => _low.Dispose();

    private void PruneDead(Func<Oop, bool> isLive)
    {
        foreach (CodeUnit? unit in _units)
        {
            if (unit is not null && !isLive(unit.Place.Method))
            {
                Bury(unit);
            }
        }
        HashSet<nint> gone = [];
        foreach (((Oop Method, UnitEntry Entry) key, Place place) in _places.ToArray())
        {
            if (!isLive(place.Method))
            {
                _ = _places.Remove(key);
                if (place.Unit is { } unit)
                {
                    // No activation of it is left either: its frame would keep the method alive.
                    _ = gone.Add(unit.Code);
                    Free(unit);
                }
            }
        }
        Unlink(gone);
        // An activation that still runs a dropped unit keeps its method, and so its literals, alive.
        _ = _dropped.RemoveAll(unit =>
        {
            bool isDead = !isLive(unit.Place.Method);
            if (isDead)
            {
                Free(unit);
            }
            return isDead;
        });
        foreach (nint cell in _units.SelectMany(u => u?.BlockCells ?? []))
        {
            BlockCell* block = (BlockCell*)cell;
            if (!block->Method.IsNone && !isLive(block->Method))
            {
                (block->Method, block->Code) = (Oop.None, 0);
            }
        }
        Cells.Prune(isLive);
        // The next collection is not to ask for what another thread still compiles: the memory may be gone by then.
        foreach (CodeUnit unit in _units.OfType<CodeUnit>().Where(u => !isLive(u.Place.Method)))
        {
            unit.Place.Method = _memory.Nil;
        }
    }

    /// <summary>Makes a unit, whose code may still be in the making, refer to nothing that is gone.</summary>
    private void Bury(CodeUnit unit)
    {
        unit.IsDropped = true;
        new Span<Oop>(unit.Constants, unit.ConstantCount).Fill(_memory.Nil);
        unit.Cells.ForEach(cell => ((CallCell*)cell)->Selector = _memory.Nil);
        unit.BlockCells.ForEach(cell => ((BlockCell*)cell)->Method = Oop.None);
    }

    private static void VisitBlock(BlockCell* cell, RootVisitor visitor)
    {
        if (!cell->Method.IsNone)
        {
            visitor(ref cell->Method);
        }
    }

    /// <summary>No send and no block runs any of these codes any more.</summary>
    private void Unlink(HashSet<nint> codes)
    {
        if (codes.Count == 0)
        {
            return;
        }
        Cells.Unlink(codes);
        foreach (nint cell in _units.SelectMany(u => u?.BlockCells ?? []))
        {
            BlockCell* block = (BlockCell*)cell;
            if (codes.Contains(block->Code))
            {
                (block->Method, block->Code) = (Oop.None, 0);
            }
        }
    }

    private void Publish(CodeUnit unit, nint code)
    {
        Oop method = unit.Place.Method;
        switch (unit.Entry.Kind)
        {
            case UnitKind.Method:
                _interpreter.PublishMethod(method, code, unit.ServesContexts);
                break;
            case UnitKind.Block:
                _interpreter.PublishBlock(method, unit.Entry.Offset, code, unit.CopiedCount, unit.Depth);
                break;
            default:
                long flags = unit.Entry.Kind switch
                {
                    UnitKind.BlockLoop => Frame.BlockContextFlag,
                    UnitKind.HeapLoop => Frame.HeapTempsFlag,
                    _ => 0,
                };
                _interpreter.PublishLoop(method, unit.Entry.Offset, flags, unit.Depth, code);
                break;
        }
    }

    private void Free(CodeUnit unit)
    {
        Freed?.Invoke(unit);
        unit.IsDropped = true;
        unit.Body = null;
        _units[unit.Number] = null;
        _freeNumbers.Push(unit.Number);
        unit.Cells.ForEach(cell => _low.Free((void*)cell, sizeof(CallCell)));
        unit.BlockCells.ForEach(cell => _low.Free((void*)cell, sizeof(BlockCell)));
        unit.OtherConstants.ForEach(constant => _low.Free((void*)constant, sizeof(Oop)));
        unit.Exits.ForEach(exit => _low.Free((void*)exit, sizeof(ExitPoint)));
        _low.Free(unit.Constants, unit.ConstantCount * sizeof(Oop));
    }
}
