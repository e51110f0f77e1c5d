namespace JitTalk.Perf.Native;

/// <summary>The C# twin of a benchmark in <c>samples/benchmarks/awfy</c>: the same algorithm on the same input, as C# is written.</summary>
internal interface INativeBenchmark
{
    /// <summary>The selector of the benchmark in <c>AreWeFast</c>.</summary>
    string Name { get; }

    /// <summary>Does one unit of work.</summary>
    /// <returns>The same checksum as the benchmark in Smalltalk answers.</returns>
    long Run();
}
