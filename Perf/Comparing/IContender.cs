using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Comparing;

/// <summary>One that takes part in a comparison.</summary>
internal interface IContender
{
    string Name { get; }

    /// <summary>The image that it runs; null: none.</summary>
    SmalltalkImage? Image { get; }

    /// <summary>False where it has nothing to set against a suite.</summary>
    bool Knows(Suite suite);

    /// <summary>Runs a suite once.</summary>
    /// <exception cref="MeasurementException">It cannot be started, or is wrong.</exception>
    SuiteRun Measure(Suite suite);

    /// <summary>Its name, and that of its image.</summary>
    string Describe() => Image is { } image ? $"{Name} in {image.Name}" : Name;
}
