namespace JitTalk.Core.Compiler;

/// <summary>Which variables the context of a method or closure holds, in the order of their slots.</summary>
internal sealed class Frame
{
    private readonly Dictionary<LocalVariable, int> _slots = [];

    public Frame(BlockNode scope, IReadOnlyList<LocalVariable> copied)
    {
        foreach (LocalVariable variable in scope.Arguments.Concat(copied).Concat(scope.Temps))
        {
            _slots.Add(variable, _slots.Count);
        }
    }

    public int Size => _slots.Count;

    public int Add(LocalVariable variable)
    {
        _slots.Add(variable, _slots.Count);
        return _slots.Count - 1;
    }

    /// <summary>The slot from 0.</summary>
    public int SlotOf(LocalVariable variable) => _slots[variable];

    /// <summary>
    /// What a closure made here copies: the variables, or their vectors, that it or a closure inside uses and that live
    /// further out, in the order of their slots here.
    /// </summary>
    public IReadOnlyList<LocalVariable> CopiedBy(BlockNode closure)
    {
        (int entry, int exit) = closure.Extent;
        return
        [
            .. _slots.Where(slot => slot.Key.IsUsedBetween((entry, exit))).OrderBy(slot => slot.Value).Select(slot => slot.Key),
        ];
    }
}
