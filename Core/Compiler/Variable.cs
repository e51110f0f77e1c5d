namespace JitTalk.Core.Compiler;

/// <summary>What a name stands for.</summary>
internal abstract class Variable(string name)
{
    public string Name { get; } = name;
}

internal sealed class PseudoVariable : Variable
{
    private PseudoVariable(string name)
        : base(name)
    {
    }

    public static PseudoVariable Self { get; } = new("self");
    public static PseudoVariable Super { get; } = new("super");
    public static PseudoVariable Nil { get; } = new("nil");
    public static PseudoVariable True { get; } = new("true");
    public static PseudoVariable False { get; } = new("false");
    public static PseudoVariable ThisContext { get; } = new("thisContext");

    private static readonly PseudoVariable[] All = [Self, Super, Nil, True, False, ThisContext];

    public static PseudoVariable? Find(string name) => Array.Find(All, variable => variable.Name == name);
}

internal sealed class ReceiverVariable(string name, InstanceVariable slot) : Variable(name)
{
    public InstanceVariable Slot { get; } = slot;
}

internal sealed class GlobalVariable(GlobalBinding binding) : Variable(binding.Name)
{
    public GlobalBinding Binding { get; } = binding;
}

internal enum LocalKind
{
    Temp,
    MethodArgument,

    /// <summary>Also the hidden limit of a to:do:.</summary>
    BlockArgument,
}

/// <summary>An argument or temp, or a temp vector: what has a slot in a context, or could have.</summary>
/// <param name="name">Of a vector, for people.</param>
/// <param name="kind">What it is.</param>
/// <param name="order">How many were declared before it in the method.</param>
/// <param name="start">Offset of its declaration.</param>
internal class LocalVariable(string name, LocalKind kind, int order, int start) : Variable(name)
{
    private readonly List<(BlockNode Scope, int Place)> _reads = [];
    private readonly List<(BlockNode Scope, int Place)> _writes = [];

    public LocalKind Kind { get; } = kind;

    public int Order { get; } = order;
    public int Start { get; } = start;

    /// <summary>The block, inlined or not, whose text declares it.</summary>
    public BlockNode? Definer { get; set; }

    /// <summary>The vector that it lives in; null while it lives in a context.</summary>
    public TempVector? Vector { get; set; }

    public IReadOnlyList<(BlockNode Scope, int Place)> Reads => _reads;
    public IReadOnlyList<(BlockNode Scope, int Place)> Writes => _writes;

    public void AddRead(BlockNode scope, int place)
    {
        _reads.Add((scope, place));
        Vector?.AddRead(scope, place);
    }

    public void AddWrite(BlockNode scope, int place)
    {
        _writes.Add((scope, place));
        Vector?.AddRead(scope, place);
    }

    public bool IsUsedBetween((int Entry, int Exit) extent) =>
        _reads.Concat(_writes).Any(use => use.Place >= extent.Entry && use.Place <= extent.Exit);
}

/// <summary>An Array that holds temps which several contexts share and change.</summary>
internal sealed class TempVector(int start) : LocalVariable("a temp vector", LocalKind.Temp, -1, start)
{
    public List<LocalVariable> Elements { get; } = [];

    public void Add(LocalVariable temp)
    {
        Elements.Add(temp);
        foreach ((BlockNode scope, int place) in temp.Reads.Concat(temp.Writes))
        {
            AddRead(scope, place);
        }
        temp.Vector = this;
    }
}
