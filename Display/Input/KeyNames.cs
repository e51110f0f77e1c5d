using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace JitTalk.Display.Input;

/// <summary>What keys type that type no letters, as images know them from the Macintosh; and names for that.</summary>
internal static class KeyNames
{
    public const int Home = 1;
    public const int End = 4;
    public const int Insert = 5;
    public const int Backspace = 8;
    public const int Tab = 9;
    public const int PageUp = 11;
    public const int PageDown = 12;
    public const int Return = 13;
    public const int Escape = 27;
    public const int Left = 28;
    public const int Right = 29;
    public const int Up = 30;
    public const int Down = 31;
    public const int Space = 32;
    public const int Delete = 127;

    private static readonly FrozenDictionary<string, int> Names = new Dictionary<string, int>
    {
        ["home"] = Home,
        ["end"] = End,
        ["insert"] = Insert,
        ["backspace"] = Backspace,
        ["tab"] = Tab,
        ["pageup"] = PageUp,
        ["pagedown"] = PageDown,
        ["return"] = Return,
        ["escape"] = Escape,
        ["left"] = Left,
        ["right"] = Right,
        ["up"] = Up,
        ["down"] = Down,
        ["space"] = Space,
        ["delete"] = Delete,
    }.ToFrozenDictionary();

    // MacRoman from 128 on.
    private const string MacRoman =
        "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

    /// <summary>The code of a character on the Macintosh, by which images without Unicode know it; 0 when it had none.</summary>
    public static int CodeOf(int rune) =>
        rune < 128 ? rune : rune <= char.MaxValue && MacRoman.IndexOf((char)rune, StringComparison.Ordinal) is >= 0 and var index ? 128 + index : 0;

    /// <summary>A name without blanks.</summary>
    public static string NameOf(int rune) =>
        Names.FirstOrDefault(n => n.Value == rune).Key
        ?? (rune < Space || !Rune.IsValid(rune) || Rune.IsWhiteSpace(new Rune(rune)) || Rune.GetUnicodeCategory(new Rune(rune)) == UnicodeCategory.Control
            ? string.Create(CultureInfo.InvariantCulture, $"U+{rune:X4}")
            : new Rune(rune).ToString());

    public static bool TryParse(string name, out int rune)
    {
        if (Names.TryGetValue(name, out rune))
        {
            return true;
        }
        if (name.StartsWith("U+", StringComparison.Ordinal))
        {
            return int.TryParse(name.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out rune) && rune is >= 0 and <= 0x10FFFF;
        }
        bool isOne = Rune.DecodeFromUtf16(name, out Rune only, out int length) == System.Buffers.OperationStatus.Done && length == name.Length;
        rune = only.Value;
        return isOne;
    }
}
