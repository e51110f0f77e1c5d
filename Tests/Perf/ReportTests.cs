using System.Text.Json;
using System.Xml.Linq;
using JitTalk.Perf.Reports;
using JitTalk.Perf.Suites;

namespace JitTalk.Tests.Perf;

/// <summary>The writers, with a report whose figures are given.</summary>
public sealed class ReportTests
{
    private static readonly Section Micro = new(
        "micro in some",
        "micro",
        TimeUnit.Microseconds,
        ["JitTalk", "JitTalk --no-jit", "old & slow"],
        [
            new Row("fib", [CellOf(1000, first: 5000), CellOf(8000), CellOf(4000)]),
            new Row("sieve", [CellOf(2000), CellOf(4000), null]),
            new Row("sort", [null, CellOf(4000), CellOf(100)]),
        ]);

    private static readonly Report Whole = new(
        new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        [new("cores", "2")],
        "Measured so.",
        [Micro],
        ["some cannot run x"],
        ["y failed"]);

    [Test]
    public void A_ratio_is_how_many_times_as_fast_the_first_is()
    {
        Assert.That(Micro.Rows[0].Ratio(1), Is.EqualTo(8));
        Assert.That(Micro.Rows[1].Ratio(2), Is.Null);
        Assert.That(Micro.Rows[2].Ratio(1), Is.Null);
        Assert.That(Micro.GeometricMean(1), Is.EqualTo(4).Within(1e-9));
        Assert.That((Micro with { Rows = [] }).GeometricMean(1), Is.Null);
    }

    [Test]
    public void Markdown_is_a_table_for_the_eye_as_well() => Assert.That(
        Written(output => MarkdownReport.Write(Whole, "perf.svg", output)),
        Is.EqualTo(
            """
            # JitTalk beside other machines

            Written by Perf on 2026-03-04 05:06 UTC.

            - cores: 2

            Measured so.

            ![JitTalk's speed as a multiple of that of other machines](perf.svg)

            ## micro in some

            | µs per iteration | JitTalk |   ± | JitTalk --no-jit |   ± | ratio | old & slow |   ± | ratio |
            |------------------|--------:|----:|-----------------:|----:|------:|-----------:|----:|------:|
            | fib              |   1,000 | 2 % |            8,000 | 2 % |  8.00 |      4,000 | 2 % |  4.00 |
            | sieve            |   2,000 | 2 % |            4,000 | 2 % |  2.00 |          – |     |       |
            | sort             |       – |     |            4,000 | 2 % |       |        100 | 2 % |       |
            | geometric mean   |         |     |                  |     |  4.00 |            |     |  4.00 |

            | first iteration, µs | JitTalk | JitTalk --no-jit | old & slow |
            |---------------------|--------:|-----------------:|-----------:|
            | fib                 |   5,000 |                – |          – |
            | sieve               |       – |                – |          – |
            | sort                |       – |                – |          – |

            ## What an image lacks

            - some cannot run x

            ## What failed

            - y failed

            """));

    [Test]
    public void Rates_are_shown_as_rates() => Assert.That(TimeUnit.MillionsPerSecond.Show(500), Is.EqualTo("2,000.0"));

    [Test]
    public void Json_has_all_figures()
    {
        using JsonDocument json = JsonDocument.Parse(Written(output => JsonReport.Write(Whole, output)));
        JsonElement section = json.RootElement.GetProperty("sections")[0];
        JsonElement result = section.GetProperty("benchmarks")[0].GetProperty("results")[1];
        Assert.That(section.GetProperty("baseline").GetString(), Is.EqualTo("JitTalk"));
        Assert.That(result.GetProperty("machine").GetString(), Is.EqualTo("JitTalk --no-jit"));
        Assert.That(result.GetProperty("medianMicroseconds").GetDouble(), Is.EqualTo(8000));
        Assert.That(result.GetProperty("ratio").GetDouble(), Is.EqualTo(8));
        Assert.That(section.GetProperty("geometricMeans").GetProperty("old & slow").GetDouble(), Is.EqualTo(4).Within(1e-9));
        Assert.That(section.GetProperty("benchmarks")[2].GetProperty("results")[0].GetProperty("medianMicroseconds").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.RootElement.GetProperty("problems")[0].GetString(), Is.EqualTo("y failed"));
    }

    [Test]
    public void The_chart_has_a_bar_for_each_ratio()
    {
        XElement chart = XElement.Parse(Written(output => SvgChart.Write(Whole, output)));
        XNamespace svg = chart.Name.Namespace;
        string[] classes = [.. chart.Elements(svg + "rect").Select(rectangle => rectangle.Attribute("class")!.Value)];
        string[] texts = [.. chart.Elements(svg + "text").Select(text => text.Value)];
        // The legend, and fib, sieve and the mean for the interpreter; fib and the mean for the other.
        Assert.That(classes.Count(c => c == "c0"), Is.EqualTo(4));
        Assert.That(classes.Count(c => c == "c1"), Is.EqualTo(3));
        Assert.That(texts, Is.SupersetOf(["old & slow", "micro in some", "fib", "sieve", "geometric mean", "8×", "2×", "1"]));
        Assert.That(texts, Does.Not.Contain("sort"));
    }

    [Test]
    public void Bars_of_double_ratio_are_of_double_logarithm()
    {
        LogScale scale = new([0.25, 16], left: 100, width: 600);
        Assert.That(scale.Ticks[0], Is.EqualTo(0.2).Within(1e-9));
        Assert.That(scale.Ticks[^1], Is.EqualTo(20).Within(1e-9));
        Assert.That(scale.Position(scale.Ticks[0]), Is.EqualTo(100).Within(1e-6));
        Assert.That(scale.Position(scale.Ticks[^1]), Is.EqualTo(700).Within(1e-6));
        Assert.That(scale.Position(16) - scale.Position(1), Is.EqualTo(2 * (scale.Position(4) - scale.Position(1))).Within(1e-6));
    }

    [Test]
    public void A_chart_without_ratios_is_drawn() =>
        Assert.That(() => XElement.Parse(Written(output => SvgChart.Write(Whole with { Sections = [] }, output))), Throws.Nothing);

    private static Cell CellOf(double median, double? first = null) => new(median, 2, median - 1, 10, first, null);

    private static string Written(Action<TextWriter> write)
    {
        using StringWriter output = new() { NewLine = "\n" };
        write(output);
        return output.ToString();
    }
}
