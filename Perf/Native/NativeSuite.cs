namespace JitTalk.Perf.Native;

/// <summary>The C# twins of the benchmarks in <c>samples/benchmarks/awfy</c>.</summary>
internal static class NativeSuite
{
    /// <summary>With the sizes that a unit of work has in Smalltalk.</summary>
    public static IReadOnlyList<INativeBenchmark> All { get; } =
    [
        new Bounce(),
        new CD.CDBenchmark(10),
        new DeltaBlue.DeltaBlueBenchmark(1000),
        new Havlak.HavlakBenchmark(15, 1),
        new Json.JsonBenchmark(),
        new List(),
        new Mandelbrot(100),
        new NBody(250),
        new Permute(),
        new Queens(),
        new Richards.RichardsBenchmark(),
        new Sieve(),
        new Storage(),
        new Towers(),
    ];
}
