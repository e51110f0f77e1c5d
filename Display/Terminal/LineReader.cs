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
    private volatile bool _isReading;
    private volatile bool _isInterrupted;

    private LineReader(LineHistory history)
    {
        _history = history;
        _editor = new LineEditor { MultiLine = false, Prompt = _prompt };
        _editor.KeyBindings.Add<PreviousHistoryCommand>(ConsoleKey.UpArrow);
        _editor.KeyBindings.Add<NextHistoryCommand>(ConsoleKey.DownArrow);
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
        _isReading = true;
        string? line = _editor.ReadLine(CancellationToken.None).GetAwaiter().GetResult();
        _isInterrupted = false;
        _isReading = false;
        if (!string.IsNullOrWhiteSpace(line))
        {
            _editor.History.Add(line);
            _history.Append(line);
        }
        return line;
    }

    /// <summary>
    /// Whether an interruption is one of what the last line has begun; the first one is. One more says that it did not help.
    /// Any thread may call it.
    /// </summary>
    public bool Interrupts()
    {
        bool interrupts = !_isReading && !_isInterrupted;
        _isInterrupted = true;
        return interrupts;
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
