namespace JitTalk.Core.Diagnostics;

/// <summary>How the machine names itself to people.</summary>
internal static class ProductVersion
{
    public static string Text { get; } =
        $"jittalk {typeof(ProductVersion).Assembly.GetName().Version?.ToString(3)} on .NET {Environment.Version}";
}
