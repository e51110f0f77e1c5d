using System.Text;
using JitTalk.Jit;

namespace JitTalk.Tests.Images;

/// <summary>The fourteen programs of <c>samples/benchmarks/awfy</c> verify their results, and answer what their C# twins do.</summary>
[TestFixture("Cuis5.0-3121-64.image")]
[TestFixture("Cuis5.0-3121-32.image")]
public sealed class AreWeFastYetTests(string name)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static readonly Dictionary<string, JitOptions?> Engines = new()
    {
        ["Interpreter"] = null,
        ["Jit"] = new() { CallThreshold = 10, LoopThreshold = 40, Grace = TimeSpan.Zero },
        ["JitAtFirstCall"] = new() { CallThreshold = 1, LoopThreshold = 4, Grace = TimeSpan.Zero, IsBackground = false },
    };

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
        BenchmarkResults.AssertAsTwins(output);
    }
}
