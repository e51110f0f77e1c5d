namespace JitTalk.Core.Execution;

/// <summary>How the evaluation of a piece of Smalltalk ended.</summary>
/// <param name="Succeeded">The text is the printString of the result; else the message of the error.</param>
/// <param name="Text">In Unicode, lines ended by line feeds.</param>
/// <param name="Stack">For an error, the senders at the time, innermost first.</param>
internal sealed record Evaluation(bool Succeeded, string Text, IReadOnlyList<string> Stack);
