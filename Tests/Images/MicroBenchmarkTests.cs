using System.Text;

namespace JitTalk.Tests.Images;

/// <summary>The benchmarks of <c>samples/benchmarks</c> load into Cuis and give the right results.</summary>
[TestFixture("Cuis5.0-3121-64.image")]
[TestFixture("Cuis5.0-3121-32.image")]
public sealed class MicroBenchmarkTests(string name)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly string[] All =
    [
        "fib", "sieve", "polySends", "megamorphicSends", "inject", "dictionary", "orderedCollection", "sort", "sortBlock",
        "string", "nbody", "nestedLoops", "blockValue", "exceptions", "pingPong",
    ];

    [Test]
    public void All_verify_their_results()
    {
        string[] lines = Run("all", warmUp: "0", measured: "0");
        Assert.That(lines.SkipLast(1).Select(WithoutTime), Is.EqualTo(All.Select(benchmark => $"{benchmark} 1")));
        Assert.That(lines[^1], Is.EqualTo("# end"));
    }

    [Test]
    public void Warming_up_is_told_apart()
    {
        string[] lines = Run("sieve,fib", warmUp: "20", measured: "0");
        foreach (string benchmark in (string[])["sieve", "fib"])
        {
            string[] own = [.. lines.Where(line => line.StartsWith($"{benchmark} ", StringComparison.Ordinal))];
            Assert.That(own, Has.Length.GreaterThan(1));
            Assert.That(own.SkipLast(1), Has.All.EndsWith(" warm-up"));
            Assert.That(own[^1], Does.Match($@"^{benchmark} {own.Length} \d+$"));
        }
    }

    [Test]
    public void A_name_that_is_none_does_not_stop_the_others()
    {
        string[] lines = Run("zork,fib", warmUp: "0", measured: "0");
        Assert.That(lines[0], Is.EqualTo("zork failed: there is no such benchmark"));
        Assert.That(WithoutTime(lines[1]), Is.EqualTo("fib 1"));
    }

    /// <summary>What the harness prints, with one unit of work to an iteration.</summary>
    private string[] Run(string names, string warmUp, string measured)
    {
        string script = Path.Combine(TestContext.CurrentContext.TestDirectory, "benchmarks", "run.st");
        string[] arguments = ["-s", script, "micro.st", "MicroBenchmarks", names, warmUp, measured, "1"];
        using RunningImage image = new(name, arguments: arguments);
        bool ended = image.Run(Limit);
        string output = Encoding.UTF8.GetString(image.Output.ToArray());
        Assert.That(ended, $"{name} did not come to an end: {output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static string WithoutTime(string line) => line[..line.LastIndexOf(' ')];
}
