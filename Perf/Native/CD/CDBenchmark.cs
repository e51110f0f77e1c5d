namespace JitTalk.Perf.Native.CD;

/// <summary>Detects the collisions of aircraft that fly along two waves.</summary>
/// <param name="aircraft">How many; of the published numbers 10 give 390 collisions, 100 give 4305, 250 give 10830.</param>
internal sealed class CDBenchmark(int aircraft) : INativeBenchmark
{
    private const int Frames = 200;

    public string Name => "cd";

    public long Run()
    {
        Simulator simulator = new(aircraft);
        CollisionDetector detector = new();
        long collisions = 0;
        for (int frame = 0; frame < Frames; frame++)
        {
            collisions += detector.Detect(simulator.Frame(frame / 10.0)).Count;
        }
        return collisions;
    }
}
