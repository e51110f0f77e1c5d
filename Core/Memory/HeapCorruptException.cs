namespace JitTalk.Core.Memory;

/// <summary>Object memory is in disorder. The message is one line that says which object and what is wrong with it.</summary>
internal sealed class HeapCorruptException(string message) : Exception(message);
