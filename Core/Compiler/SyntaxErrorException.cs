namespace JitTalk.Core.Compiler;

/// <summary>Source text that does not compile, and where.</summary>
/// <param name="message">What is wrong, for people.</param>
/// <param name="offset">Where the offending token begins, in characters from 0; the length of the text for its end.</param>
/// <param name="isUnfinished">It ends too early: more text might make it right.</param>
internal sealed class SyntaxErrorException(string message, int offset, bool isUnfinished = false) : Exception(message)
{
    public int Offset { get; } = offset;

    public bool IsUnfinished { get; } = isUnfinished;

    /// <summary>The name that stands for nothing, where that is what is wrong.</summary>
    public string? Undeclared { get; init; }
}
