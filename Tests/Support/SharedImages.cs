namespace JitTalk.Tests.Support;

/// <summary>The real images and suites beside the repository, which not every checkout has.</summary>
internal static class SharedImages
{
    private const string ScratchFolder = "/usr/share/scratch";

    /// <summary>The path of an image; skips the running test where it is absent.</summary>
    public static string Path(string name)
    {
        string scratch = System.IO.Path.Combine(ScratchFolder, name);
        return File.Exists(scratch) ? scratch : Shared("images", name);
    }

    /// <summary>The path of a file of a suite; skips the running test where it is absent.</summary>
    public static string Suite(string suite, string name) => Shared("suites", suite, name);

    private static string Shared(params string[] names)
    {
        string relative = System.IO.Path.Combine(names);
        for (DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            string path = System.IO.Path.Combine(folder.FullName, "shared", relative);
            if (File.Exists(path))
            {
                return path;
            }
        }
        throw new IgnoreException($"shared/{relative} is not here");
    }
}
