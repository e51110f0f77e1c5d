using System.CommandLine;
using System.Globalization;

namespace JitTalk.Perf.Commands;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    public static FileInfo Cuis => new("../shared/images/Cuis5.0-3121-64.image");

    public static FileInfo MiniStartup => new("../shared/images/mini-startup.image");

    public static Option<FileInfo[]> Images() => new("--image")
    {
        HelpName = "IMAGE",
        Description = "an image to measure; may be given several times [default: Cuis5.0-3121-64.image and mini-startup.image of ../shared]",
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

    public static Option<int> Rounds(int rounds)
    {
        Option<int> option = new("--rounds")
        {
            HelpName = "N",
            Description = "how often each machine is started, in turn",
            DefaultValueFactory = _ => rounds,
        };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--rounds takes a number from 1");
            }
        });
        return option;
    }

    public static Option<double> Seconds(double seconds)
    {
        Option<double> option = new("--seconds")
        {
            HelpName = "S",
            Description = "how long each benchmark is measured in each round, after as long a warm-up",
            DefaultValueFactory = _ => seconds,
        };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<double>() is not (> 0 and < 3600))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--seconds takes a number above 0, such as {seconds}"));
            }
        });
        return option;
    }

    public static Option<string?> Filter() => new("--filter")
    {
        HelpName = "NAMES",
        Description = "the benchmarks to run, with commas between them; * stands for anything",
    };
}
