namespace JitTalk.Perf.Machines;

/// <summary>A folder of its own for an image that is measured: images write logs and changes beside themselves.</summary>
internal sealed class ImageCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perf");

    public ImageCopy(FileInfo image)
    {
        Image = Path.Combine(_folder.FullName, image.Name);
        Copy(image.FullName, Image);
        string changes = Path.ChangeExtension(image.FullName, ".changes");
        if (System.IO.File.Exists(changes))
        {
            Copy(changes, Path.ChangeExtension(Image, ".changes"));
        }
    }

    public string Folder => _folder.FullName;

    /// <summary>The path of the image in the folder.</summary>
    public string Image { get; }

    /// <summary>The path of a file in the folder.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => _folder.Delete(recursive: true);

    // Some images say so, or fail, where they cannot write to their changes.
    private static void Copy(string from, string to)
    {
        System.IO.File.Copy(from, to);
        System.IO.File.SetAttributes(to, FileAttributes.Normal);
    }
}
