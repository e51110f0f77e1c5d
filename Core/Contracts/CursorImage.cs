namespace JitTalk.Core.Contracts;

/// <summary>The shape of the mouse's cursor.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In rows.</param>
/// <param name="HotX">The column that points.</param>
/// <param name="HotY">The row that points.</param>
/// <param name="Pixels">Row by row: 8 bits each of opacity, red, green and blue.</param>
internal sealed record CursorImage(int Width, int Height, int HotX, int HotY, uint[] Pixels);
