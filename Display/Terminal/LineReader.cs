using JitTalk.Core.Contracts;
using RadLine;
using Spectre.Console;

namespace JitTalk.Display.Terminal;

/// <summary>Lines edited in a terminal, with the lines of earlier sessions to choose from.</summary>
internal sealed class LineReader : ILineReader
{
    private readonly LineHistory _history;
    private readonly CurrentPrompt _prompt = new();
    private readonly LineEditor _editor;

    private LineReader(LineHistory history)
    {
        _history = history;
        _editor = new LineEditor { MultiLine = false, Prompt = _prompt };
        _editor.KeyBindings.Add<EndCommand>(ConsoleKey.D, ConsoleModifiers.Control);
        foreach (string line in history.Read())
        {
            _editor.History.Add(line);
        }
    }

    /// <summary>Null where nobody types into a terminal that can be written on at will.</summary>
    public static LineReader? ForTerminal() =>
        Console.IsInputRedirected || Console.IsOutputRedirected || !LineEditor.IsSupported(AnsiConsole.Console)
            ? null
            : new LineReader(LineHistory.OfUser());

    public string? ReadLine(string prompt)
    {
        _prompt.Text = prompt.TrimEnd();
        string? line = _editor.ReadLine(CancellationToken.None).GetAwaiter().GetResult();
        if (!string.IsNullOrWhiteSpace(line))
        {
            _editor.History.Add(line);
            _history.Append(line);
        }
        return line;
    }

    private sealed class CurrentPrompt : ILineEditorPrompt
    {
        public string Text { get; set; } = string.Empty;

        public (Markup Markup, int Margin) GetPrompt(ILineEditorState state, int line) => (new Markup(Markup.Escape(Text)), 1);
    }

    /// <summary>The end of the input, where a line is empty; RadLine makes commands by reflection.</summary>
    private sealed class EndCommand : LineEditorCommand
    {
        public override void Execute(LineEditorContext context)
        {
            if (context.Buffer.Length == 0)
            {
                context.Submit(SubmitAction.Cancel);
            }
        }
    }
}
