namespace JitTalk.Display;

/// <summary>The image that comes with the program, made of samples/kernel when the program was built.</summary>
internal static class BuiltInImage
{
    private const string FileName = "jittalk.image";
    private const string ScriptSuffix = ".st";

    /// <summary>The argument with which the image reads expressions and prints their values.</summary>
    public const string ReadEvaluatePrint = "--repl";

    /// <summary>Where it is, an absolute path.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, FileName);

    /// <summary>Its path.</summary>
    /// <exception cref="UsageException">It was not built.</exception>
    public static string Find() => File.Exists(Path)
        ? Path
        : throw new UsageException($"no image named, and the built-in one is missing; jittalk build-image samples/kernel -o {Path} makes it");

    /// <summary>Whether what stands where images do is source text, which the built-in image reads.</summary>
    public static bool Reads(string argument) => argument.EndsWith(ScriptSuffix, StringComparison.OrdinalIgnoreCase) && File.Exists(argument);
}
