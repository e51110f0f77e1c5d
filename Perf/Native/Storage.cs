namespace JitTalk.Perf.Native;

/// <summary>Builds a tree of arrays: garbage for the collector. The arrays are counted.</summary>
internal sealed class Storage : INativeBenchmark
{
    private AwfyRandom _random = new();
    private int _count;

    public string Name => "storage";

    public long Run()
    {
        _random = new AwfyRandom();
        _count = 0;
        _ = Tree(7);
        return _count;
    }

    private object[] Tree(int depth)
    {
        _count++;
        if (depth == 1)
        {
            return new object[(_random.Next() % 10) + 1];
        }
        object[] trees = new object[4];
        for (int i = 0; i < trees.Length; i++)
        {
            trees[i] = Tree(depth - 1);
        }
        return trees;
    }
}
