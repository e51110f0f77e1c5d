using JitTalk.Perf.Comparing;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Native;
using JitTalk.Perf.Suites;

namespace JitTalk.Tests.Perf;

/// <summary>C# beside Smalltalk: the same units, the same answers.</summary>
public sealed class NativeContenderTests
{
    private static readonly BenchmarkTimes OneIteration = new(TimeSpan.FromTicks(1), TimeSpan.FromTicks(1));

    [Test]
    public void A_twin_does_the_units_of_its_benchmark()
    {
        Twin twin = new("bounce", () => 1331);
        BenchmarkRun run = new NativeContender([twin]).Measure(Awfy()).Benchmarks.Single();
        Assert.That(twin.Runs, Is.EqualTo(3 * (run.WarmUp.Count + run.Measured.Count)));
        Assert.That(run.WarmUp, Is.Not.Empty);
        Assert.That(run.Measured, Is.Not.Empty);
        Assert.That(run.Checksum, Is.EqualTo("1331"));
    }

    [Test]
    public void A_twin_that_fails_is_told()
    {
        Twin twin = new("bounce", () => throw new InvalidOperationException("wrong"));
        Assert.That(new NativeContender([twin]).Measure(Awfy()).Benchmarks.Single().Failure, Is.EqualTo("wrong"));
    }

    [Test]
    public void Without_twins_it_knows_only_the_tiny_benchmarks()
    {
        Assert.That(new NativeContender([]).Knows(Awfy()), Is.False);
        Assert.That(new NativeContender([]).Knows(new StartupSuite()), Is.False);
        Assert.That(new NativeContender([]).Knows(new TinySuite()), Is.True);
        Assert.That(new NativeContender([new Twin("list", () => 1)]).Knows(Awfy()), Is.True);
    }

    private static HarnessSuite Awfy() => new(
        new BenchmarkSource(BenchmarkSource.AwfyName, ".", [], "AreWeFast", [new BenchmarkRow("bounce", 3), new BenchmarkRow("list", 2)]), OneIteration);

    private sealed class Twin(string name, Func<long> run) : INativeBenchmark
    {
        public int Runs { get; private set; }

        public string Name => name;

        public long Run()
        {
            Runs++;
            return run();
        }
    }
}
