using System.Text;
using JitTalk.Core.Compiler;
using JitTalk.Core.Execution;
using JitTalk.Jit;
using JitTalk.Tests.Images;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Building;

/// <summary>The kernel runs its own tests and the benchmarks, whatever it is built as, in every engine, to the same end.</summary>
[TestFixtureSource(typeof(KernelKind), nameof(KernelKind.All))]
internal sealed class KernelRunTests(KernelKind kind)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly Dictionary<string, JitOptions?> Engines = new()
    {
        ["Interpreter"] = null,
        ["Jit"] = new() { CallThreshold = 10, LoopThreshold = 40, Grace = TimeSpan.Zero },
        ["JitAtFirstCall"] = new() { CallThreshold = 1, LoopThreshold = 4, Grace = TimeSpan.Zero, IsBackground = false },
    };

    private static IEnumerable<string> EngineNames => Engines.Keys;

    [TestCaseSource(nameof(EngineNames))]
    public void Its_tests_pass(string engine)
    {
        using RunningImage image = new(BuiltKernel.Image(kind), Engines[engine], []);
        AssertAllPass(image);
    }

    /// <summary>Slow, so for one kind.</summary>
    [Test]
    public void Its_tests_pass_while_objects_move()
    {
        Assume.That(kind, Is.EqualTo(new KernelKind(68533, CompilerTarget.SistaV1)), "one kind is enough");
        using RunningImage image = new(BuiltKernel.Image(kind), collecting: true);
        AssertAllPass(image);
    }

    [TestCaseSource(nameof(EngineNames))]
    public void Benchmarks_answer_what_their_twins_answer(string engine)
    {
        string script = Repository.Path("samples", "benchmarks", "built-in.st");
        using RunningImage image = new(BuiltKernel.Image(kind), Engines[engine], [script, "awfy", "AreWeFast", "all", "0", "0", "1"]);
        bool ended = image.Run(Limit);
        string output = Encoding.UTF8.GetString(image.Output.ToArray());
        Assert.That(ended, $"the benchmarks did not come to an end: {output}");
        BenchmarkResults.AssertAsTwins(output);
    }

    [Test]
    public void Blocks_are_named_after_their_method()
    {
        using RunningImage image = new(BuiltKernel.Image(kind), Engines["Interpreter"], []);
        Evaluation result = image.Evaluate("(Set with: 3) collect: [:each | each zork]", Limit);
        Assert.That(result.Stack.Take(4), Is.EqualTo((string[])
        [
            "SmallInteger(Object)>>doesNotUnderstand:", "[] in UndefinedObject>>DoIt", "[] in Set(Collection)>>collect:", "Set>>do:",
        ]));
    }

    private static void AssertAllPass(RunningImage image)
    {
        Evaluation result = image.Evaluate("TestRunner runAll", Limit);
        string output = Encoding.UTF8.GetString(image.Output.ToArray());
        Assert.That((result.Succeeded, result.Text), Is.EqualTo((true, "true")), $"{result.Text}\n{output}");
        Assert.That(output, Does.Match(@"\d{3,} passed, 0 failed"));
    }
}
