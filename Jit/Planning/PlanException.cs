namespace JitTalk.Jit.Planning;

/// <summary>Code that is not compiled, and the reason as people are told.</summary>
internal sealed class PlanException(string message) : Exception(message);
