using System.Globalization;
using JitTalk.Perf.Native;

namespace JitTalk.Tests.Images;

/// <summary>What the fourteen programs of <c>samples/benchmarks/awfy</c> answer, beside what their twins in C# do.</summary>
internal static class BenchmarkResults
{
    private const int Programs = 14;

    private static readonly Lazy<Dictionary<string, long>> Twins = new(() => NativeSuite.All.ToDictionary(b => b.Name, b => b.Run()));

    /// <summary>Compares the results among the lines that the harness printed.</summary>
    public static void AssertAsTwins(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Dictionary<string, long> results = lines.Select(line => line.Split(" result "))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
        Assert.That(results, Is.EquivalentTo(Twins.Value), output);
        Assert.That(results, Has.Count.EqualTo(Programs));
    }
}
