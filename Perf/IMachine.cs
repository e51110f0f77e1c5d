namespace JitTalk.Perf;

/// <summary>A virtual machine to measure, with the image that it is measured in.</summary>
internal interface IMachine
{
    string Name { get; }

    /// <summary>Runs <c>0 tinyBenchmarks</c> in a process of its own.</summary>
    /// <returns>What the image says, "… bytecodes/sec; … sends/sec" somewhere in it.</returns>
    string TinyBenchmarks();
}
