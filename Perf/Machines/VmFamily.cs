using System.Collections.Immutable;

namespace JitTalk.Perf.Machines;

/// <summary>Virtual machines that are started alike.</summary>
/// <param name="Name">What the family is called in results.</param>
/// <param name="Template">
/// The words after the program: <see cref="ImageWord"/> stands for the path of the image, <see cref="ArgumentsWord"/> for the
/// image's own arguments, <see cref="FolderWord"/> within a word for the folder of the program.
/// </param>
internal sealed record VmFamily(string Name, ImmutableArray<string> Template)
{
    public const string ImageWord = "{image}";
    public const string ArgumentsWord = "{arguments}";
    public const string FolderWord = "{folder}";

    public static VmFamily JitTalk { get; } = Of("JitTalk", "--headless {image} {arguments}");

    /// <summary>The interpreter of Squeak 3 and 4, Debian's squeakvm.</summary>
    public static VmFamily Classic { get; } = Of("squeakvm", "-vm-display-null -vm-sound-null -plugins {folder}/ {image} {arguments}");

    /// <summary>Cog and Stack, of V3 and Spur.</summary>
    public static VmFamily OpenSmalltalk { get; } = Of("squeak", "-vm-display-null -vm-sound-null {image} {arguments}");

    public static VmFamily RSqueak { get; } = Of("rsqueak", "--no-display {image} -- {arguments}");

    public static VmFamily TruffleSqueak { get; } = Of("trufflesqueak", "--headless {image} {arguments}");

    /// <summary>A family of one, whose template its user wrote.</summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="template">Words with blanks between them.</param>
    public static VmFamily Of(string name, string template) => new(name, [.. template.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>The command line of one run, without the program.</summary>
    public IEnumerable<string> CommandLine(string program, string image, IReadOnlyList<string> arguments)
    {
        string folder = Path.GetDirectoryName(program) ?? string.Empty;
        return Template.SelectMany(word => word switch
        {
            ImageWord => [image],
            ArgumentsWord => arguments,
            _ => (IReadOnlyList<string>)[word.Replace(FolderWord, folder, StringComparison.Ordinal)],
        });
    }
}
