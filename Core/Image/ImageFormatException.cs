namespace JitTalk.Core.Image;

/// <summary>An image that cannot be loaded, and why, in one line for the user.</summary>
internal sealed class ImageFormatException(string message) : Exception(message);
