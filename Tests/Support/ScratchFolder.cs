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
        string changes = System.IO.Path.ChangeExtension(path, ".changes");
        string sources = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, "CuisV5.sources");
        foreach (string file in new[] { path, changes, sources }.Where(File.Exists))
        {
            _ = File.CreateSymbolicLink(Path(System.IO.Path.GetFileName(file)), file);
        }
        return Path(System.IO.Path.GetFileName(path));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
