using System.Diagnostics.CodeAnalysis;

namespace JitTalk.Primitives.Files;

/// <summary>The names in a directory, read at once, without those of itself and its parent.</summary>
internal sealed class DirectoryListing(string path, string[] names)
{
    public string Path { get; } = path;

    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Where the next name is to be taken, for who takes one after the other.</summary>
    public int Next { get; set; }

    /// <summary>The path of an entry.</summary>
    public string Full(string name) => $"{Path}/{name}";

    /// <summary>Reads a directory; answers false when there is none or it may not be read.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out DirectoryListing? listing)
    {
        listing = null;
        try
        {
            string[] names = [.. Directory.EnumerateFileSystemEntries(path).Select(p => System.IO.Path.GetFileName(p))];
            Array.Sort(names, string.CompareOrdinal);
            listing = new DirectoryListing(path, names);
            return true;
        }
        catch (Exception refusal) when (OpenFile.IsRefusal(refusal))
        {
            return false;
        }
    }
}
