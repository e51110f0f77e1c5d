namespace JitTalk.Primitives.Scratch;

/// <summary>Where users keep what (VMMaker <c>unixScratchOps.c</c>).</summary>
internal static class UserFolders
{
    /// <summary>The path of a folder: 1 home, 2 desktop, 3 documents, 4 pictures, 5 music; null where there is none.</summary>
    public static string? Path(long number)
    {
        string? home = Environment.GetEnvironmentVariable("HOME");
        string? name = number switch
        {
            1 => string.Empty,
            2 => "Desktop",
            3 => "Documents",
            4 => "Pictures",
            5 => "Music",
            _ => null,
        };
        return string.IsNullOrEmpty(home) || name is null ? null : System.IO.Path.Combine(home, name).TrimEnd('/');
    }
}
