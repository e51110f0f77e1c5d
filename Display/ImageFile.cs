namespace JitTalk.Display;

/// <summary>Finds the file that a user means by the name of an image.</summary>
internal static class ImageFile
{
    private const string Suffix = ".image";

    /// <summary>The absolute path; a file of that very name goes before one with the suffix <c>.image</c>.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public static string Find(string name)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            throw new UsageException("the name of the image is empty or no file name");
        }
        // Through a folder's name the image beside it may be meant: squeak for squeak.image.
        if (!File.Exists(name) && File.Exists(name + Suffix))
        {
            return Path.GetFullPath(name + Suffix);
        }
        if (Directory.Exists(name))
        {
            throw new UsageException($"{name} is a directory, not an image");
        }
        return File.Exists(name) ? Path.GetFullPath(name) : throw new UsageException($"no such file: {name}");
    }
}
