using JitTalk.Display.Input;
using JitTalk.Display.Sdl;

namespace JitTalk.Tests.Display.Input;

/// <summary>SDL's key symbols, which are characters or places on the keyboard, in the image's terms.</summary>
internal sealed class SdlKeysTests
{
    private const int Placed = 0x4000_0000;

    [TestCase(SdlModifiers.None, KeyModifiers.None)]
    [TestCase((SdlModifiers)1, KeyModifiers.Shift)]
    [TestCase((SdlModifiers)2, KeyModifiers.Shift)]
    [TestCase((SdlModifiers)0x40, KeyModifiers.Control)]
    [TestCase((SdlModifiers)0x80, KeyModifiers.Control)]
    [TestCase((SdlModifiers)0x100, KeyModifiers.Command)]
    [TestCase((SdlModifiers)0x200, KeyModifiers.None, Description = "the right Alt types")]
    [TestCase((SdlModifiers)0x400, KeyModifiers.Command)]
    [TestCase((SdlModifiers)0x141, KeyModifiers.Option | KeyModifiers.Shift)]
    [TestCase(SdlModifiers.NumLock | SdlModifiers.CapsLock, KeyModifiers.None)]
    public void Modifiers_are_these(SdlModifiers state, KeyModifiers modifiers) =>
        Assert.That(SdlKeys.Modifiers(state), Is.EqualTo(modifiers));

    [TestCase(13, KeyNames.Return)]
    [TestCase(27, KeyNames.Escape)]
    [TestCase(127, KeyNames.Delete)]
    [TestCase(Placed | 74, KeyNames.Home)]
    [TestCase(Placed | 75, KeyNames.PageUp)]
    [TestCase(Placed | 77, KeyNames.End)]
    [TestCase(Placed | 78, KeyNames.PageDown)]
    [TestCase(Placed | 79, KeyNames.Right)]
    [TestCase(Placed | 80, KeyNames.Left)]
    [TestCase(Placed | 81, KeyNames.Down)]
    [TestCase(Placed | 82, KeyNames.Up)]
    [TestCase(Placed | 88, KeyNames.Return)]
    [TestCase(Placed | 89, KeyNames.End)]
    [TestCase(Placed | 97, KeyNames.PageUp)]
    [TestCase(Placed | 98, KeyNames.Insert)]
    [TestCase(Placed | 99, KeyNames.Delete)]
    [TestCase('a', 0)]
    [TestCase(Placed | 58, 0, Description = "F1")]
    [TestCase(Placed | 225, 0, Description = "Shift")]
    public void Keys_without_text_type_these(int symbol, int rune) =>
        Assert.That(SdlKeys.ControlRune(symbol, SdlModifiers.None), Is.EqualTo(rune));

    [TestCase('a', SdlModifiers.None, 'a')]
    [TestCase('a', SdlModifiers.Shift, 'A')]
    [TestCase('a', SdlModifiers.CapsLock, 'A')]
    [TestCase('a', SdlModifiers.CapsLock | SdlModifiers.Shift, 'a')]
    [TestCase('ä', SdlModifiers.Shift, 'Ä')]
    [TestCase('9', SdlModifiers.Shift, '(')]
    [TestCase(' ', SdlModifiers.Shift, ' ')]
    [TestCase(Placed | 95, SdlModifiers.NumLock, '7')]
    [TestCase(Placed | 87, SdlModifiers.None, '+')]
    [TestCase(Placed | 58, SdlModifiers.None, 0)]
    [TestCase(8, SdlModifiers.None, 0)]
    public void Keys_with_text_have_these_on_them(int symbol, SdlModifiers state, int rune) =>
        Assert.That(SdlKeys.PrintedRune(symbol, state), Is.EqualTo(rune));

    [Test]
    public void With_NumLock_the_keypad_types_digits() =>
        Assert.That(SdlKeys.ControlRune(Placed | 95, SdlModifiers.NumLock), Is.Zero);

    [Test]
    public void Every_Mac_character_has_one_code()
    {
        int[] codes = [.. Enumerable.Range(0, 0x10000).Select(KeyNames.CodeOf).Where(c => c > 0)];
        Assert.That(codes.Order(), Is.EqualTo(Enumerable.Range(1, 255)));
    }
}
