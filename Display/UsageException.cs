namespace JitTalk.Display;

/// <summary>What the user asked for cannot be done, and why, in one line.</summary>
internal sealed class UsageException(string message) : Exception(message);
