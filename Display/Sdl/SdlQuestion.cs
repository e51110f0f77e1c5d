using System.Runtime.InteropServices;

namespace JitTalk.Display.Sdl;

/// <summary>What the window's thread asks the user itself. The image goes on meanwhile.</summary>
internal static unsafe class SdlQuestion
{
    private const int GoOn = 0;
    private const int Quit = 1;

    /// <returns>Whether the user wants to; null when there is no asking: X servers without fonts show no text.</returns>
    public static bool? AsksToQuit(nint window)
    {
        nint title = Marshal.StringToCoTaskMemUTF8("JitTalk");
        nint message = Marshal.StringToCoTaskMemUTF8("The image does not react to the closing of its window.\nQuit without saving?");
        nint goOn = Marshal.StringToCoTaskMemUTF8("Go on");
        nint quit = Marshal.StringToCoTaskMemUTF8("Quit");
        try
        {
            SdlMessageBoxButton* buttons = stackalloc SdlMessageBoxButton[]
            {
                new() { Id = GoOn, Text = goOn, Flags = SdlLibrary.ReturnKeyDefault | SdlLibrary.EscapeKeyDefault },
                new() { Id = Quit, Text = quit },
            };
            SdlMessageBox box = new()
            {
                Flags = SdlLibrary.MessageBoxWarning,
                Window = window,
                Title = title,
                Message = message,
                ButtonCount = 2,
                Buttons = (nint)buttons,
            };
            return SdlLibrary.ShowMessageBox(box, out int button) != 0 ? null : button == Quit;
        }
        finally
        {
            foreach (nint text in (nint[])[title, message, goOn, quit])
            {
                Marshal.FreeCoTaskMem(text);
            }
        }
    }
}
