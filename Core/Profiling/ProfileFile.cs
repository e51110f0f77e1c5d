namespace JitTalk.Core.Profiling;

/// <summary>The file that a profile is to go to; its suffix says in which format.</summary>
internal sealed class ProfileFile : IDisposable
{
    private static readonly string[] Collapsed = [".folded", ".collapsed", ".txt"];
    private const string Json = ".json";

    private readonly FileStream _stream;

    /// <summary>What is there already stays until the profile is written.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="IOException">It cannot be opened to be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written, or is a folder.</exception>
    public ProfileFile(string path) =>
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);

    /// <summary>The suffixes that say a format, for people.</summary>
    public static string Suffixes => $"{Json}, {string.Join(", ", Collapsed.SkipLast(1))} or {Collapsed[^1]}";

    /// <summary>Whether a path says in which format to write.</summary>
    public static bool SaysFormat(string path) => IsJson(path) || Collapsed.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <param name="profile">What to write.</param>
    /// <param name="title">What was run.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Profile profile, string title)
    {
        // A pipe has no length, and nothing in it to get rid of.
        if (_stream.CanSeek)
        {
            _stream.SetLength(0);
        }
        if (IsJson(_stream.Name))
        {
            Speedscope.Write(profile, title, _stream);
        }
        else
        {
            CollapsedStacks.Write(profile, _stream);
        }
        _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();

    private static bool IsJson(string path) => string.Equals(Path.GetExtension(path), Json, StringComparison.OrdinalIgnoreCase);
}
