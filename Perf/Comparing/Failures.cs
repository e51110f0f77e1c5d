using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Comparing;

/// <summary>Finds in measurements what is wrong, a line each.</summary>
/// <param name="measurements">What was found.</param>
/// <param name="contenders">Who took part.</param>
internal sealed class Failures(Measurements measurements, IReadOnlyList<IContender> contenders)
{
    // What images of Squeak and Cuis say; the selector follows.
    private static readonly string[] NotUnderstood = ["Message not understood", "MessageNotUnderstood"];

    /// <summary>
    /// What failed in a suite, what was too short to be measured, and where not all answered the same. No failure is what an
    /// image lacks the methods for: that is told by <see cref="Lacks"/>.
    /// </summary>
    public IEnumerable<string> Of(Suite suite) => suite.Benchmarks.SelectMany(benchmark => (IEnumerable<string>)
    [
        .. from contender in contenders
           where !IsLack(contender, suite, benchmark)
           let failure = Failure(contender, suite, benchmark)
           where failure is not null
           group contender.Describe() by failure into alike
           select $"{alike.Key} ({string.Join(", ", alike)})",
        .. Disagreement(suite, benchmark),
    ]);

    /// <summary>What an image has no methods for, whatever machine runs it.</summary>
    public IEnumerable<string> Lacks(Suite suite) =>
        from contender in contenders
        where contender.Image is not null
        group contender by contender.Image into ofImage
        from benchmark in suite.Benchmarks
        where IsLack(ofImage.First(), suite, benchmark)
        select $"{ofImage.Key.Name} cannot run {benchmark}: {measurements.Find(ofImage.First(), suite, benchmark)!.Failure}";

    private string? Failure(IContender contender, Suite suite, string benchmark) => measurements.Find(contender, suite, benchmark) switch
    {
        { Failure: { } reason } => $"{benchmark} failed: {reason}",
        { IsTooShort: true } => $"{benchmark} is over before the image's clock ticks: its units are too few",
        _ => null,
    };

    private bool IsLack(IContender contender, Suite suite, string benchmark) =>
        contender.Image is { } image
            && measurements.Find(contender, suite, benchmark)?.Failure is { } reason
            && Array.Exists(NotUnderstood, start => reason.StartsWith(start, StringComparison.Ordinal))
            && OfImage(image).All(other => measurements.Find(other, suite, benchmark) is not { } samples || samples.Failure == reason);

    private IEnumerable<IContender> OfImage(SmalltalkImage image) => contenders.Where(contender => contender.Image == image);

    private IEnumerable<string> Disagreement(Suite suite, string benchmark)
    {
        ILookup<string, string> answers = contenders
            .SelectMany(contender => (measurements.Find(contender, suite, benchmark)?.Checksums ?? []).Select(checksum => (checksum, contender)))
            .ToLookup(answer => answer.checksum, answer => answer.contender.Describe());
        return answers.Count > 1
            ? [$"{benchmark} has several results: {string.Join("; ", answers.Select(answer => $"{answer.Key} ({string.Join(", ", answer)})"))}"]
            : [];
    }
}
