using JitTalk.Perf.Comparing;
using JitTalk.Perf.Suites;

namespace JitTalk.Tests.Perf;

/// <summary>What is told of the iterations of several rounds.</summary>
internal sealed class SamplesTests
{
    [Test]
    public void Each_round_counts_once_however_many_iterations_it_has()
    {
        Samples samples = new();
        samples.Add(new BenchmarkRun("fib", [30], [10, 11, 10]));
        samples.Add(new BenchmarkRun("fib", [31], [5, 5, 5, 5, 5, 5, 5, 5, 5]));
        samples.Add(new BenchmarkRun("fib", [32], [12]));
        samples.Add(new BenchmarkRun("fib", [33], []));
        Assert.That(samples.Median, Is.EqualTo(10));
        Assert.That(samples.Measured.Median(), Is.EqualTo(5), "most iterations are of one round");
        Assert.That(samples.Firsts, Is.EqualTo([30, 31, 32, 33]));
    }
}
