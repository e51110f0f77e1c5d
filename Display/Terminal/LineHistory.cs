namespace JitTalk.Display.Terminal;

/// <summary>The lines that a user typed, in a file of theirs. What cannot be read or written is done without.</summary>
internal sealed class LineHistory(string path)
{
    private const int Most = 1000;

    /// <summary>In the folder that desktops agree on for such (XDG base directories, XDG_STATE_HOME).</summary>
    public static LineHistory OfUser()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given ? given : Path.Combine(home, ".local", "state");
        return new LineHistory(Path.Combine(state, "jittalk", "history"));
    }

    /// <summary>The latest lines, the oldest first.</summary>
    public IReadOnlyList<string> Read()
    {
        try
        {
            return File.Exists(path) ? [.. File.ReadLines(path).TakeLast(Most)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public void Append(string line)
    {
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.AppendAllLines(path, [line]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The line is in the editor's own history all the same.
        }
    }
}
