using System.Globalization;

namespace JitTalk.Core.Profiling;

/// <summary>
/// The format of flamegraph.pl and inferno: a line for each stack, its frames from the outermost with semicolons between
/// them, a space, and the microseconds that ended there.
/// </summary>
internal static class CollapsedStacks
{
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Profile profile, Stream stream)
    {
        using StreamWriter writer = new(stream, leaveOpen: true) { NewLine = "\n" };
        for (int node = 1; node < profile.Tree.Count; node++)
        {
            long microseconds = (long)Math.Round(profile.Tree.TimeAt(node).TotalMicroseconds);
            if (microseconds > 0)
            {
                string stack = string.Join(';', profile.Tree.StackOf(node).Select(frame => Clean(profile.Frames[frame].Name)));
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stack} {microseconds}"));
            }
        }
    }

    // No selector has such characters, but a damaged image may.
    private static string Clean(string name) => name.Replace(';', ',').ReplaceLineEndings(" ");
}
