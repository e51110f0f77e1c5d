namespace JitTalk.Tests.Support;

/// <summary>The real images beside the repository, which not every checkout has.</summary>
internal static class SharedImages
{
    /// <summary>The path of an image; skips the running test where it is absent.</summary>
    public static string Path(string name)
    {
        for (DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            string path = System.IO.Path.Combine(folder.FullName, "shared", "images", name);
            if (File.Exists(path))
            {
                return path;
            }
        }
        throw new IgnoreException($"shared/images/{name} is not here");
    }
}
