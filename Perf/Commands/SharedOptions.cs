using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace JitTalk.Perf.Commands;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    public static FileInfo Cuis => new("../shared/images/Cuis5.0-3121-64.image");

    public static FileInfo MiniStartup => new("../shared/images/mini-startup.image");

    /// <summary>The image that comes with JitTalk.</summary>
    public static FileInfo BuiltIn => new(Path.Combine(AppContext.BaseDirectory, "jittalk.image"));

    public static Option<FileInfo[]> Images() => new("--image")
    {
        HelpName = "IMAGE",
        Description = "an image to measure; may be given several times [default: Cuis5.0-3121-64.image and mini-startup.image of ../shared, or else the built-in one]",
    };

    public static Option<FileInfo> Image(string description) => new("--image")
    {
        HelpName = "IMAGE",
        Description = description,
        DefaultValueFactory = _ => Cuis,
    };

    public static Option<string[]> References() => new("--reference")
    {
        HelpName = "VM",
        Description = "a machine to compare with, may be given several times: a path, a name on the path, or a command line with {image} and "
            + "{arguments} in it; none: no machine [default: those on the path and Debian's]",
    };

    public static Option<int> Rounds(int rounds) => new("--rounds")
    {
        HelpName = "N",
        Description = "how often each machine is started, in turn",
        DefaultValueFactory = _ => rounds,
        CustomParser = result =>
        {
            if (!int.TryParse(OnlyWord(result), CultureInfo.InvariantCulture, out int number) || number < 1)
            {
                result.AddError("--rounds takes a number from 1");
            }
            return number;
        },
    };

    public static Option<double> Seconds(string name, double seconds, string description) => new(name)
    {
        HelpName = "S",
        Description = description,
        DefaultValueFactory = _ => seconds,
        CustomParser = result =>
        {
            if (!double.TryParse(OnlyWord(result), CultureInfo.InvariantCulture, out double number) || number is not (>= 0.001 and <= 3600))
            {
                result.AddError($"{name} takes a number from 0.001 to 3600");
            }
            return number;
        },
    };

    public static Option<string?> Filter() => new("--filter")
    {
        HelpName = "NAMES",
        Description = "the benchmarks to run, with commas between them; * stands for anything",
    };

    private static string? OnlyWord(ArgumentResult result) => result.Tokens is [{ Value: string word }] ? word : null;
}
