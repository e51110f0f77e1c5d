namespace JitTalk.Perf.Native.Havlak;

/// <summary>Blocks that can reach each other, through the header.</summary>
/// <param name="header">Where the loop begins.</param>
/// <param name="reducible">Whether the header is the only entry.</param>
internal sealed class Loop(BasicBlock? header, bool reducible)
{
    private readonly List<Loop> _children = [];
    private Loop? _parent;

    public BasicBlock? Header { get; } = header;

    public bool IsReducible { get; } = reducible;

    /// <summary>Those in no inner loop, without the header.</summary>
    public List<BasicBlock> Blocks { get; } = [];

    public Loop? Parent
    {
        get => _parent;
        set
        {
            _parent = value;
            value?._children.Add(this);
        }
    }

    /// <summary>How many loops it is in.</summary>
    public int Depth { get; private set; }

    /// <summary>How many loops are within each other in it.</summary>
    public int Nesting { get; private set; }

    public void ComputeLevels(int depth)
    {
        Depth = depth;
        Nesting = 0;
        foreach (Loop child in _children)
        {
            child.ComputeLevels(depth + 1);
            Nesting = Math.Max(Nesting, child.Nesting + 1);
        }
    }
}

/// <summary>The loops that were found. The root stands for the whole procedure.</summary>
internal sealed class LoopForest
{
    private readonly Loop _root = new(null, true);
    private readonly List<Loop> _loops;

    public LoopForest() => _loops = [_root];

    /// <summary>With the root.</summary>
    public int Count => _loops.Count;

    public long SumOfLevels => _loops.Sum(loop => loop.Depth + loop.Nesting);

    public void Add(Loop loop) => _loops.Add(loop);

    public void ComputeLevels()
    {
        foreach (Loop loop in _loops)
        {
            if (loop != _root && loop.Parent == null)
            {
                loop.Parent = _root;
            }
        }
        _root.ComputeLevels(0);
    }
}
