namespace JitTalk.Perf.Native.Havlak;

/// <summary>Finds the loops in the flow graph of a large procedure that is made up.</summary>
/// <param name="smallGraphRuns">How often loops are found before the graph grows; of the published numbers 15 give 1647 loops.</param>
/// <param name="repetitions">How often the loops of the grown graph are found again; 50 are published.</param>
internal sealed class HavlakBenchmark(int smallGraphRuns, int repetitions) : INativeBenchmark
{
    public string Name => "havlak";

    public long Run()
    {
        FlowGraph graph = new();
        LoopForest forest = new();
        _ = graph.AddLoop(0);
        graph.Connect(0, 2);
        for (int i = 0; i < smallGraphRuns; i++)
        {
            new LoopFinder(graph, forest).FindLoops();
        }
        graph.AddTrees(10, 10, 5);
        new LoopFinder(graph, forest).FindLoops();
        for (int i = 0; i < repetitions; i++)
        {
            new LoopFinder(graph, new LoopForest()).FindLoops();
        }
        forest.ComputeLevels();
        return (forest.Count * 10000L) + graph.Count + forest.SumOfLevels;
    }
}
