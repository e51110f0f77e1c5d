using System.CommandLine;
using System.CommandLine.Invocation;

namespace JitTalk.Display;

/// <summary>Prints what <c>--help</c> shows, for <c>jittalk</c> itself or one of its commands.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int LabelWidth = 30;

    private const string Usage =
        """
        usage: jittalk [options] IMAGE [arguments for the image]
               jittalk [options] SCRIPT.st [arguments for the script]
               jittalk -e CODE
               jittalk repl
               jittalk build-image FOLDER... -o IMAGE
               jittalk info IMAGE
               jittalk disassemble IMAGE CLASS>>SELECTOR

        """;

    private const string Notes =
        """

        What follows IMAGE goes to the image as it is; only -e CODE there is still ours,
        up to "-s" or "--". The suffix .image may be left out.
        Spellings of the reference VM work too: -headless, -vm-display-null, -nodisplay,
        -nosound, -vm-sound-null, -memory, -mmap, -encoding, -pathenc, -textenc, -plugins.

        Without IMAGE, code, scripts and the repl run in the built-in image, which is made of
        samples/kernel.

        examples:
          jittalk -e "1000 factorial printString size"
          jittalk squeak.image                              open its window, run it until it quits
          jittalk squeak.image -e "100 factorial"           evaluate, print the result
          jittalk Cuis.image -s script.st one two           let Cuis file in a script
          jittalk --memory 2g --trace=primitives my.image
          jittalk --headless --screenshot a.png --after 3 squeak.image
          jittalk info squeak.image
          jittalk disassemble squeak.image "Integer>>benchFib"
          jittalk disassemble squeak.image "Float class>>pi"

        exit code: the image's own; 1 an error in CODE, 2 bad arguments or a bad image,
        69 no window can be opened, 70 the image could not go on.
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(command.Description);
        output.WriteLine();
        if (command is RootCommand)
        {
            output.WriteLine(Usage);
            WriteTable(output, "commands:", command.Subcommands.Select(c => (c.Name, c.Description)));
            output.WriteLine();
        }
        else
        {
            output.WriteLine($"usage: jittalk {command.Name} {string.Join(' ', command.Arguments.Select(a => a.Name))}");
            output.WriteLine();
        }
        IEnumerable<Option> options = command is RootCommand
            ? command.Options.Where(o => !o.Hidden)
            : command.Options.Where(o => !o.Hidden).Concat(parseResult.RootCommandResult.Command.Options.Where(o => o.Recursive));
        WriteTable(output, "options:", options.Select(o => (Label(o), o.Description)));
        if (command is RootCommand)
        {
            output.WriteLine(Notes);
        }
        return ExitCodes.Success;
    }

    private static void WriteTable(TextWriter output, string title, IEnumerable<(string Label, string? Text)> rows)
    {
        output.WriteLine(title);
        foreach ((string label, string? text) in rows)
        {
            output.WriteLine($"  {label.PadRight(LabelWidth)} {text}");
        }
    }

    // The reference VM's spellings have a paragraph of their own; here are a letter and the long name.
    private static string Label(Option option)
    {
        string? letter = option.Aliases.FirstOrDefault(a => a is ['-', >= 'a' and <= 'z']);
        string name = letter is null ? $"    {option.Name}" : $"{letter}, {option.Name}";
        return (option.Arity.MinimumNumberOfValues, option.HelpName) switch
        {
            (0, null) => name,
            (0, var value) => $"{name}[={value}]",
            (_, var value) => $"{name} {value}",
        };
    }
}
