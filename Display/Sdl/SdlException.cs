namespace JitTalk.Display.Sdl;

/// <summary>There can be no window.</summary>
/// <param name="message">Why, for one line to the user.</param>
internal sealed class SdlException(string message) : Exception(message);
