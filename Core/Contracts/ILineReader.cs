namespace JitTalk.Core.Contracts;

/// <summary>Reads lines that a person edits while typing them.</summary>
internal interface ILineReader
{
    /// <summary>Shows a prompt and waits for a line; null at the end of the input.</summary>
    string? ReadLine(string prompt);
}
