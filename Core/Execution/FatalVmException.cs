namespace JitTalk.Core.Execution;

/// <summary>The image cannot go on. The message is one line for the user.</summary>
internal sealed class FatalVmException(string message) : Exception(message);
