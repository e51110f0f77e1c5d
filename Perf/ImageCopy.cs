namespace JitTalk.Perf;

/// <summary>A folder of its own for an image that is measured: images write logs and changes beside themselves.</summary>
internal sealed class ImageCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perf");

    public ImageCopy(FileInfo image)
    {
        Image = Path.Combine(_folder.FullName, image.Name);
        File.Copy(image.FullName, Image);
        string changes = Path.ChangeExtension(image.FullName, ".changes");
        if (File.Exists(changes))
        {
            File.Copy(changes, Path.ChangeExtension(Image, ".changes"));
        }
    }

    public string Folder => _folder.FullName;

    /// <summary>The path of the image in the folder.</summary>
    public string Image { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
