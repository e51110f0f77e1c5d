using JitTalk.Core.Memory;

namespace JitTalk.Tests.Stress;

/// <summary>Random graphs of objects survive every way to collect.</summary>
public sealed class GraphTests
{
    private static readonly (string Name, Action<ObjectMemory> Collect, bool ClearsWeakSlots)[] Collections =
    [
        ("scavenge", memory => memory.Scavenger.Scavenge(), false),
        ("full", memory => memory.FullCollector.Collect(), true),
    ];

    [Test]
    public void A_random_graph_is_the_same_after_any_collection([Range(1, 20)] int seed)
    {
        const int rounds = 60;
        using GraphModel graph = new(seed);
        Random random = new(seed);
        int largest = 0;
        for (int round = 0; round < rounds; round++)
        {
            graph.Change(random.Next(1, 200));
            largest = Math.Max(largest, graph.Size);
            (string name, Action<ObjectMemory> collect, bool clearsWeakSlots) = Collections[random.Next(4) == 0 ? 1 : 0];
            collect(graph.Memory);
            try
            {
                graph.Compare(clearsWeakSlots);
            }
            catch (AssertionException e)
            {
                throw new AssertionException($"seed {seed}, round {round}, {name}: {e.Message}");
            }
        }
        Assert.That(largest, Is.GreaterThan(20));
    }
}
