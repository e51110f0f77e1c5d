using JitTalk.Jit.Planning;
using JitTalk.Jit.Watching;

namespace JitTalk.Jit;

/// <summary>All that can be set of the JIT, and every number that it decides by.</summary>
internal sealed record JitOptions
{
    /// <summary>A loop is hot after so many times more turns than a method needs calls.</summary>
    public const int TurnsPerCall = 4;

    /// <summary>Activations that make a method or block hot.</summary>
    public int CallThreshold { get; init; } = 500;

    /// <summary>Turns that make a loop hot.</summary>
    public int LoopThreshold { get; init; } = 500 * TurnsPerCall;

    /// <summary>
    /// How long nothing is compiled at first: what is hot while an image starts up is not what is hot later, and short
    /// runs are over by then.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Compile on a thread of its own; what is hot is interpreted meanwhile.</summary>
    public bool IsBackground { get; init; } = true;

    /// <summary>Exits at one place before its code is made anew without that speculation.</summary>
    public int ExitLimit { get; init; } = 8;

    /// <summary>Sends to unforeseen classes, of one unit, before it is made anew.</summary>
    public int MissLimit { get; init; } = 64;

    /// <summary>How often one place of entry may be compiled, whatever happens: nothing is made anew for ever.</summary>
    public int CompileBudget { get; init; } = 100;

    /// <summary>How often one place may be compiled because guesses went wrong: the last code makes none.</summary>
    public int GuessBudget { get; init; } = 6;

    /// <summary>Bytecodes of one unit; RyuJIT's time grows faster than its input, and beyond 2000 blocks it gives up optimising.</summary>
    public int MostInstructions { get; init; } = 600;

    /// <summary>Compile only the first so many units: to find the one that is wrong.</summary>
    public int CompileLimit { get; init; } = int.MaxValue;

    /// <summary>Compile only methods of these names.</summary>
    public MethodFilter Only { get; init; } = MethodFilter.Everything;

    /// <summary>Tell on <see cref="Log"/> of each thing that is done with methods of these names; null for none.</summary>
    public MethodFilter? Traced { get; init; }

    /// <summary>What is listed of traced methods.</summary>
    public JitListings Listings { get; init; }

    /// <summary>Print sums on <see cref="Log"/> at the end.</summary>
    public bool HasStatistics { get; init; }

    public TextWriter Log { get; init; } = Console.Error;

    /// <summary>Every guess turns out wrong: tests see all side exits and slow paths taken.</summary>
    public bool FailsSpeculations { get; init; }

    /// <summary>Called before each translation, on its thread: tests see what becomes of exceptions there.</summary>
    public Action<UnitPlan>? Translating { get; init; }
}
