namespace JitTalk.Core.Compiler;

/// <summary>Which variables the context of a method or closure holds, in the order of their slots.</summary>
internal sealed class Frame
{
    private readonly Dictionary<LocalVariable, int> _slots = [];

    /// <param name="scope">The method, or a block that is not coded inline.</param>
    /// <param name="copied">What the block has copied.</param>
    public Frame(BlockNode scope, IReadOnlyList<LocalVariable> copied)
    {
        foreach (LocalVariable variable in scope.Arguments.Concat(copied).Concat(scope.Temps))
        {
            _ = Add(variable);
        }
    }

    public int Size => _slots.Count;

    /// <summary>Adds one, and answers its slot.</summary>
    /// <exception cref="SyntaxErrorException">No context has room for it.</exception>
    public int Add(LocalVariable variable)
    {
        if (_slots.Count == StackHeight.Large)
        {
            throw new SourceOffset { Offset = variable.Start }.TooMany("arguments and temporary variables", StackHeight.Large);
        }
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
