namespace JitTalk.Core.Profiling;

/// <summary>
/// The stacks that were seen, as a tree from the outermost frame inward, with what was counted at the end of each.
/// Frames are numbers of whoever uses the tree. Nodes count from 0, the root, which is no frame; a node's number is
/// greater than its parent's.
/// </summary>
internal sealed class CallTree
{
    public const int Root = 0;

    private readonly List<Node> _nodes = [new Node { Parent = -1, Frame = -1 }];
    private readonly Dictionary<(int Parent, int Frame), int> _children = [];

    /// <summary>The number of nodes, with the root.</summary>
    public int Count => _nodes.Count;

    /// <summary>The node of a frame that another called; made when it is new.</summary>
    public int Child(int parent, int frame)
    {
        if (!_children.TryGetValue((parent, frame), out int child))
        {
            child = _nodes.Count;
            _nodes.Add(new Node { Parent = parent, Frame = frame });
            _children.Add((parent, frame), child);
        }
        return child;
    }

    /// <summary>Counts samples of a stack that ends at a node.</summary>
    public void Add(int node, int samples, TimeSpan time)
    {
        Node counted = _nodes[node];
        counted.Samples += samples;
        counted.Time += time;
    }

    public int FrameAt(int node) => _nodes[node].Frame;

    /// <summary>Samples of stacks that end at a node.</summary>
    public long SamplesAt(int node) => _nodes[node].Samples;

    /// <summary>Time of the stacks that end at a node.</summary>
    public TimeSpan TimeAt(int node) => _nodes[node].Time;

    /// <summary>The frames of the stack that ends at a node, outermost first.</summary>
    public int[] StackOf(int node)
    {
        List<int> frames = [];
        for (int at = node; at != Root; at = _nodes[at].Parent)
        {
            frames.Add(_nodes[at].Frame);
        }
        frames.Reverse();
        return [.. frames];
    }

    /// <summary>
    /// Sums by frame: what was counted where it is innermost, and where it is anywhere in the stack. A frame that called
    /// itself counts once.
    /// </summary>
    /// <param name="includes">Tells by the innermost frame whether a stack counts.</param>
    public Dictionary<int, FrameSums> Sums(Func<int, bool> includes)
    {
        Dictionary<int, FrameSums> sums = [];
        HashSet<int> seen = [];
        for (int node = 1; node < _nodes.Count; node++)
        {
            Node end = _nodes[node];
            if (end.Samples == 0 || !includes(end.Frame))
            {
                continue;
            }
            FrameSums self = sums.GetValueOrDefault(end.Frame);
            sums[end.Frame] = self with { SelfSamples = self.SelfSamples + end.Samples, Self = self.Self + end.Time };
            seen.Clear();
            for (int at = node; at != Root; at = _nodes[at].Parent)
            {
                int frame = _nodes[at].Frame;
                if (seen.Add(frame))
                {
                    FrameSums total = sums.GetValueOrDefault(frame);
                    sums[frame] = total with { TotalSamples = total.TotalSamples + end.Samples, Total = total.Total + end.Time };
                }
            }
        }
        return sums;
    }

    private sealed class Node
    {
        public int Parent { get; init; }
        public int Frame { get; init; }
        public long Samples { get; set; }
        public TimeSpan Time { get; set; }
    }
}

/// <summary>What was counted of one frame.</summary>
/// <param name="SelfSamples">Samples in which it was innermost.</param>
/// <param name="Self">Their time.</param>
/// <param name="TotalSamples">Samples in which it was anywhere in the stack.</param>
/// <param name="Total">Their time.</param>
internal readonly record struct FrameSums(long SelfSamples, TimeSpan Self, long TotalSamples, TimeSpan Total);
