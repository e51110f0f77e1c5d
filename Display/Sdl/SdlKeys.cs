using JitTalk.Display.Input;

namespace JitTalk.Display.Sdl;

/// <summary>SDL's keys and modifiers in the image's terms.</summary>
internal static class SdlKeys
{
    // Keys without a character of their own: SDLK_SCANCODE_MASK and where the key is.
    private const int ScanCodeMask = 0x4000_0000;
    private const int KeypadEnter = 88;
    private const int Keypad1 = 89;
    private const int KeypadPeriod = 99;

    private const string Unshifted = "`1234567890-=[]\\;',./";
    private const string Shifted = "~!@#$%^&*()_+{}|:\"<>?";

    // From 1 to 9, then 0 and the period, without NumLock; the 5 does nothing.
    private static readonly int[] Keypad =
    [
        KeyNames.End, KeyNames.Down, KeyNames.PageDown, KeyNames.Left, 0, KeyNames.Right, KeyNames.Home, KeyNames.Up, KeyNames.PageUp,
        KeyNames.Insert, KeyNames.Delete,
    ];

    /// <summary>
    /// Alt is command, with control it is option, as in the reference (sqUnixX11.c <c>x2sqModifier</c>). The right Alt is none:
    /// on most keyboards it makes other characters, and SDL does not tell which are those.
    /// </summary>
    public static KeyModifiers Modifiers(SdlModifiers state)
    {
        KeyModifiers modifiers = (state & SdlModifiers.Shift) != 0 ? KeyModifiers.Shift : KeyModifiers.None;
        bool control = (state & SdlModifiers.Control) != 0;
        bool alt = (state & SdlModifiers.LeftAlt) != 0;
        if ((state & SdlModifiers.Gui) != 0)
        {
            modifiers |= KeyModifiers.Command;
        }
        return modifiers | (control, alt) switch
        {
            (true, true) => KeyModifiers.Option,
            (true, false) => KeyModifiers.Control,
            (false, true) => KeyModifiers.Command,
            _ => KeyModifiers.None,
        };
    }

    /// <summary>What a key types that gives no text, or 0 for keys that type nothing.</summary>
    public static int ControlRune(int symbol, SdlModifiers state) => symbol switch
    {
        KeyNames.Return or KeyNames.Escape or KeyNames.Backspace or KeyNames.Tab or KeyNames.Delete => symbol,
        ScanCodeMask | 73 => KeyNames.Insert,
        ScanCodeMask | 74 => KeyNames.Home,
        ScanCodeMask | 75 => KeyNames.PageUp,
        ScanCodeMask | 77 => KeyNames.End,
        ScanCodeMask | 78 => KeyNames.PageDown,
        ScanCodeMask | 79 => KeyNames.Right,
        ScanCodeMask | 80 => KeyNames.Left,
        ScanCodeMask | 81 => KeyNames.Down,
        ScanCodeMask | 82 => KeyNames.Up,
        ScanCodeMask | KeypadEnter => KeyNames.Return,
        >= (ScanCodeMask | Keypad1) and <= (ScanCodeMask | KeypadPeriod) when (state & SdlModifiers.NumLock) == 0 =>
            Keypad[symbol - (ScanCodeMask | Keypad1)],
        _ => 0,
    };

    /// <summary>The character on a key, with shift; 0 for keys without one. What shift does to signs is a guess, by American keyboards.</summary>
    public static int PrintedRune(int symbol, SdlModifiers state)
    {
        const int keypadSigns = 84;
        const string keypadTexts = "/*-+\r1234567890.";
        int keypad = symbol - (ScanCodeMask | keypadSigns);
        if (keypad >= 0 && keypad < keypadTexts.Length)
        {
            return keypadTexts[keypad];
        }
        if (symbol is < KeyNames.Space or >= ScanCodeMask or > char.MaxValue)
        {
            return 0;
        }
        bool shift = (state & SdlModifiers.Shift) != 0;
        char key = (char)symbol;
        if (char.IsLetter(key))
        {
            return shift != ((state & SdlModifiers.CapsLock) != 0) ? char.ToUpperInvariant(key) : key;
        }
        int index = Unshifted.IndexOf(key, StringComparison.Ordinal);
        return shift && index >= 0 ? Shifted[index] : key;
    }
}
