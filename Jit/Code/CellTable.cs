using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Jit.Code;

/// <summary>The cells that sends share: one for each selector and class that compiled code is prepared for.</summary>
internal sealed unsafe class CellTable(LowMemory low, ObjectMemory memory, nint machine)
{
    private readonly List<nint> _cells = [];
    private readonly Dictionary<(Oop Selector, int ClassIndex), nint> _index = [];
    private bool _hasYoung;

    private static nint Lookup => (nint)(delegate*<Oop*, Oop*, CallCell*, long>)&CompiledCalls.Send;

    public CallCell* Of(Oop selector, int classIndex, int argumentCount)
    {
        if (_index.TryGetValue((selector, classIndex), out nint known) && ((CallCell*)known)->ArgumentCount == argumentCount)
        {
            return (CallCell*)known;
        }
        CallCell* cell = (CallCell*)low.Allocate(sizeof(CallCell));
        *cell = new CallCell { Machine = machine, Selector = selector, ClassIndex = classIndex, ArgumentCount = argumentCount };
        Unlink(cell);
        _cells.Add((nint)cell);
        _index[(selector, classIndex)] = (nint)cell;
        _hasYoung |= memory.IsYoung(selector);
        return cell;
    }

    /// <summary>How many cells lead to code, and how many to a lookup.</summary>
    public (int Linked, int Unlinked) Count()
    {
        int unlinked = _cells.Count(address => ((CallCell*)address)->Code == Lookup);
        return (_cells.Count - unlinked, unlinked);
    }

    /// <summary>Has sends look up again what a selector, or with <see cref="Oop.None"/> any, means.</summary>
    public void Unlink(Oop selector)
    {
        foreach (nint address in _cells)
        {
            CallCell* cell = (CallCell*)address;
            if (selector.IsNone || cell->Selector == selector)
            {
                Unlink(cell);
            }
        }
    }

    /// <summary>Has sends that run any of these codes look for other code.</summary>
    public void Unlink(HashSet<nint> codes)
    {
        foreach (nint address in _cells)
        {
            CallCell* cell = (CallCell*)address;
            if (codes.Contains(cell->Code))
            {
                Unlink(cell);
            }
        }
    }

    public void Visit(RootVisitor visitor)
    {
        foreach (nint address in _cells)
        {
            CallCell* cell = (CallCell*)address;
            visitor(ref cell->Selector);
            if (!cell->Assumed.IsNone)
            {
                visitor(ref cell->Assumed);
            }
        }
    }

    /// <summary>Frees the cells of selectors that are gone: no code that could use them is left.</summary>
    public void Prune(Func<Oop, bool> isLive)
    {
        _ = _cells.RemoveAll(address =>
        {
            CallCell* cell = (CallCell*)address;
            bool isDead = !isLive(cell->Selector);
            if (isDead)
            {
                low.Free(cell, sizeof(CallCell));
            }
            else if (!cell->Assumed.IsNone && !isLive(cell->Assumed))
            {
                cell->Assumed = Oop.None;
            }
            return isDead;
        });
    }

    /// <summary>
    /// Has sends to instances of classes that are gone look up again: the next classes get their indices. Answers whether
    /// there are any.
    /// </summary>
    public bool UnlinkGone()
    {
        bool areAny = false;
        foreach (nint address in _cells)
        {
            CallCell* cell = (CallCell*)address;
            if (IsGone(cell))
            {
                Unlink(cell);
                areAny = true;
            }
        }
        return areAny;
    }

    /// <summary>Whether the class that a cell is meant for is gone.</summary>
    public bool IsGone(CallCell* cell) => cell->ClassIndex != 0 && memory.Classes[cell->ClassIndex].IsNone;

    /// <summary>Selectors have moved, all of them or the young ones.</summary>
    public void ObjectsMoved(bool oldOnesToo)
    {
        if (!oldOnesToo && !_hasYoung)
        {
            return;
        }
        _index.Clear();
        _hasYoung = false;
        foreach (nint address in _cells)
        {
            CallCell* cell = (CallCell*)address;
            _index[(cell->Selector, cell->ClassIndex)] = address;
            _hasYoung |= memory.IsYoung(cell->Selector);
        }
    }

    private static void Unlink(CallCell* cell) => cell->Code = Lookup;
}
