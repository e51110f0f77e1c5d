using JitTalk.Perf.Commands;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Tests.Perf;

/// <summary>Which benchmarks a command line names.</summary>
public sealed class SuiteSelectionTests
{
    private static readonly BenchmarkTimes Times = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    [Test]
    public void A_filter_leaves_the_suites_that_have_what_it_names()
    {
        IReadOnlyList<Suite> suites = SuiteSelection.Filter(SuiteSelection.Open("startup,micro,tiny", Times), "fib,sort*");
        Assert.That(suites.Single().Benchmarks, Is.EqualTo(["fib", "sort", "sortBlock"]));
    }

    [Test]
    public void Without_filter_all_run() =>
        Assert.That(SuiteSelection.Filter(SuiteSelection.Open("startup,micro,tiny", Times), null), Has.Count.EqualTo(3));

    [Test]
    public void An_unknown_benchmark_is_told() => Assert.That(
        () => SuiteSelection.Filter(SuiteSelection.Open("startup", Times), "fob"),
        Throws.InstanceOf<MeasurementException>().With.Message.EqualTo("there is no benchmark fob; there are: startup"));

    [Test]
    public void An_unknown_suite_is_told() => Assert.That(
        () => SuiteSelection.Open("nano", Times),
        Throws.InstanceOf<MeasurementException>().With.Message.StartsWith("there is no suite nano"));
}
