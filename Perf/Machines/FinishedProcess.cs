using System.Globalization;

namespace JitTalk.Perf.Machines;

/// <summary>What a process left.</summary>
/// <param name="ExitCode">Null: it was killed when its time was over.</param>
/// <param name="Output">What it wrote on its standard output.</param>
/// <param name="Error">What it wrote on its standard error.</param>
/// <param name="Elapsed">From before its start to after its end.</param>
internal sealed record FinishedProcess(int? ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>How it ended, in one line that goes on from "it"; with the last thing that it said.</summary>
    public string Ending
    {
        get
        {
            string ending = ExitCode is { } code
                ? $"exited with {code}"
                : string.Create(CultureInfo.InvariantCulture, $"did not end within {Elapsed.TotalSeconds:F0} s");
            // What went wrong is said first; stacks and offers to press a key follow.
            string? said = Lines(Error).FirstOrDefault(line => !IsLoaderNoise(line)) ?? Lines(Output).FirstOrDefault();
            return said is null ? ending : $"{ending}: {said}";
        }
    }

    private static string[] Lines(string text) =>
        text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // The classic machine tries all sound libraries that it knows.
    private static bool IsLoaderNoise(string line) => line.Contains("cannot open shared object file", StringComparison.Ordinal);
}
