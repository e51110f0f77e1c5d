using System.Text;
using JitTalk.Core.Compiler;
using JitTalk.Core.Execution;
using JitTalk.Tests.Images;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Building;

/// <summary>The kernel runs its own tests and the benchmarks, whatever it is built as, in every engine, to the same end.</summary>
internal sealed class KernelRunTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static IReadOnlyList<KernelEngine> Engines => Optimization.IsOn ? KernelEngine.All : KernelEngine.Some;

    [TestCaseSource(nameof(Engines))]
    public void Its_tests_pass(KernelEngine engine)
    {
        using RunningImage image = new(BuiltKernel.Image(engine.Kind), engine.Jit, []);
        AssertAllPass(image);
    }

    /// <summary>Slow, so for one kind.</summary>
    [Test]
    public void Its_tests_pass_while_objects_move()
    {
        Assume.That(Optimization.IsOn, "takes too long unoptimized");
        using RunningImage image = new(BuiltKernel.Image(new KernelKind(68533, CompilerTarget.SistaV1)), collectEvery: 10);
        AssertAllPass(image);
    }

    [TestCaseSource(nameof(Engines))]
    public void Benchmarks_answer_what_their_twins_answer(KernelEngine engine)
    {
        string script = Repository.Path("samples", "benchmarks", "built-in.st");
        using RunningImage image = new(BuiltKernel.Image(engine.Kind), engine.Jit, [script, "awfy", "AreWeFast", "all", "0", "0", "1"]);
        bool ended = image.Run(Limit);
        string output = Encoding.UTF8.GetString(image.Output.ToArray());
        Assert.That(ended, $"the benchmarks did not come to an end: {output}");
        BenchmarkResults.AssertAsTwins(output);
    }

    /// <summary>Whether they are part of its code or have code of their own.</summary>
    [TestCaseSource(nameof(Engines))]
    public void Blocks_are_named_after_their_method(KernelEngine engine)
    {
        using RunningImage image = new(BuiltKernel.Image(engine.Kind), engine.Jit, []);
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
