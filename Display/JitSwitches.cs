using System.CommandLine;
using JitTalk.Jit;

namespace JitTalk.Display;

/// <summary>The options that concern the JIT.</summary>
internal sealed class JitSwitches
{
    private static readonly JitOptions Defaults = new();

    private readonly Option<bool> _off = new("--no-jit") { Description = "interpret everything" };
    private readonly Option<int> _threshold = new("--jit-threshold")
    {
        HelpName = "N",
        Description = $"compile methods that were called N times ({Defaults.CallThreshold}), and loops after {JitOptions.TurnsPerCall} times as many turns",
        DefaultValueFactory = _ => Defaults.CallThreshold,
    };

    public IReadOnlyList<Option> All => [_off, _threshold];

    /// <summary>How to compile; null to interpret everything.</summary>
    public JitOptions? Read(ParseResult parsed) => parsed.GetValue(_off)
        ? null
        : Defaults with { CallThreshold = parsed.GetValue(_threshold), LoopThreshold = JitOptions.TurnsPerCall * parsed.GetValue(_threshold) };
}
