using System.CommandLine;

namespace JitTalk.Display;

/// <summary>
/// Brings a command line into the order that the parser understands: our options, the image, <c>--</c>, then all that
/// belongs to the image and must not be touched (<c>-d</c>, <c>-s</c>, even <c>--help</c>).
/// </summary>
internal sealed class ArgumentOrder(RootCommand root, Option evaluate)
{
    private const string EndOfOptions = "--";

    // Cuis files in the script after it, and hands what follows to the script.
    private const string ImageScript = "-s";

    /// <exception cref="UsageException">An option is unknown or lacks its value.</exception>
    public IReadOnlyList<string> Arrange(IReadOnlyList<string> arguments)
    {
        List<string> ordered = [];
        int next = TakeOptions(root, arguments, 0, ordered);
        if (next == arguments.Count)
        {
            return ordered;
        }
        if (arguments[next] == EndOfOptions)
        {
            return [.. ordered, .. arguments.Skip(next)];
        }
        Command? command = root.Subcommands.FirstOrDefault(c => c.Name == arguments[next]);
        if (command is null)
        {
            return [.. ordered, .. ImagePart(arguments, next)];
        }
        ordered.Add(arguments[next++]);
        while (next < arguments.Count && arguments[next] != EndOfOptions)
        {
            int end = TakeOptions(command, arguments, next, ordered);
            if (end == next)
            {
                ordered.Add(arguments[next++]);
            }
            else
            {
                next = end;
            }
        }
        return [.. ordered, .. arguments.Skip(next)];
    }

    private List<string> ImagePart(IReadOnlyList<string> arguments, int image)
    {
        List<string> ours = [];
        List<string> images = [EndOfOptions, arguments[image]];
        int next = image + 1;
        while (next < arguments.Count && arguments[next] is not (EndOfOptions or ImageScript))
        {
            if (OptionOf(root, arguments[next]) == evaluate)
            {
                next = TakeOption(evaluate, arguments, next, ours);
            }
            else
            {
                images.Add(arguments[next++]);
            }
        }
        return [.. ours, .. images, .. arguments.Skip(next)];
    }

    private int TakeOptions(Command command, IReadOnlyList<string> arguments, int next, List<string> ordered)
    {
        while (next < arguments.Count && arguments[next] is ['-', _, ..] and not EndOfOptions)
        {
            Option option = OptionOf(command, arguments[next])
                ?? throw new UsageException($"unknown option {arguments[next]}");
            next = TakeOption(option, arguments, next, ordered);
        }
        return next;
    }

    // The value is joined to the name: it may itself look like an option, -e "-5 abs".
    private static int TakeOption(Option option, IReadOnlyList<string> arguments, int next, List<string> ordered)
    {
        string name = arguments[next++];
        if (option.Arity.MinimumNumberOfValues == 0 || name.Contains('=', StringComparison.Ordinal))
        {
            ordered.Add(name);
            return next;
        }
        if (next == arguments.Count)
        {
            throw new UsageException($"{name} needs a value: {option.HelpName}");
        }
        ordered.Add($"{name}={arguments[next++]}");
        return next;
    }

    private Option? OptionOf(Command command, string argument)
    {
        string name = argument.Split('=', 2)[0];
        IEnumerable<Option> options = command.Options.Concat(root.Options.Where(o => o.Recursive));
        return options.FirstOrDefault(o => o.Name == name || o.Aliases.Contains(name));
    }
}
