using JitTalk.Perf.Comparing;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Reports;

/// <summary>Makes tables of what was measured.</summary>
/// <param name="measurements">What was found.</param>
internal sealed class SectionBuilder(Measurements measurements)
{
    /// <summary>A table for each group and suite; start-up is one table, with a row for each image.</summary>
    /// <param name="groups">Contenders that are compared: the first with the others.</param>
    /// <param name="suites">What they ran.</param>
    public IReadOnlyList<Section> Build(IReadOnlyList<IReadOnlyList<IContender>> groups, IReadOnlyList<Suite> suites) =>
    [
        .. suites.SelectMany(suite => suite is StartupSuite ? [Startup(groups, suite)] : groups.Select(group => Table(group, suite)))
            .Where(section => section.Rows.Any(row => row.Cells.Any(cell => cell is not null))),
    ];

    private Section Table(IReadOnlyList<IContender> group, Suite suite)
    {
        // The first stays even where it failed: what the others are compared with is the same in all tables.
        IContender[] columns = [.. group.Where((contender, column) => column == 0 || HasRun(contender, suite))];
        bool isOneImage = columns.Select(contender => contender.Image).OfType<object>().Distinct().Count() == 1;
        return new Section(
            isOneImage ? $"{suite.Name} in {group[0].Image!.Name}" : $"{suite.Name}, {string.Join(" beside ", columns.Select(contender => contender.Describe()))}",
            suite.Name,
            suite.Unit,
            NamesOf(columns),
            [.. suite.Benchmarks.Select(benchmark => new Row(benchmark, [.. columns.Select(contender => Find(contender, benchmark))]))]);

        // First iterations stand in the tables of one image.
        Cell? Find(IContender contender, string benchmark) =>
            CellOf(contender, suite, benchmark) is { } cell ? isOneImage ? cell : cell with { First = null } : null;
    }

    // A machine may be there with several images.
    private static string[] NamesOf(IReadOnlyList<IContender> columns) =>
    [
        .. columns.Select(contender => columns.Count(other => other.Name == contender.Name) > 1 ? contender.Describe() : contender.Name),
    ];

    private Section Startup(IReadOnlyList<IReadOnlyList<IContender>> groups, Suite suite)
    {
        IContender[] contenders = [.. groups.SelectMany(group => group).Distinct().Where(contender => HasRun(contender, suite))];
        string[] machines = [.. contenders.Select(contender => contender.Name).Distinct()];
        return new Section(
            "startup: from the start of the process to its end, which the first expression brings about",
            suite.Name,
            suite.Unit,
            machines,
            [.. contenders.GroupBy(contender => contender.Image!.Name).Select(image => new Row(image.Key, [.. machines.Select(name => Find(image, name))]))]);

        Cell? Find(IEnumerable<IContender> ofImage, string name) =>
            ofImage.FirstOrDefault(contender => contender.Name == name) is { } contender ? CellOf(contender, suite, suite.Benchmarks[0]) : null;
    }

    private bool HasRun(IContender contender, Suite suite) => suite.Benchmarks.Any(benchmark => CellOf(contender, suite, benchmark) is not null);

    private Cell? CellOf(IContender contender, Suite suite, string benchmark) => Cell.Of(measurements.Find(contender, suite, benchmark));
}
