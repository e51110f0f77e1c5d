namespace JitTalk.Tests.Support;

/// <summary>A folder of a test's own, gone with it: images write logs and files beside themselves.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jittalk-");

    /// <summary>The path of a file in the folder, which need not exist.</summary>
    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Brings an image and what lies beside it for source access; answers the image's path here.</summary>
    public string BringImage(string path)
    {
        Bring(path);
        Bring(System.IO.Path.ChangeExtension(path, ".changes"));
        // Nobody writes to the sources.
        string sources = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, "CuisV5.sources");
        if (File.Exists(sources))
        {
            _ = File.CreateSymbolicLink(Path("CuisV5.sources"), sources);
        }
        return Path(System.IO.Path.GetFileName(path));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Bring(string path)
    {
        if (File.Exists(path))
        {
            string copy = Path(System.IO.Path.GetFileName(path));
            File.Copy(path, copy);
            File.SetAttributes(copy, FileAttributes.Normal);
        }
    }
}
