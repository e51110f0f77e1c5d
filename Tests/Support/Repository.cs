namespace JitTalk.Tests.Support;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static DirectoryInfo Root { get; } = FindRoot();

    /// <summary>The path of a file or folder in it.</summary>
    public static string Path(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Root.FullName, .. names]);

    private static DirectoryInfo FindRoot()
    {
        DirectoryInfo folder = new(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "JitTalk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run in the repository");
        }
        return folder;
    }
}
