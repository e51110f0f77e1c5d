using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Commands;

/// <summary>The images that a command line names, or else the usual ones.</summary>
internal static class ImageChoice
{
    /// <exception cref="MeasurementException">One of them cannot be read.</exception>
    public static IReadOnlyList<SmalltalkImage> Open(IReadOnlyList<FileInfo> named) =>
        [.. (named.Count > 0 ? named : [SharedOptions.Cuis, SharedOptions.MiniStartup]).Select(SmalltalkImage.Open)];
}
