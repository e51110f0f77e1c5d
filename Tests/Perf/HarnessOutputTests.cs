using JitTalk.Perf.Suites;

namespace JitTalk.Tests.Perf;

/// <summary>Reading what the harness prints.</summary>
public sealed class HarnessOutputTests
{
    private const string Ending = "exited with 0";

    [Test]
    public void Iterations_are_kept_by_benchmark_and_warm_up()
    {
        SuiteRun run = HarnessOutput.Parse("fib 1 900 warm-up\nfib 2 110\nfib 3 100\nsieve 1 70\n# end\n", Ending);
        Assert.That(run.BrokeOff, Is.Null);
        Assert.That(run.Benchmarks.Select(b => b.Name), Is.EqualTo(["fib", "sieve"]));
        Assert.That(run.Benchmarks[0].WarmUp, Is.EqualTo([900]));
        Assert.That(run.Benchmarks[0].Measured, Is.EqualTo([110, 100]));
        Assert.That(run.Benchmarks[1].WarmUp, Is.Empty);
    }

    [Test]
    public void A_result_is_the_checksum()
    {
        SuiteRun run = HarnessOutput.Parse("json 1 5\njson result 156\nnbody 1 7\n# end", Ending);
        Assert.That(run.Benchmarks.Select(b => b.Checksum), Is.EqualTo(["156", null]));
    }

    [Test]
    public void A_failure_belongs_to_its_benchmark()
    {
        SuiteRun run = HarnessOutput.Parse("cd failed: key not found: 3\nfib 1 5\n# end", Ending);
        Assert.That(run.Benchmarks[0], Is.EqualTo(new BenchmarkRun("cd", [], [], Failure: "key not found: 3")).Using<BenchmarkRun>(SameFailure));
        Assert.That(run.Benchmarks[1].Failure, Is.Null);
        Assert.That(run.BrokeOff, Is.Null);
    }

    [Test]
    public void What_else_a_machine_prints_does_not_count()
    {
        SuiteRun run = HarnessOutput.Parse("pthread_setschedparam failed\r\nfib 1 5\r\nno such line\r\n# end\r\n", Ending);
        Assert.That(run.Benchmarks.Select(b => b.Name), Is.EqualTo(["fib"]));
    }

    [Test]
    public void Without_its_end_it_broke_off_and_what_was_measured_stays()
    {
        SuiteRun run = HarnessOutput.Parse("fib 1 5\n", "exited with 139");
        Assert.That(run.BrokeOff, Is.EqualTo("exited with 139"));
        Assert.That(run.Benchmarks[0].Measured, Is.EqualTo([5]));
    }

    [Test]
    public void A_failure_of_the_harness_is_why_it_broke_off()
    {
        SuiteRun run = HarnessOutput.Parse("harness failed: no such file\n", Ending);
        Assert.That(run.BrokeOff, Is.EqualTo("no such file"));
        Assert.That(run.Benchmarks, Is.Empty);
    }

    private static bool SameFailure(BenchmarkRun one, BenchmarkRun other) => one.Name == other.Name && one.Failure == other.Failure;
}
