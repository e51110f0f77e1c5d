namespace JitTalk.Core.Contracts;

/// <summary>Standard input, output and error of the image: the process's own, unless a test puts others in their place.</summary>
internal sealed class StandardStreams
{
    public Stream Input { get => field ??= Console.OpenStandardInput(); init; }
    public Stream Output { get => field ??= Console.OpenStandardOutput(); init; }
    public Stream Error { get => field ??= Console.OpenStandardError(); init; }

    /// <summary>Reads edited lines from a terminal; null where there is no such thing.</summary>
    public ILineReader? LineReader { get; init; }

    /// <summary>A person types the input: it is handed out as it comes.</summary>
    public bool IsTerminal { get; init; } = !Console.IsInputRedirected;
}
