using System.Runtime.InteropServices;

namespace JitTalk.Display.Sdl;

/// <summary>What is used of libSDL2 2.0.22 or later, under its own names without their prefix. Loaded at the first call.</summary>
internal static unsafe partial class SdlLibrary
{
    private const string Library = "libSDL2-2.0.so.0";

    public const uint InitAudio = 0x10;
    public const uint InitVideo = 0x20;
    public const uint WindowResizable = 0x20;
    public const uint WindowFullScreenDesktop = 0x1001;
    public const uint WindowAllowHighDpi = 0x2000;
    public const int WindowPositionUndefined = 0x1FFF_0000;
    public const uint RendererSoftware = 1;
    public const uint RendererAccelerated = 2;
    public const uint RendererPresentVsync = 4;
    public const uint PixelFormatArgb8888 = 0x1636_2004;
    public const int TextureAccessStreaming = 1;
    public const int BlendModeNone = 0;
    public const int GetEvent = 2;
    public const uint MessageBoxWarning = 0x20;
    public const uint ReturnKeyDefault = 1;
    public const uint EscapeKeyDefault = 2;

    /// <summary>16 bits with sign, in the machine's order.</summary>
    public const ushort AudioS16 = 0x8010;

    public static bool IsPresent()
    {
        if (!NativeLibrary.TryLoad(Library, out nint handle))
        {
            return false;
        }
        NativeLibrary.Free(handle);
        return true;
    }

    public static string Error => Marshal.PtrToStringUTF8(GetError()) ?? string.Empty;

    [LibraryImport(Library, EntryPoint = "SDL_Init")]
    public static partial int Init(uint flags);

    [LibraryImport(Library, EntryPoint = "SDL_InitSubSystem")]
    public static partial int InitSubSystem(uint flags);

    [LibraryImport(Library, EntryPoint = "SDL_Quit")]
    public static partial void Quit();

    [LibraryImport(Library, EntryPoint = "SDL_GetError")]
    private static partial nint GetError();

    [LibraryImport(Library, EntryPoint = "SDL_SetHint", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetHint(string name, string value);

    [LibraryImport(Library, EntryPoint = "SDL_GetCurrentVideoDriver")]
    public static partial nint GetCurrentVideoDriver();

    [LibraryImport(Library, EntryPoint = "SDL_EnableScreenSaver")]
    public static partial void EnableScreenSaver();

    [LibraryImport(Library, EntryPoint = "SDL_free")]
    public static partial void Free(nint memory);

    [LibraryImport(Library, EntryPoint = "SDL_CreateWindow", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CreateWindow(string title, int x, int y, int width, int height, uint flags);

    [LibraryImport(Library, EntryPoint = "SDL_DestroyWindow")]
    public static partial void DestroyWindow(nint window);

    [LibraryImport(Library, EntryPoint = "SDL_SetWindowTitle", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetWindowTitle(nint window, string title);

    [LibraryImport(Library, EntryPoint = "SDL_SetWindowFullscreen")]
    public static partial int SetWindowFullScreen(nint window, uint flags);

    [LibraryImport(Library, EntryPoint = "SDL_SetWindowMinimumSize")]
    public static partial void SetWindowMinimumSize(nint window, int width, int height);

    [LibraryImport(Library, EntryPoint = "SDL_GetWindowSize")]
    public static partial void GetWindowSize(nint window, out int width, out int height);

    [LibraryImport(Library, EntryPoint = "SDL_GetDisplayUsableBounds")]
    public static partial int GetDisplayUsableBounds(int display, out SdlRect bounds);

    [LibraryImport(Library, EntryPoint = "SDL_CreateRenderer")]
    public static partial nint CreateRenderer(nint window, int index, uint flags);

    [LibraryImport(Library, EntryPoint = "SDL_DestroyRenderer")]
    public static partial void DestroyRenderer(nint renderer);

    [LibraryImport(Library, EntryPoint = "SDL_GetRendererOutputSize")]
    public static partial int GetRendererOutputSize(nint renderer, out int width, out int height);

    [LibraryImport(Library, EntryPoint = "SDL_GL_GetProcAddress", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GetGlFunction(string name);

    [LibraryImport(Library, EntryPoint = "SDL_CreateTexture")]
    public static partial nint CreateTexture(nint renderer, uint format, int access, int width, int height);

    [LibraryImport(Library, EntryPoint = "SDL_DestroyTexture")]
    public static partial void DestroyTexture(nint texture);

    [LibraryImport(Library, EntryPoint = "SDL_SetTextureBlendMode")]
    public static partial int SetTextureBlendMode(nint texture, int mode);

    [LibraryImport(Library, EntryPoint = "SDL_UpdateTexture")]
    public static partial int UpdateTexture(nint texture, in SdlRect area, uint* pixels, int bytesPerRow);

    [LibraryImport(Library, EntryPoint = "SDL_RenderClear")]
    public static partial int RenderClear(nint renderer);

    [LibraryImport(Library, EntryPoint = "SDL_RenderCopy")]
    public static partial int RenderCopy(nint renderer, nint texture, nint source, in SdlRect target);

    [LibraryImport(Library, EntryPoint = "SDL_RenderPresent")]
    public static partial void RenderPresent(nint renderer);

    [LibraryImport(Library, EntryPoint = "SDL_WaitEventTimeout")]
    public static partial int WaitEventTimeout(out SdlEvent happened, int milliseconds);

    [LibraryImport(Library, EntryPoint = "SDL_PollEvent")]
    public static partial int PollEvent(out SdlEvent happened);

    [LibraryImport(Library, EntryPoint = "SDL_PeepEvents")]
    public static partial int PeepEvents(out SdlEvent found, int count, int action, SdlEventType first, SdlEventType last);

    [LibraryImport(Library, EntryPoint = "SDL_PushEvent")]
    public static partial int PushEvent(in SdlEvent pushed);

    [LibraryImport(Library, EntryPoint = "SDL_GetModState")]
    public static partial SdlModifiers GetModifiers();

    [LibraryImport(Library, EntryPoint = "SDL_CreateRGBSurfaceWithFormatFrom")]
    public static partial nint CreateSurfaceFrom(uint* pixels, int width, int height, int depth, int bytesPerRow, uint format);

    [LibraryImport(Library, EntryPoint = "SDL_FreeSurface")]
    public static partial void FreeSurface(nint surface);

    [LibraryImport(Library, EntryPoint = "SDL_CreateColorCursor")]
    public static partial nint CreateColorCursor(nint surface, int hotX, int hotY);

    [LibraryImport(Library, EntryPoint = "SDL_SetCursor")]
    public static partial void SetCursor(nint cursor);

    [LibraryImport(Library, EntryPoint = "SDL_FreeCursor")]
    public static partial void FreeCursor(nint cursor);

    [LibraryImport(Library, EntryPoint = "SDL_GetClipboardText")]
    public static partial nint GetClipboardText();

    [LibraryImport(Library, EntryPoint = "SDL_SetClipboardText", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetClipboardText(string text);

    [LibraryImport(Library, EntryPoint = "SDL_ShowMessageBox")]
    public static partial int ShowMessageBox(in SdlMessageBox box, out int button);

    [LibraryImport(Library, EntryPoint = "SDL_AudioInit", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InitAudioDriver(string driver);

    [LibraryImport(Library, EntryPoint = "SDL_CloseAudioDevice")]
    public static partial void CloseAudioDevice(uint device);

    [LibraryImport(Library, EntryPoint = "SDL_OpenAudioDevice")]
    public static partial uint OpenAudioDevice(nint name, int isCapture, in SdlAudioSpec wanted, nint obtained, int allowedChanges);

    [LibraryImport(Library, EntryPoint = "SDL_QueueAudio")]
    public static partial int QueueAudio(uint device, short* samples, uint bytes);

    [LibraryImport(Library, EntryPoint = "SDL_PauseAudioDevice")]
    public static partial void PauseAudioDevice(uint device, int isPaused);
}
