using JitTalk.Perf.Suites;

namespace JitTalk.Tests.Perf;

/// <summary>Reading the table of benchmarks off the source.</summary>
public sealed class BenchmarkTableTests
{
    [Test]
    public void Rows_have_a_name_and_units() => Assert.That(
        BenchmarkTable.Parse(
            """
            !AreWeFast class methodsFor: 'benchmarks'!
            table
            	"Name, and how many units (1000)."

            	^ #(
            		(bounce 190)
            		(cd 1))! !

            !AreWeFast methodsFor: 'benchmarks'!
            other
            	^ #((no 3))! !
            """),
        Is.EqualTo([new BenchmarkRow("bounce", 190), new BenchmarkRow("cd", 1)]));

    [Test]
    public void A_source_without_the_method_has_no_rows() => Assert.That(BenchmarkTable.Parse("!A methodsFor: 'x'!\nb\n\t^ #((no 3))! !\n"), Is.Empty);

    [Test]
    public void The_micro_benchmarks_are_found() => Assert.That(BenchmarkSource.Micro().Table, Has.Member(new BenchmarkRow("fib", 200)));
}
