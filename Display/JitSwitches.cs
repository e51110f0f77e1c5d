using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JitTalk.Jit;
using JitTalk.Jit.Watching;

namespace JitTalk.Display;

/// <summary>The options that concern the JIT.</summary>
internal sealed class JitSwitches
{
    private const string On = "on";
    private const string Off = "off";
    private const int MostCalls = int.MaxValue / JitOptions.TurnsPerCall;

    private static readonly JitOptions Defaults = new();

    private static string Usual => Defaults.IsBackground ? On : Off;

    private readonly Option<bool> _off = new("--no-jit") { Description = "interpret everything" };
    private readonly Option<int> _threshold = Number(
        "--jit-threshold",
        $"compile methods that were called N times ({Defaults.CallThreshold}), and loops after {JitOptions.TurnsPerCall} times as many turns",
        Defaults.CallThreshold,
        1,
        MostCalls);
    private readonly Option<string> _background = new("--jit-background")
    {
        HelpName = $"{On}|{Off}",
        Description = $"compile on a thread of its own ({Usual})",
        DefaultValueFactory = _ => Usual,
        CustomParser = ReadSwitch,
    };
    private readonly Option<int> _limit = Number(
        "--jit-limit", "compile only the first N methods, blocks and loops: to find the one that is wrong", Defaults.CompileLimit, 0, int.MaxValue);
    private readonly Option<MethodFilter> _only = Filter("--jit-only", "compile only such methods");
    private readonly Option<JitListings> _trace = new("--trace-jit")
    {
        HelpName = "WHAT",
        Description = "a line per compile, recompile, abort, side exit, invalidation; listings of il,bytecode,asm; on stderr",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ReadListings,
    };
    private readonly Option<MethodFilter> _traced = Filter("--trace-jit-filter", "trace only such methods: 'Integer>>*,Float>>sin'");
    private readonly Option<bool> _statistics = new("--jit-stats") { Description = "at exit what was compiled, what it took and how it went; on stderr" };

    public IReadOnlyList<Option> All => [_off, _threshold, _background, _limit, _only, _trace, _traced, _statistics];

    /// <summary>How to compile; null to interpret everything.</summary>
    public JitOptions? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_off))
        {
            return null;
        }
        bool traces = parsed.GetResult(_trace) is not null || parsed.GetResult(_traced) is not null;
        return Defaults with
        {
            CallThreshold = parsed.GetValue(_threshold),
            LoopThreshold = JitOptions.TurnsPerCall * parsed.GetValue(_threshold),
            IsBackground = parsed.GetValue(_background) == On,
            CompileLimit = parsed.GetValue(_limit),
            Only = parsed.GetValue(_only) ?? MethodFilter.Everything,
            Traced = traces ? parsed.GetValue(_traced) ?? MethodFilter.Everything : null,
            Listings = parsed.GetValue(_trace),
            HasStatistics = parsed.GetValue(_statistics),
        };
    }

    private static Option<int> Number(string name, string description, int usual, int least, int most) => new(name)
    {
        HelpName = "N",
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < least || number > most)
            {
                argument.AddError($"{name} {text}: not a number from {least} to {most}");
            }
            return number;
        },
    };

    private static Option<MethodFilter> Filter(string name, string description) => new(name)
    {
        HelpName = "METHOD",
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = argument =>
        {
            try
            {
                return MethodFilter.Parse(argument.Tokens.Select(t => t.Value));
            }
            catch (FormatException e)
            {
                argument.AddError($"{name}: {e.Message}");
                return MethodFilter.Everything;
            }
        },
    };

    private static string ReadSwitch(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (text is not (On or Off))
        {
            argument.AddError($"--jit-background {text}: only {On} and {Off} are known");
        }
        return text;
    }

    private static JitListings ReadListings(ArgumentResult argument)
    {
        JitListings listings = JitListings.None;
        foreach (string text in argument.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            listings |= text switch
            {
                "il" => JitListings.Il,
                "bytecode" => JitListings.Bytecode,
                "asm" => JitListings.Asm,
                _ => JitListings.None,
            };
            if (text is not ("il" or "bytecode" or "asm"))
            {
                argument.AddError($"--trace-jit={text}: only il, bytecode and asm are known");
            }
        }
        return listings;
    }
}
