using System.CommandLine;
using JitTalk.Core.Compiler;
using JitTalk.Core.Image;

namespace JitTalk.Display;

/// <summary>The arguments and options of <c>build-image</c>.</summary>
internal sealed class BuildSwitches
{
    private const string V3 = "v3";
    private const string Sista = "sista";
    private const string Spur64 = "68021";
    private const string Spur64Sets = "68533";
    private const string Spur32 = "6521";
    private const string Spur32Sets = "7033";

    private readonly Argument<string[]> _folders = new("FOLDER...") { Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "the image to write",
        Required = true,
    };
    private readonly Option<string> _format = new("--format")
    {
        HelpName = "N",
        Description = $"{Spur64}, the usual: Spur of 64 bits; {Spur64Sets}: the same for several bytecode sets; {Spur32}, {Spur32Sets}: 32 bits",
    };
    private readonly Option<string> _bytecodes = new("--bytecodes")
    {
        HelpName = "SET",
        Description = $"{V3}, the usual: V3PlusClosures; {Sista}: SistaV1, which needs a format for several sets",
    };

    public BuildSwitches()
    {
        CommandLine.AcceptOnly(_format, Spur64, Spur64Sets, Spur32, Spur32Sets);
        CommandLine.AcceptOnly(_bytecodes, V3, Sista);
    }

    public Command Command(Func<BuildOrder, int> build)
    {
        Command command = new("build-image", "make an image of the classes in source files (*.st) under folders") { _folders, _output, _format, _bytecodes };
        command.SetAction(parsed => build(Read(parsed)));
        return command;
    }

    private BuildOrder Read(ParseResult parsed)
    {
        bool isSista = parsed.GetValue(_bytecodes) == Sista;
        string format = parsed.GetValue(_format) ?? (isSista ? Spur64Sets : Spur64);
        if (isSista && !ImageFormat.Find(uint.Parse(format))!.HasMultipleBytecodeSets)
        {
            throw new UsageException($"--format {format} has one bytecode set, which is not SistaV1: take {Spur64Sets} or {Spur32Sets}");
        }
        return new BuildOrder(
            parsed.GetRequiredValue(_folders), parsed.GetRequiredValue(_output), int.Parse(format),
            isSista ? CompilerTarget.SistaV1 : CompilerTarget.V3PlusClosures);
    }
}
