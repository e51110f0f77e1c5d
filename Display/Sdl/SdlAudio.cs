using System.Runtime.InteropServices;

namespace JitTalk.Display.Sdl;

/// <summary>What is used of libSDL2's audio, under its own names without their prefix.</summary>
internal static unsafe partial class SdlAudio
{
    private const string Library = "libSDL2-2.0.so.0";

    public const uint InitAudio = 0x10;

    /// <summary>16 bits with sign, in the machine's order.</summary>
    public const ushort FormatS16 = 0x8010;

    [LibraryImport(Library, EntryPoint = "SDL_InitSubSystem")]
    public static partial int InitSubSystem(uint flags);

    [LibraryImport(Library, EntryPoint = "SDL_AudioInit", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InitDriver(string driver);

    [LibraryImport(Library, EntryPoint = "SDL_OpenAudioDevice")]
    public static partial uint OpenDevice(nint name, int isCapture, in SdlSoundSpec wanted, nint obtained, int allowedChanges);

    [LibraryImport(Library, EntryPoint = "SDL_PauseAudioDevice")]
    public static partial void PauseDevice(uint device, int isPaused);

    [LibraryImport(Library, EntryPoint = "SDL_CloseAudioDevice")]
    public static partial void CloseDevice(uint device);
}

/// <summary>SDL_AudioSpec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SdlSoundSpec
{
    public int Frequency;
    public ushort Format;
    public byte Channels;
    public byte Silence;
    public ushort Frames;
    public ushort Padding;
    public uint Bytes;
    public delegate* unmanaged[Cdecl]<nint, short*, int, void> Callback;
    public nint UserData;
}
