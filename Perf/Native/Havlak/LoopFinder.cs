namespace JitTalk.Perf.Native.Havlak;

/// <summary>
/// Numbers the blocks in the order in which a depth-first walk meets them. A loop is then where an edge leads back to an ancestor
/// in the tree of that walk. Inner loops are found first; each shrinks to its header.
/// </summary>
internal sealed class LoopFinder(FlowGraph graph, LoopForest forest)
{
    private readonly LoopNode[] _nodes = new LoopNode[graph.Count];
    private readonly Dictionary<BasicBlock, LoopNode> _nodeOfBlock = [];
    private int _count;

    /// <summary>In the order of the numbers, headers of inner loops are behind those of outer ones.</summary>
    public void FindLoops()
    {
        Visit(graph.Entry);
        for (int i = 0; i < _count; i++)
        {
            SortEdgesTo(_nodes[i]);
        }
        for (int i = _count - 1; i >= 0; i--)
        {
            FindLoopAt(_nodes[i]);
        }
    }

    private void Visit(BasicBlock block)
    {
        LoopNode node = new(block, _count);
        _nodes[_count] = node;
        _count++;
        _nodeOfBlock.Add(block, node);
        foreach (BasicBlock successor in block.Successors)
        {
            if (!_nodeOfBlock.ContainsKey(successor))
            {
                Visit(successor);
            }
        }
        node.Last = _count - 1;
    }

    private void SortEdgesTo(LoopNode node)
    {
        foreach (BasicBlock predecessor in node.Block.Predecessors)
        {
            if (_nodeOfBlock.TryGetValue(predecessor, out LoopNode? source))
            {
                node.AddSource(source);
            }
        }
    }

    private void FindLoopAt(LoopNode node)
    {
        List<LoopNode> body = node.LoopEnds();
        if (body.Count > 0 || node.IsOwnSource)
        {
            bool reducible = CompleteBody(body, node);
            ShrinkBody(body, node, new Loop(node.Block, reducible));
        }
    }

    // Adds what leads to the end of the loop, back to the header; what does so from outside enters beside the header.
    // Answers whether there was no such thing.
    private static bool CompleteBody(List<LoopNode> body, LoopNode node)
    {
        bool reducible = true;
        Queue<LoopNode> work = new(body);
        while (work.TryDequeue(out LoopNode? member))
        {
            foreach (LoopNode other in member.OtherSources)
            {
                LoopNode source = other.FindSet();
                if (!node.IsAncestorOf(source))
                {
                    reducible = false;
                    _ = node.OtherSources.Add(source);
                }
                else if (source != node && !body.Contains(source))
                {
                    work.Enqueue(source);
                    body.Add(source);
                }
            }
        }
        return reducible;
    }

    private void ShrinkBody(List<LoopNode> body, LoopNode node, Loop loop)
    {
        node.Loop = loop;
        foreach (LoopNode member in body)
        {
            member.JoinSetOf(node);
            if (member.Loop == null)
            {
                loop.Blocks.Add(member.Block);
            }
            else
            {
                member.Loop.Parent = loop;
            }
        }
        forest.Add(loop);
    }
}
