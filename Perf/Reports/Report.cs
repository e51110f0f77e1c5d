namespace JitTalk.Perf.Reports;

/// <summary>All that is told of a comparison.</summary>
/// <param name="Date">When it ended.</param>
/// <param name="Surroundings">What it ran on and what ran, as names and values: the computer, versions.</param>
/// <param name="Method">How it was measured, in sentences.</param>
/// <param name="Sections">The tables.</param>
/// <param name="Lacks">What images cannot run on any machine, a line each.</param>
/// <param name="Problems">What went wrong, a line each.</param>
internal sealed record Report(
    DateTimeOffset Date,
    IReadOnlyList<KeyValuePair<string, string>> Surroundings,
    string Method,
    IReadOnlyList<Section> Sections,
    IReadOnlyList<string> Lacks,
    IReadOnlyList<string> Problems);
