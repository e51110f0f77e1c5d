using System.CommandLine;
using System.Globalization;

namespace JitTalk.Display;

/// <summary>The options that concern the window.</summary>
internal sealed class WindowSwitches
{
    private const int LargestSide = 8192;
    private const double MostSeconds = 24 * 60 * 60;

    private readonly Option<bool> _headless = new("--headless", "-headless", "-nodisplay", "-vm-display-null")
    {
        Description = "run without a window; so does -e",
    };
    private readonly Option<(int Width, int Height)> _size = new("--size")
    {
        HelpName = "WxH",
        Description = "the window's size, 800x600; the image's own if not said",
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            string[] sides = text.Split('x');
            if (sides.Length != 2 || !TryParseSide(sides[0], out int width) || !TryParseSide(sides[1], out int height))
            {
                argument.AddError(string.Create(CultureInfo.InvariantCulture, $"--size {text}: not two numbers from 1 to {LargestSide} and an x between"));
                return default;
            }
            return (width, height);
        },
    };
    private readonly Option<string> _screenshot = new("--screenshot")
    {
        HelpName = "FILE",
        Description = "write what the screen shows to FILE, a PNG, and leave without saving; headless too",
    };
    private readonly Option<double> _after = new("--after")
    {
        HelpName = "SECONDS",
        Description = "when the screenshot is taken (5 seconds after the start, or 1 after the last of --replay)",
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) || seconds > MostSeconds)
            {
                argument.AddError($"--after {text}: not a number of seconds");
            }
            return seconds;
        },
    };
    private readonly Option<string> _record = new("--record")
    {
        HelpName = "FILE",
        Description = "write all input to FILE, a line for each event",
    };
    private readonly Option<string> _replay = new("--replay")
    {
        HelpName = "FILE",
        Description = "feed the image what FILE says, as --record writes it",
    };
    private readonly Option<bool> _silent = new("--nosound", "-nosound", "-vm-sound-null")
    {
        Description = "run without sound; so does --headless",
    };
    private readonly Option<bool> _x11 = new("-vm-display-X11") { Hidden = true };

    public IReadOnlyList<Option> All => [_headless, _size, _screenshot, _after, _record, _replay, _silent, _x11];

    /// <summary>What to show. Code that is evaluated needs no window.</summary>
    /// <exception cref="UsageException">The options do not go together.</exception>
    public WindowOptions Read(ParseResult parsed, bool evaluates)
    {
        bool isHeadless = parsed.GetValue(_headless);
        if (isHeadless && parsed.GetValue(_x11))
        {
            throw new UsageException($"{_x11.Name} says nothing with {_headless.Name}");
        }
        bool hasTime = parsed.GetResult(_after) is not null;
        if (hasTime && parsed.GetValue(_screenshot) is null)
        {
            throw new UsageException($"{_after.Name} says nothing without {_screenshot.Name}");
        }
        return new WindowOptions
        {
            IsHeadless = isHeadless || (evaluates && !parsed.GetValue(_x11)),
            Size = parsed.GetResult(_size) is null ? null : parsed.GetValue(_size),
            Screenshot = parsed.GetValue(_screenshot),
            ScreenshotTime = hasTime ? TimeSpan.FromSeconds(parsed.GetValue(_after)) : null,
            IsSilent = parsed.GetValue(_silent),
            Record = parsed.GetValue(_record),
            Replay = parsed.GetValue(_replay),
        };
    }

    private static bool TryParseSide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= LargestSide;
}
