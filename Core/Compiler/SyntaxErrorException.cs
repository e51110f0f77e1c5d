namespace JitTalk.Core.Compiler;

/// <summary>Source text that does not compile, and where.</summary>
/// <param name="message">What is wrong, for people.</param>
/// <param name="offset">Where the offending token begins, in characters from 0; the length of the text for its end.</param>
internal sealed class SyntaxErrorException(string message, int offset) : Exception(message)
{
    public int Offset { get; } = offset;
}
