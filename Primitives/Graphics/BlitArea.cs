namespace JitTalk.Primitives.Graphics;

/// <summary>The clipped rectangle to draw, which lies in the destination, and where it comes from in the source.</summary>
internal readonly record struct BlitArea(int SourceX, int SourceY, int X, int Y, int Width, int Height)
{
    public bool IsEmpty => Width <= 0 || Height <= 0;
}
