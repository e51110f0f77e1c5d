using System.CommandLine;
using JitTalk.Perf.Comparing;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Commands;

/// <summary><c>tiny</c>: <c>0 tinyBenchmarks</c> of JitTalk in a new image beside that of other machines in an old one.</summary>
internal sealed class TinyCommand
{
    private readonly Option<FileInfo> _image = SharedOptions.Image("the image that JitTalk runs");
    private readonly Option<string[]> _references = SharedOptions.References();
    private readonly Option<int> _rounds = SharedOptions.Rounds(5);

    private readonly Option<FileInfo> _referenceImage = new("--reference-image")
    {
        HelpName = "IMAGE",
        Description = "the image that the others run",
        DefaultValueFactory = _ => SharedOptions.MiniStartup,
    };

    public Command Build()
    {
        Command command = new("tiny", "0 tinyBenchmarks: bytecodes and sends a second, beside the classic interpreter VM")
        {
            _image, _references, _referenceImage, _rounds,
        };
        command.SetAction(parsed => Plan(parsed).Run(Console.Out, Console.Error));
        return command;
    }

    private ComparisonRun Plan(ParseResult parsed)
    {
        SmalltalkImage image = SmalltalkImage.Open(parsed.GetRequiredValue(_image));
        SmalltalkImage referenceImage = SmalltalkImage.Open(parsed.GetRequiredValue(_referenceImage));
        ReferenceChoice references = ReferenceChoice.Make(parsed.GetValue(_references) ?? [], [referenceImage], Console.Error);
        IContender[] contenders =
        [
            new MachineContender(Engines.Jit, image),
            .. references.Machines.Select(machine => new MachineContender(machine, referenceImage)),
        ];
        return new ComparisonRun
        {
            Field = new Field(contenders, [contenders]),
            Suites = [new TinySuite()],
            Rounds = parsed.GetValue(_rounds),
            References = references.Machines,
            Problems = references.Problems,
        };
    }
}
