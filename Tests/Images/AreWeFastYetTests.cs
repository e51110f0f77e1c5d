using System.Globalization;
using System.Text;
using JitTalk.Jit;
using JitTalk.Perf.Native;

namespace JitTalk.Tests.Images;

/// <summary>The fourteen programs of <c>samples/benchmarks/awfy</c> verify their results, and answer what their C# twins do.</summary>
[TestFixture("Cuis5.0-3121-64.image")]
[TestFixture("Cuis5.0-3121-32.image")]
public sealed class AreWeFastYetTests(string name)
{
    private const int Programs = 14;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static readonly Dictionary<string, JitOptions?> Engines = new()
    {
        ["Interpreter"] = null,
        ["Jit"] = new() { CallThreshold = 10, LoopThreshold = 40, Grace = TimeSpan.Zero },
        ["JitAtFirstCall"] = new() { CallThreshold = 1, LoopThreshold = 4, Grace = TimeSpan.Zero, IsBackground = false },
    };

    private static readonly Lazy<Dictionary<string, long>> Twins = new(() => NativeSuite.All.ToDictionary(b => b.Name, b => b.Run()));

    private static IEnumerable<string> EngineNames => Engines.Keys;

    [TestCaseSource(nameof(EngineNames))]
    public void All_answer_what_their_twins_answer(string engine)
    {
        string script = Path.Combine(TestContext.CurrentContext.TestDirectory, "benchmarks", "run.st");
        string[] arguments = ["-s", script, "awfy", "AreWeFast", "all", "0", "0", "1"];
        using RunningImage image = new(name, Engines[engine], arguments);
        bool ended = image.Run(Limit);
        string output = Encoding.UTF8.GetString(image.Output.ToArray());
        Assert.That(ended, $"{name} did not come to an end: {output}");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Dictionary<string, long> results = lines.Select(line => line.Split(" result "))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
        Assert.That(results, Is.EquivalentTo(Twins.Value), output);
        Assert.That(results, Has.Count.EqualTo(Programs));
    }
}
