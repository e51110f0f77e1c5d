using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using JitTalk.Core.Building;
using JitTalk.Core.Contracts;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Display.Sdl;
using JitTalk.Display.Terminal;

namespace JitTalk.Display;

/// <summary>
/// The command line of <c>jittalk</c>. Options go by names of our own and, where they mean the same, by those of
/// OpenSmalltalk's VM and Debian's squeakvm.
/// </summary>
internal sealed class CommandLine
{
    private const int DefaultClassCount = 10;
    private const long LeastMemory = 16 << 20;

    private const string PrimitiveTrace = "primitives";
    private const string CollectionTrace = "gc";
    private const string FrameTrace = "frames";

    // Full collections take a hundred times as long as scavenges do.
    private const int CompactionInterval = 500;

    private static readonly ParserConfiguration Parsing = new()
    {
        // An argument that begins with @ is the image's, not a file of arguments.
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    private readonly ICommands _commands;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly RootCommand _root = new("Runs Squeak images of every format, from 1996 to today.");

    private readonly Option<string> _evaluate = new("--evaluate", "-e")
    {
        HelpName = "CODE",
        Description = "evaluate CODE in the image, print the result and leave; may also follow IMAGE",
    };
    private readonly WindowSwitches _window = new();
    private readonly Option<long> _memory = new("--memory", "-memory", "-mmap")
    {
        HelpName = "N[kmg]",
        Description = "the most memory that objects may take",
        CustomParser = argument =>
        {
            if (!ByteCount.TryParse(argument.Tokens[0].Value, out long bytes) || bytes < LeastMemory)
            {
                argument.AddError($"{argument.Tokens[0].Value} is no size of memory: a number and k, m or g, 16m at least");
            }
            return bytes;
        },
    };
    private readonly Option<string> _trace = new("--trace")
    {
        HelpName = "WHAT",
        Description = "primitives: name each missing one when first called; gc: a line per collection; frames: what the window shows each second; on stderr",
    };
    private readonly Option<bool> _verify = new("--verify-heap")
    {
        Description = "prove after every collection that all objects are in order (slow)",
    };
    private readonly Option<int> _collect = new("--collect-every")
    {
        HelpName = "N",
        Description = "collect at every Nth safepoint, each 500th time the whole memory (slow; to find defects)",
    };
    private readonly ProfileSwitches _profile = new();
    private readonly JitSwitches _jit = new();
    private readonly Option<string> _encoding = new("--encoding", "-encoding", "-pathenc", "-textenc")
    {
        HelpName = "UTF-8",
        Description = "of file names and text outside the image: UTF-8 is the only one",
    };
    private readonly Option<string> _plugins = new("--plugins", "-plugins")
    {
        HelpName = "DIR",
        Description = "ignored: all plugins are built in",
    };
    private readonly Option<bool> _version = new("--version", "-version") { Description = "print the version" };
    private readonly Argument<string[]> _image = new("IMAGE");

    public CommandLine(ICommands commands, TextWriter output, TextWriter error)
    {
        _commands = commands;
        _output = output;
        _error = error;
        AcceptOnly(_trace, PrimitiveTrace, CollectionTrace, FrameTrace);
        AcceptOnly(_encoding, "UTF-8", "UTF8");

        _root.Directives.Clear();
        _root.Options.Clear();
        _root.Arguments.Add(_image);
        foreach (Option option in (Option[])[_evaluate, .. _window.All, _memory, _trace, _verify, _collect, .. _profile.All, .. _jit.All, _encoding, _plugins, Help(), _version])
        {
            _root.Options.Add(option);
        }
        _root.Subcommands.Add(ReplCommand());
        _root.Subcommands.Add(new BuildSwitches().Command(_commands.Build));
        _root.Subcommands.Add(InfoCommand());
        _root.Subcommands.Add(DisassembleCommand());
        _root.SetAction(Run);
    }

    /// <summary>Does what the arguments ask for. Bad input becomes one line on stderr.</summary>
    /// <returns>The exit code of the process.</returns>
    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            ParseResult parsed = _root.Parse(new ArgumentOrder(_root, _evaluate).Arrange(arguments), Parsing);
            if (parsed.Errors.Count > 0)
            {
                throw new UsageException(parsed.Errors[0].Message);
            }
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = _output,
                Error = _error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception e) when (e is UsageException or ImageFormatException or BuildException)
        {
            _error.WriteLine($"jittalk: {e.Message.ReplaceLineEndings(" ")}");
            return ExitCodes.BadInput;
        }
        catch (SdlException e)
        {
            _error.WriteLine($"jittalk: {e.Message.ReplaceLineEndings(" ")}");
            return ExitCodes.NoWindow;
        }
    }

    private int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_version))
        {
            _output.WriteLine(ProductVersion.Text);
            return ExitCodes.Success;
        }
        string? code = parsed.GetValue(_evaluate);
        (string image, string[] imageArguments) = parsed.GetValue(_image) switch
        {
            [var script, ..] and var words when BuiltInImage.Reads(script) => (BuiltInImage.Find(), words),
            [var named, .. var rest] => (named, rest),
            _ when code is not null => (BuiltInImage.Find(), []),
            _ => throw new UsageException("no image named; jittalk repl talks to the built-in one, jittalk --help says more"),
        };
        return Run(parsed, image, imageArguments, code);
    }

    private int Run(ParseResult parsed, string image, string[] imageArguments, string? code)
    {
        if (parsed.GetResult(_plugins) is not null)
        {
            _error.WriteLine("jittalk: -plugins is ignored, all plugins are built in");
        }
        MemoryOptions memory = parsed.GetValue(_verify)
            ? new MemoryOptions { VerifyHeap = HeapVerification.Always }
            : new MemoryOptions();
        VmOptions options = new()
        {
            ImagePath = image,
            ImageArguments = imageArguments,
            StandardStreams = new StandardStreams { LineReader = imageArguments is [BuiltInImage.ReadEvaluatePrint] ? LineReader.ForTerminal() : null },
            VmArguments = [.. parsed.Tokens.TakeWhile(t => t.Value != "--").Select(t => t.Value)],
            CollectEvery = parsed.GetValue(_collect),
            CollectFullyEvery = CompactionInterval,
            TracePrimitives = parsed.GetValue(_trace) == PrimitiveTrace,
            TraceCollections = parsed.GetValue(_trace) == CollectionTrace,
            Profile = _profile.Read(parsed),
            Memory = parsed.GetResult(_memory) is null ? memory : memory with { MaximumBytes = parsed.GetValue(_memory) },
        };
        bool hasNoScreen = code is not null || image == BuiltInImage.Path;
        WindowOptions window = _window.Read(parsed, hasNoScreen) with { TracesFrames = parsed.GetValue(_trace) == FrameTrace };
        return _commands.Run(options, _jit.Read(parsed), code, window);
    }

    private Command ReplCommand()
    {
        Command command = new("repl", "read expressions, evaluate them in the built-in image, print their values; :help says more");
        command.SetAction(parsed => Run(parsed, BuiltInImage.Find(), [BuiltInImage.ReadEvaluatePrint], code: null));
        return command;
    }

    private Command InfoCommand()
    {
        Argument<string> image = new("IMAGE");
        Option<int> classes = new("--classes")
        {
            HelpName = "N",
            Description = "how many classes to list, those with most bytes first",
            DefaultValueFactory = _ => DefaultClassCount,
            CustomParser = argument =>
            {
                if (!int.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
                {
                    argument.AddError($"--classes {argument.Tokens[0].Value}: not a number of classes");
                }
                return count;
            },
        };
        Option<bool> verify = new("--verify") { Description = "prove that objects and file are in order, as other machines expect them" };
        Command command = new("info", "say what an image is: format, header, objects, largest classes") { image, classes, verify };
        command.SetAction(parsed => parsed.GetValue(verify)
            ? _commands.Verify(parsed.GetRequiredValue(image))
            : _commands.Info(parsed.GetRequiredValue(image), parsed.GetValue(classes)));
        return command;
    }

    private Command DisassembleCommand()
    {
        Argument<string> image = new("IMAGE");
        Argument<string> method = new("METHOD");
        Command command = new("disassemble", "list header, literals and bytecodes of a method: Class>>selector") { image, method };
        command.SetAction(parsed => _commands.Disassemble(parsed.GetRequiredValue(image), parsed.GetRequiredValue(method)));
        return command;
    }

    private static HelpOption Help() => new("--help", "-help", "-h", "-?") { Description = "print this page", Action = new HelpPage() };

    /// <summary>Refuses other values than these, whatever their case.</summary>
    public static void AcceptOnly(Option<string> option, params string[] values) => option.Validators.Add(result =>
    {
        string? value = result.GetValueOrDefault<string>();
        if (!values.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            result.AddError($"{result.IdentifierToken?.Value} {value}: only {string.Join(" and ", values)} {(values.Length == 1 ? "is" : "are")} known");
        }
    });
}
