using System.Globalization;
using JitTalk.Core.Contracts;

namespace JitTalk.Display.Input;

/// <summary>
/// Input as one readable line: seconds since the image first showed its Display, what happened, and the modifiers and buttons
/// that were down. Lines that are written by hand may say <c>click</c>, <c>press</c> and <c>type</c>, which are several events,
/// one after the other as people do it.
/// </summary>
internal static class InputLine
{
    // Of events that one line stands for. Images that poll must not miss a click.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(60);

    private static readonly (string Name, MouseButtons Button)[] Buttons =
        [("red", MouseButtons.Red), ("yellow", MouseButtons.Yellow), ("blue", MouseButtons.Blue)];

    private static readonly (string Name, KeyModifiers Modifier)[] Modifiers =
    [
        ("shift", KeyModifiers.Shift), ("control", KeyModifiers.Control), ("option", KeyModifiers.Option), ("command", KeyModifiers.Command),
    ];

    /// <summary>Writes an event that came some time after the Display was first shown.</summary>
    public static string Render(TimeSpan time, InputEvent input)
    {
        string what = input switch
        {
            MouseInput mouse => $"mouse {mouse.X} {mouse.Y}{Names(mouse.Buttons)}{Names(mouse.Modifiers)}",
            WheelInput wheel => $"wheel {wheel.DeltaX} {wheel.DeltaY}{Names(wheel.Modifiers)}",
            KeyInput key => $"key {key.Action.ToString().ToLowerInvariant()} {KeyNames.NameOf(key.Rune)}{Names(key.Modifiers)}",
            ModifiersInput held => $"modifiers{Names(held.Modifiers)}",
            WindowInput { Action: WindowAction.Resized } window => $"window resized {window.Area.Width} {window.Area.Height}",
            WindowInput window => $"window {window.Action.ToString().ToLowerInvariant()}",
            DropInput drop => $"drag {drop.Action.ToString().ToLowerInvariant()} {drop.X} {drop.Y}"
                + string.Concat(drop.Files.Select(f => $" {Uri.EscapeDataString(f)}")),
            _ => throw new ArgumentException($"no line for {input}", nameof(input)),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F3} {what}");
    }

    /// <summary>Reads a line; none for one that is empty or begins with <c>#</c>.</summary>
    /// <exception cref="FormatException">The line means nothing; the message says why.</exception>
    public static IReadOnlyList<TimedInput> Parse(string line)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0 || words[0].StartsWith('#'))
        {
            return [];
        }
        if (words.Length < 2 || !double.TryParse(words[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            || seconds > TimeSpan.FromDays(1).TotalSeconds)
        {
            throw new FormatException("a line begins with seconds and a word");
        }
        TimeSpan start = TimeSpan.FromSeconds(seconds);
        IEnumerable<InputEvent> events = words[1] == "type" ? Typing(line) : Events(words[1], words[2..]);
        return [.. events.Select((input, i) => new TimedInput(start + (i * Interval), input))];
    }

    private static IEnumerable<InputEvent> Events(string what, string[] words) => what switch
    {
        "mouse" => [new MouseInput(Number(words, 0), Number(words, 1), ButtonsOf(words, 2), ModifiersOf(words, 2))],
        "click" => Click(words),
        "wheel" => [new WheelInput(Number(words, 0), Number(words, 1), ModifiersOf(words, 2))],
        "key" => [new KeyInput(Named<KeyAction>(words, 0), Key(words, 1), ModifiersOf(words, 2))],
        "modifiers" => [new ModifiersInput(ModifiersOf(words, 0))],
        "press" => Press(Key(words, 0), ModifiersOf(words, 1)),
        "window" => [Window(words)],
        "drag" => [new DropInput(Named<DropAction>(words, 0), Number(words, 1), Number(words, 2), [.. words.Skip(3).Select(Uri.UnescapeDataString)])],
        _ => throw new FormatException($"{what} is no kind of input"),
    };

    /// <summary>Moves there, and presses and lets go a button: red, if none is named.</summary>
    private static IEnumerable<InputEvent> Click(string[] words)
    {
        MouseButtons buttons = ButtonsOf(words, 2);
        MouseInput up = new(Number(words, 0), Number(words, 1), MouseButtons.None, ModifiersOf(words, 2));
        return [up, up with { Buttons = buttons == MouseButtons.None ? MouseButtons.Red : buttons }, up];
    }

    private static IEnumerable<InputEvent> Press(int rune, KeyModifiers modifiers)
    {
        KeyInput down = new(KeyAction.Down, rune, modifiers);
        return [down, down with { Action = KeyAction.Char }, down with { Action = KeyAction.Up }, new ModifiersInput(KeyModifiers.None)];
    }

    /// <summary>All after the word, blanks included; keys that repeat need not go up.</summary>
    private static List<InputEvent> Typing(string line)
    {
        int start = line.IndexOf("type", StringComparison.Ordinal) + "type ".Length;
        string text = start < line.Length ? line[start..] : string.Empty;
        return [.. text.EnumerateRunes().Select(rune => new KeyInput(KeyAction.Char, rune.Value, KeyModifiers.None))];
    }

    private static WindowInput Window(string[] words)
    {
        WindowAction action = Named<WindowAction>(words, 0);
        PixelArea area = action == WindowAction.Resized ? new PixelArea(0, 0, Number(words, 1), Number(words, 2)) : default;
        return action == WindowAction.Resized && area.IsEmpty ? throw new FormatException("a window has a size") : new WindowInput(action, area);
    }

    private static int Number(string[] words, int index) =>
        int.TryParse(Word(words, index), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && Math.Abs((long)number) <= short.MaxValue
            ? number
            : throw new FormatException($"{words[index]} is no number");

    private static T Named<T>(string[] words, int index) where T : struct, Enum =>
        Enum.TryParse(Word(words, index), ignoreCase: true, out T value) && char.IsLetter(words[index][0])
            ? value
            : throw new FormatException($"{words[index]} is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");

    private static int Key(string[] words, int index) =>
        KeyNames.TryParse(Word(words, index), out int rune) ? rune : throw new FormatException($"{words[index]} is no key");

    private static string Word(string[] words, int index) => index < words.Length ? words[index] : throw new FormatException("something is missing at the end");

    private static MouseButtons ButtonsOf(string[] words, int first) =>
        Buttons.Where(b => words.Skip(first).Contains(b.Name)).Aggregate(MouseButtons.None, (all, b) => all | b.Button);

    private static KeyModifiers ModifiersOf(string[] words, int first)
    {
        KeyModifiers all = KeyModifiers.None;
        foreach (string word in words.Skip(first).Where(w => Buttons.All(b => b.Name != w)))
        {
            int index = Array.FindIndex(Modifiers, m => m.Name == word);
            all |= index >= 0 ? Modifiers[index].Modifier : throw new FormatException($"{word} is no button and no modifier");
        }
        return all;
    }

    private static string Names(MouseButtons buttons) => string.Concat(Buttons.Where(b => buttons.HasFlag(b.Button)).Select(b => $" {b.Name}"));

    private static string Names(KeyModifiers modifiers) =>
        string.Concat(Modifiers.Where(m => modifiers.HasFlag(m.Modifier)).Select(m => $" {m.Name}"));
}
