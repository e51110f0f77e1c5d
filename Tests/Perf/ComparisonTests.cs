using JitTalk.Perf.Comparing;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Reports;
using JitTalk.Perf.Suites;

namespace JitTalk.Tests.Perf;

/// <summary>The order of runs, and what is told of those that fail.</summary>
public sealed class ComparisonTests
{
    private static readonly SmalltalkImage Image = new(new FileInfo("some.image"), 6502, new CuisScripting());

    private readonly List<string> _log = [];
    private readonly HarnessSuite _suite = new(
        new BenchmarkSource("micro", ".", [], "Some", [new BenchmarkRow("fib", 1)]), new BenchmarkTimes(TimeSpan.Zero, TimeSpan.Zero));

    [Test]
    public void Machines_run_in_turn_and_all_rounds_count()
    {
        double time = 0;
        FakeContender one = Contender("one", () => Fib([++time]));
        FakeContender two = Contender("two", () => Fib([10]));
        ComparisonResult result = Compare(rounds: 3, one, two);
        Assert.That(_log, Is.EqualTo(["one", "two", "one", "two", "one", "two"]));
        Assert.That(result.Measurements.Find(one, _suite, "fib")!.Measured, Is.EqualTo([1, 2, 3]));
        Assert.That(result.Problems, Is.Empty);
    }

    [Test]
    public void One_that_breaks_off_is_told_once_and_the_others_go_on()
    {
        FakeContender crashing = Contender("one", () => new SuiteRun([new BenchmarkRun("fib", [], [5])], "exited with 139"));
        ComparisonResult result = Compare(rounds: 2, crashing, Contender("two", () => Fib([10])));
        Assert.That(_log, Is.EqualTo(["one", "two", "two"]));
        Assert.That(result.Problems, Is.EqualTo(["one in some: micro: broke off after fib: exited with 139"]));
    }

    [Test]
    public void One_that_cannot_be_started_is_told()
    {
        ComparisonResult result = Compare(rounds: 2, Contender("one", () => throw new MeasurementException("cannot start it")));
        Assert.That(result.Problems, Is.EqualTo(["one in some: micro: cannot start it"]));
    }

    [Test]
    public void Different_results_are_told()
    {
        ComparisonResult result = Compare(
            rounds: 1,
            Contender("one", () => Fib([1], "7")),
            Contender("two", () => Fib([1], "8")),
            Contender("three", () => Fib([1], "7")));
        Assert.That(result.Problems, Is.EqualTo(["fib has several results: 7 (one in some, three in some); 8 (two in some)"]));
    }

    [Test]
    public void A_failure_is_told_and_leaves_no_time()
    {
        FakeContender failing = Contender("one", () => new SuiteRun([new BenchmarkRun("fib", [], [3], Failure: "wrong")]));
        ComparisonResult result = Compare(rounds: 2, failing, Contender("two", () => Fib([10])));
        Assert.That(result.Problems, Is.EqualTo(["fib failed: wrong (one in some)"]));
        Assert.That(Cell.Of(result.Measurements.Find(failing, _suite, "fib")), Is.Null);
    }

    [Test]
    public void What_no_machine_finds_in_an_image_is_no_failure()
    {
        const string reason = "Message not understood: ensure:";
        ComparisonResult result = Compare(
            rounds: 1,
            Contender("one", () => new SuiteRun([new BenchmarkRun("fib", [], [], Failure: reason)])),
            Contender("two", () => new SuiteRun([new BenchmarkRun("fib", [], [], Failure: reason)])));
        Assert.That(result.Problems, Is.Empty);
        Assert.That(result.Lacks, Is.EqualTo([$"some cannot run fib: {reason}"]));
    }

    [Test]
    public void What_only_one_machine_does_not_find_is_a_failure()
    {
        const string reason = "Message not understood: ensure:";
        ComparisonResult result = Compare(
            rounds: 1,
            Contender("one", () => new SuiteRun([new BenchmarkRun("fib", [], [], Failure: reason)])),
            Contender("two", () => Fib([1])));
        Assert.That(result.Problems, Has.Count.EqualTo(1));
        Assert.That(result.Lacks, Is.Empty);
    }

    [Test]
    public void What_the_clock_does_not_see_is_told_and_has_no_ratio()
    {
        FakeContender contender = Contender("one", () => Fib([0, 0, 1000]));
        ComparisonResult result = Compare(rounds: 1, contender);
        Assert.That(result.Problems.Single(), Does.StartWith("fib is over before the image's clock ticks"));
        Assert.That(Cell.Of(result.Measurements.Find(contender, _suite, "fib")), Is.Null);
    }

    private static SuiteRun Fib(IReadOnlyList<double> times, string? checksum = null) => new([new BenchmarkRun("fib", [], times, checksum)]);

    private FakeContender Contender(string name, Func<SuiteRun> run) => new(name, Image, _log, run);

    private ComparisonResult Compare(int rounds, params IContender[] contenders)
    {
        _log.Clear();
        return new Comparison(contenders, [_suite], rounds, TextWriter.Null).Run();
    }
}
