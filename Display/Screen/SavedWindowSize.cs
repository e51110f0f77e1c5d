namespace JitTalk.Display.Screen;

/// <summary>The size of the window as an image's header keeps it: the width in the upper 16 of 32 bits, the height in the lower.</summary>
internal static class SavedWindowSize
{
    private const uint Side = 0xFFFF;

    public static ulong Of((int Width, int Height) size) =>
        (Math.Min((uint)size.Width, Side) << 16) | Math.Min((uint)size.Height, Side);

    /// <summary>Null where an image has none.</summary>
    public static (int Width, int Height)? Read(ulong saved)
    {
        int width = (int)((saved >> 16) & Side);
        int height = (int)(saved & Side);
        return width > 0 && height > 0 ? (width, height) : null;
    }
}
