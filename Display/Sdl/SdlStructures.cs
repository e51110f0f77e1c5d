using System.Runtime.InteropServices;

namespace JitTalk.Display.Sdl;

/// <summary><c>SDL_Rect</c></summary>
internal struct SdlRect(int x, int y, int width, int height)
{
    public int X = x;
    public int Y = y;
    public int Width = width;
    public int Height = height;
}

/// <summary><c>SDL_EventType</c></summary>
internal enum SdlEventType : uint
{
    Window = 0x200,
    KeyDown = 0x300,
    KeyUp = 0x301,
    TextInput = 0x303,
    MouseMotion = 0x400,
    MouseButtonDown = 0x401,
    MouseButtonUp = 0x402,
    MouseWheel = 0x403,
    ClipboardUpdate = 0x900,
    DropFile = 0x1000,
    DropBegin = 0x1002,
    DropComplete = 0x1003,
    RenderTargetsReset = 0x2000,
    RenderDeviceReset = 0x2001,
    User = 0x8000,
}

/// <summary><c>SDL_WindowEventID</c></summary>
internal enum SdlWindowEvent : byte
{
    Exposed = 3,
    SizeChanged = 6,
    Minimized = 7,
    FocusGained = 12,
    Close = 14,
}

/// <summary><c>SDL_Keymod</c></summary>
[Flags]
internal enum SdlModifiers : uint
{
    None = 0,
    Shift = 0x3,
    Control = 0xC0,
    LeftAlt = 0x100,
    Gui = 0xC00,
    NumLock = 0x1000,
    CapsLock = 0x2000,
}

/// <summary><c>SDL_Event</c>, a union: which fields mean something depends on the type.</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
internal unsafe struct SdlEvent
{
    public const int TextBytes = 32;

    [FieldOffset(0)] public SdlEventType Type;
    [FieldOffset(12)] public SdlWindowEvent WindowEvent;

    [FieldOffset(20)] public int KeySymbol;
    [FieldOffset(24)] public ushort KeyModifiers;

    [FieldOffset(12)] public fixed byte Text[TextBytes];

    [FieldOffset(16)] public byte Button;

    /// <summary>Of motion and buttons.</summary>
    [FieldOffset(20)] public int MouseX;
    [FieldOffset(24)] public int MouseY;

    [FieldOffset(28)] public float WheelX;
    [FieldOffset(32)] public float WheelY;

    /// <summary>UTF-8, to be freed.</summary>
    [FieldOffset(8)] public nint DroppedFile;
}

/// <summary><c>SDL_MessageBoxButtonData</c></summary>
internal struct SdlMessageBoxButton
{
    public uint Flags;
    public int Id;
    public nint Text;
}

/// <summary><c>SDL_MessageBoxData</c></summary>
internal struct SdlMessageBox
{
    public uint Flags;
    public nint Window;
    public nint Title;
    public nint Message;
    public int ButtonCount;
    public nint Buttons;
    public nint Colors;
}

/// <summary><c>SDL_AudioSpec</c></summary>
internal unsafe struct SdlAudioSpec
{
    public int Frequency;
    public ushort Format;
    public byte Channels;
    public byte Silence;
    public ushort Samples;
    public ushort Padding;
    public uint Size;
    public delegate* unmanaged[Cdecl]<nint, short*, int, void> Callback;
    public nint UserData;
}
