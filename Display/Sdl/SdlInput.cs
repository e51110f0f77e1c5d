using System.Runtime.InteropServices;
using System.Text;
using JitTalk.Display.Input;

namespace JitTalk.Display.Sdl;

/// <summary>SDL's events of mouse, keys and dropped files, made input. It belongs to the window's thread.</summary>
internal sealed class SdlInput(InputQueue input)
{
    private const int Notch = 120;

    private readonly List<string> _dropped = [];
    private SdlModifiers _keyState;
    private MouseInput _mouse = new(0, 0, MouseButtons.None, KeyModifiers.None);

    /// <summary>Pixels of the Display to one of the coordinates that SDL tells.</summary>
    public double Scale { get; set; } = 1;

    public void Handle(in SdlEvent happened)
    {
        switch (happened.Type)
        {
            case SdlEventType.MouseMotion:
                Move(happened, _mouse.Buttons);
                break;
            case SdlEventType.MouseButtonDown:
                Move(happened, _mouse.Buttons | ButtonOf(happened.Button));
                break;
            case SdlEventType.MouseButtonUp:
                Move(happened, _mouse.Buttons & ~ButtonOf(happened.Button));
                break;
            case SdlEventType.MouseWheel:
                input.Feed(new WheelInput(
                    (int)Math.Round(happened.WheelX * Notch), (int)Math.Round(happened.WheelY * Notch), ModifiersNow));
                break;
            case SdlEventType.KeyDown:
                _keyState = (SdlModifiers)happened.KeyModifiers;
                Press(happened.KeySymbol);
                break;
            case SdlEventType.KeyUp:
                _keyState = (SdlModifiers)happened.KeyModifiers;
                Feed(KeyAction.Up, RuneOf(happened.KeySymbol));
                break;
            case SdlEventType.TextInput:
                Type(happened);
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

    private static KeyModifiers ModifiersNow => SdlKeys.Modifiers(SdlLibrary.GetModifiers());

    /// <summary>As they were when the key was pressed that is dealt with; now they may be others.</summary>
    private KeyModifiers KeyModifiers => SdlKeys.Modifiers(_keyState);

    private bool IsShortcut => (KeyModifiers & (Input.KeyModifiers.Control | Input.KeyModifiers.Command)) != 0;

    private void Move(in SdlEvent happened, MouseButtons buttons)
    {
        _mouse = new MouseInput((int)(happened.MouseX * Scale), (int)(happened.MouseY * Scale), buttons, ModifiersNow);
        input.Feed(_mouse);
    }

    /// <summary>Keys that give text type when that comes. With control or command none comes, or not the one that is meant.</summary>
    private void Press(int symbol)
    {
        int rune = RuneOf(symbol);
        if (IsShortcut && rune > KeyNames.Space && TryTakeText(out int typed))
        {
            rune = typed;
        }
        Feed(KeyAction.Down, rune);
        if (rune != 0 && (IsShortcut || SdlKeys.ControlRune(symbol, _keyState) != 0))
        {
            Feed(KeyAction.Char, rune);
        }
    }

    private void Type(in SdlEvent happened)
    {
        if (IsShortcut)
        {
            return;
        }
        foreach (Rune rune in TextOf(happened).EnumerateRunes())
        {
            Feed(KeyAction.Char, rune.Value);
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

    /// <summary>A key without a character may be a modifier.</summary>
    private void Feed(KeyAction action, int rune) =>
        input.Feed(rune != 0 ? new KeyInput(action, rune, KeyModifiers) : new ModifiersInput(KeyModifiers));

    private static unsafe string TextOf(in SdlEvent happened)
    {
        fixed (byte* text = happened.Text)
        {
            ReadOnlySpan<byte> bytes = new(text, SdlEvent.TextBytes);
            int end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }

    private int RuneOf(int symbol) =>
        SdlKeys.ControlRune(symbol, _keyState) is not 0 and var rune ? rune : SdlKeys.PrintedRune(symbol, _keyState);

    // Left, middle, right, as in the reference (sqUnixX11.c x2sqButton). Images swap the latter two as they like.
    private static MouseButtons ButtonOf(byte button) => button switch
    {
        1 => MouseButtons.Red,
        2 => MouseButtons.Yellow,
        3 => MouseButtons.Blue,
        _ => MouseButtons.None,
    };
}
