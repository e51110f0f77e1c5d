using System.CommandLine;
using System.Globalization;
using JitTalk.Core.Profiling;

namespace JitTalk.Display;

/// <summary>The options that concern the profiler.</summary>
internal sealed class ProfileSwitches
{
    private const double LeastInterval = 0.1;
    private const double MostInterval = 1000;

    private readonly Option<string> _file = new("--profile")
    {
        HelpName = "FILE",
        Description = $"sample what runs; FILE gets the stacks, for speedscope (.json) or as a flame graph (.folded, .txt); sums on stderr",
    };
    private readonly Option<double> _interval = new("--profile-interval")
    {
        HelpName = "MS",
        Description = "the milliseconds from one sample to the next (1)",
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                || number is not (>= LeastInterval and <= MostInterval))
            {
                argument.AddError(string.Create(
                    CultureInfo.InvariantCulture, $"--profile-interval {text}: not a number from {LeastInterval} to {MostInterval}"));
            }
            return number;
        },
    };

    public ProfileSwitches() => _file.Validators.Add(result =>
    {
        string file = result.GetValueOrDefault<string>() ?? string.Empty;
        if (!ProfileFile.SaysFormat(file))
        {
            result.AddError($"--profile {file}: the name is to end in {ProfileFile.Suffixes}, which says the format");
        }
    });

    public IReadOnlyList<Option> All => [_file, _interval];

    /// <summary>How to profile; null for not at all.</summary>
    /// <exception cref="UsageException">The options do not go together.</exception>
    public ProfileOptions? Read(ParseResult parsed)
    {
        bool hasInterval = parsed.GetResult(_interval) is not null;
        if (parsed.GetValue(_file) is not { } file)
        {
            return hasInterval ? throw new UsageException("--profile-interval says nothing without --profile") : null;
        }
        ProfileOptions options = new(file);
        return hasInterval ? options with { Interval = TimeSpan.FromMilliseconds(parsed.GetValue(_interval)) } : options;
    }
}
