namespace JitTalk.Display.Sdl;

/// <summary>What a window is to be like when it opens.</summary>
/// <param name="Title">In its title bar.</param>
/// <param name="Width">Of its content, in the screen's units.</param>
/// <param name="Height">Of its content, in the screen's units.</param>
/// <param name="IsSizeFixed">The user has said the size: it is kept though the screen may be smaller.</param>
/// <param name="IsFullScreen">It covers the screen.</param>
/// <param name="IsNeverEnlarged">The image's pixels are the screen's, however small those are.</param>
/// <param name="FrameLog">Gets a line for each second with frames; null for none.</param>
internal sealed record WindowPlan(string Title, int Width, int Height, bool IsSizeFixed, bool IsFullScreen, bool IsNeverEnlarged, TextWriter? FrameLog);
