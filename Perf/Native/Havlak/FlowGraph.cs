namespace JitTalk.Perf.Native.Havlak;

/// <summary>Instructions without jumps, which were left out.</summary>
internal sealed class BasicBlock
{
    public List<BasicBlock> Predecessors { get; } = [];

    public List<BasicBlock> Successors { get; } = [];
}

/// <summary>Blocks with consecutive numbers from 0. The first one is the entry.</summary>
internal sealed class FlowGraph
{
    private readonly List<BasicBlock> _blocks = [];

    public int Count => _blocks.Count;

    public BasicBlock Entry => _blocks[0];

    public void Connect(int from, int to)
    {
        BasicBlock source = Block(from);
        BasicBlock target = Block(to);
        source.Successors.Add(target);
        target.Predecessors.Add(source);
    }

    /// <summary>Two loops in a loop, each of them with a diamond.</summary>
    /// <returns>The number of the last block.</returns>
    public int AddLoop(int from)
    {
        int first = AddDiamondLoop(from);
        int second = AddDiamondLoop(first);
        int footer = AddBlock(second);
        Connect(footer, from);
        return AddBlock(footer);
    }

    /// <summary>All of them start at block 2 and end at block 1.</summary>
    public void AddTrees(int trees, int branches, int loops)
    {
        int end = 2;
        for (int tree = 0; tree < trees; tree++)
        {
            Connect(2, ++end);
            for (int branch = 0; branch < branches; branch++)
            {
                end = AddBranch(end, loops);
            }
            Connect(end, 1);
        }
    }

    private BasicBlock Block(int number)
    {
        while (number >= _blocks.Count)
        {
            _blocks.Add(new BasicBlock());
        }
        return _blocks[number];
    }

    private int AddBranch(int from, int loops)
    {
        int end = AddBlock(from);
        for (int loop = 0; loop < loops; loop++)
        {
            end = AddLoop(end);
        }
        Connect(end, from);
        return AddBlock(end);
    }

    private int AddDiamondLoop(int from)
    {
        int header = AddBlock(from);
        int end = AddDiamond(header);
        Connect(end, header);
        return end;
    }

    // If, then, else, end.
    private int AddDiamond(int from)
    {
        Connect(from, from + 1);
        Connect(from, from + 2);
        Connect(from + 1, from + 3);
        Connect(from + 2, from + 3);
        return from + 3;
    }

    private int AddBlock(int from)
    {
        Connect(from, from + 1);
        return from + 1;
    }
}
