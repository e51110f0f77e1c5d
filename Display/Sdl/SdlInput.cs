using System.Runtime.InteropServices;
using System.Text;
using JitTalk.Display.Input;

namespace JitTalk.Display.Sdl;

/// <summary>SDL's events of mouse, keys and dropped files, made input. It belongs to the window's thread.</summary>
internal sealed class SdlInput(InputQueue input)
{
    private const int Notch = 120;

    private readonly List<string> _dropped = [];
    private MouseInput _mouse = new(0, 0, MouseButtons.None, KeyModifiers.None);

    /// <summary>Pixels of the Display to one of the coordinates that SDL tells.</summary>
    public double Scale { get; set; } = 1;

    public void Handle(in SdlEvent happened)
    {
        SdlModifiers state = SdlLibrary.GetModifiers();
        KeyModifiers modifiers = SdlKeys.Modifiers(state);
        switch (happened.Type)
        {
            case SdlEventType.MouseMotion:
                Move(happened, _mouse.Buttons, modifiers);
                break;
            case SdlEventType.MouseButtonDown:
                Move(happened, _mouse.Buttons | ButtonOf(happened.Button), modifiers);
                break;
            case SdlEventType.MouseButtonUp:
                Move(happened, _mouse.Buttons & ~ButtonOf(happened.Button), modifiers);
                break;
            case SdlEventType.MouseWheel:
                input.Feed(new WheelInput((int)Math.Round(happened.WheelX * Notch), (int)Math.Round(happened.WheelY * Notch), modifiers));
                break;
            case SdlEventType.KeyDown:
                Press(happened.KeySymbol, state, modifiers);
                break;
            case SdlEventType.KeyUp:
                Feed(KeyAction.Up, RuneOf(happened.KeySymbol, state), modifiers);
                break;
            case SdlEventType.TextInput:
                Type(happened, modifiers);
                break;
            case SdlEventType.DropBegin:
                _dropped.Clear();
                break;
            case SdlEventType.DropFile:
                _dropped.Add(Marshal.PtrToStringUTF8(happened.DroppedFile) ?? string.Empty);
                SdlLibrary.Free(happened.DroppedFile);
                break;
            case SdlEventType.DropComplete when _dropped.Count > 0:
                input.Feed(new DropInput(DropAction.Drop, _mouse.X, _mouse.Y, [.. _dropped]));
                break;
        }
    }

    private void Move(in SdlEvent happened, MouseButtons buttons, KeyModifiers modifiers)
    {
        _mouse = new MouseInput((int)(happened.MouseX * Scale), (int)(happened.MouseY * Scale), buttons, modifiers);
        input.Feed(_mouse);
    }

    /// <summary>Keys that give text type when that comes. With control or command none comes, or not the one that is meant.</summary>
    private void Press(int symbol, SdlModifiers state, KeyModifiers modifiers)
    {
        int rune = RuneOf(symbol, state);
        if (rune == 0)
        {
            return;
        }
        bool isShortcut = (modifiers & (KeyModifiers.Control | KeyModifiers.Command)) != 0;
        if (isShortcut && rune > KeyNames.Space && TryTakeText(out int typed))
        {
            rune = typed;
        }
        Feed(KeyAction.Down, rune, modifiers);
        if (isShortcut || SdlKeys.ControlRune(symbol, state) != 0)
        {
            Feed(KeyAction.Char, rune, modifiers);
        }
    }

    private void Type(in SdlEvent happened, KeyModifiers modifiers)
    {
        if ((modifiers & (KeyModifiers.Control | KeyModifiers.Command)) != 0)
        {
            return;
        }
        foreach (Rune rune in TextOf(happened).EnumerateRunes())
        {
            Feed(KeyAction.Char, rune.Value, modifiers);
        }
    }

    /// <summary>The text that X gives for a key with Alt knows the keyboard better than we do; it waits behind the key.</summary>
    private static bool TryTakeText(out int rune)
    {
        rune = 0;
        if (SdlLibrary.PeepEvents(out SdlEvent found, 1, SdlLibrary.GetEvent, SdlEventType.TextInput, SdlEventType.TextInput) != 1)
        {
            return false;
        }
        Rune first = TextOf(found).EnumerateRunes().FirstOrDefault();
        rune = first.Value;
        return rune > KeyNames.Space;
    }

    private void Feed(KeyAction action, int rune, KeyModifiers modifiers)
    {
        if (rune != 0)
        {
            input.Feed(new KeyInput(action, rune, modifiers));
        }
    }

    private static unsafe string TextOf(in SdlEvent happened)
    {
        fixed (byte* text = happened.Text)
        {
            ReadOnlySpan<byte> bytes = new(text, SdlEvent.TextBytes);
            int end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }

    private static int RuneOf(int symbol, SdlModifiers state) =>
        SdlKeys.ControlRune(symbol, state) is not 0 and var rune ? rune : SdlKeys.PrintedRune(symbol, state);

    // Left, middle, right, as in the reference (sqUnixX11.c x2sqButton). Images swap the latter two as they like.
    private static MouseButtons ButtonOf(byte button) => button switch
    {
        1 => MouseButtons.Red,
        2 => MouseButtons.Yellow,
        3 => MouseButtons.Blue,
        _ => MouseButtons.None,
    };
}
