namespace JitTalk.Perf.Native.Havlak;

/// <summary>A block in the tree of the walk.</summary>
internal sealed class LoopNode
{
    private readonly List<LoopNode> _backSources = [];
    private LoopNode _set;

    public LoopNode(BasicBlock block, int number)
    {
        Block = block;
        Number = number;
        _set = this;
    }

    public BasicBlock Block { get; }

    public int Number { get; }

    /// <summary>The number of the last descendant.</summary>
    public int Last { get; set; }

    /// <summary>Of which this is the header.</summary>
    public Loop? Loop { get; set; }

    /// <summary>Those with an edge to this one that are no descendants.</summary>
    public HashSet<LoopNode> OtherSources { get; } = [];

    public bool IsOwnSource => _backSources.Contains(this);

    public void AddSource(LoopNode node)
    {
        if (IsAncestorOf(node))
        {
            _backSources.Add(node);
        }
        else
        {
            _ = OtherSources.Add(node);
        }
    }

    /// <summary>A node is one of its own.</summary>
    public bool IsAncestorOf(LoopNode node) => Number <= node.Number && node.Number <= Last;

    /// <returns>What the sources of edges back to this node have shrunk to.</returns>
    public List<LoopNode> LoopEnds()
    {
        List<LoopNode> ends = [];
        foreach (LoopNode source in _backSources)
        {
            LoopNode end = source.FindSet();
            if (source != this && !ends.Contains(end))
            {
                ends.Add(end);
            }
        }
        return ends;
    }

    public void JoinSetOf(LoopNode node) => _set = node;

    /// <summary>All nodes on the way are nearer to it afterwards.</summary>
    public LoopNode FindSet()
    {
        LoopNode root = this;
        while (root._set != root)
        {
            root = root._set;
        }
        for (LoopNode node = this; node != root;)
        {
            LoopNode next = node._set;
            node._set = root;
            node = next;
        }
        return root;
    }
}
