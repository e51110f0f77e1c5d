using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Commands;

/// <summary>The images that a command line names, or else the usual ones.</summary>
internal static class ImageChoice
{
    /// <exception cref="MeasurementException">One of them cannot be read.</exception>
    public static IReadOnlyList<SmalltalkImage> Open(IReadOnlyList<FileInfo> named) =>
        [.. (named.Count > 0 ? named : Usual()).Select(SmalltalkImage.Open)];

    private static IReadOnlyList<FileInfo> Usual()
    {
        FileInfo[] shared = [SharedOptions.Cuis, SharedOptions.MiniStartup];
        return shared.All(image => image.Exists) ? shared : [SharedOptions.BuiltIn];
    }
}
