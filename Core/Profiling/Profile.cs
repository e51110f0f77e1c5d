namespace JitTalk.Core.Profiling;

/// <summary>What a run was found doing: the stacks that were seen, how long, and in what order.</summary>
internal sealed class Profile(TimeSpan interval)
{
    // A quarter of an hour of changing stacks at a millisecond each.
    private const int LongestTimeline = 1 << 20;

    private readonly List<ProfileFrame> _frames = [];
    private readonly Dictionary<ProfileFrame, int> _numbers = [];
    private readonly List<(int Node, TimeSpan Time)> _timeline = [];
    private bool _isTooLong;

    public CallTree Tree { get; } = new();

    /// <summary>What the numbers in the tree stand for.</summary>
    public IReadOnlyList<ProfileFrame> Frames => _frames;

    /// <summary>The time from sample to sample that was asked for.</summary>
    public TimeSpan Interval => interval;

    public long Samples { get; private set; }

    /// <summary>The time that all samples stand for.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>
    /// The stacks in the order in which they were seen, by their nodes, and how long each time. Of a run that was too
    /// long to be kept so, the nodes in the order in which they were first seen.
    /// </summary>
    public IEnumerable<(int Node, TimeSpan Time)> Timeline => _isTooLong
        ? Enumerable.Range(1, Tree.Count - 1).Where(node => Tree.SamplesAt(node) > 0).Select(node => (node, Tree.TimeAt(node)))
        : _timeline;

    /// <summary>The number of a frame.</summary>
    public int NumberOf(ProfileFrame frame)
    {
        if (!_numbers.TryGetValue(frame, out int number))
        {
            number = _frames.Count;
            _frames.Add(frame);
            _numbers.Add(frame, number);
        }
        return number;
    }

    /// <summary>Counts samples of the stack that ends at a node of the tree.</summary>
    /// <param name="node">The node.</param>
    /// <param name="samples">How many, one after the other.</param>
    /// <param name="time">What they stand for.</param>
    public void Add(int node, int samples, TimeSpan time)
    {
        Tree.Add(node, samples, time);
        Samples += samples;
        Time += time;
        if (_isTooLong)
        {
            return;
        }
        if (_timeline.Count > 0 && _timeline[^1].Node == node)
        {
            _timeline[^1] = (node, _timeline[^1].Time + time);
        }
        else if (_timeline.Count < LongestTimeline)
        {
            _timeline.Add((node, time));
        }
        else
        {
            _isTooLong = true;
            _timeline.Clear();
        }
    }

    /// <summary>The time of the stacks whose innermost frame is of a kind.</summary>
    public TimeSpan TimeOf(FrameKind kind)
    {
        TimeSpan time = TimeSpan.Zero;
        for (int node = 1; node < Tree.Count; node++)
        {
            if (_frames[Tree.FrameAt(node)].Kind == kind)
            {
                time += Tree.TimeAt(node);
            }
        }
        return time;
    }
}
