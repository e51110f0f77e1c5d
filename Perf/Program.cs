using System.CommandLine;

namespace JitTalk.Perf;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        RootCommand root = new("Measures JitTalk beside other virtual machines.") { TinyCommand() };
        return root.Parse(arguments).Invoke();
    }

    private static Command TinyCommand()
    {
        Option<FileInfo> image = new("--image")
        {
            Description = "the image in which JitTalk evaluates 0 tinyBenchmarks",
            DefaultValueFactory = _ => new FileInfo("../shared/images/Cuis5.0-3121-64.image"),
        };
        Option<FileInfo?> reference = new("--reference")
        {
            Description = "Debian's squeakvm; by default the one under /usr/lib/squeak",
            DefaultValueFactory = _ => ReferenceMachine.Installed(),
        };
        Option<FileInfo> referenceImage = new("--reference-image")
        {
            Description = "the image that the reference runs: it evaluates startup.st of its folder",
            DefaultValueFactory = _ => new FileInfo("../shared/images/mini-startup.image"),
        };
        Option<int> rounds = new("--rounds")
        {
            Description = "how often each is measured, in turn; the median counts",
            DefaultValueFactory = _ => 5,
        };
        Command command = new("tiny", "0 tinyBenchmarks: bytecodes and sends a second, beside the classic interpreter VM")
        {
            image, reference, referenceImage, rounds,
        };
        command.SetAction(parsed =>
        {
            List<IMachine> machines = [new JitTalkMachine(parsed.GetRequiredValue(image))];
            if (ReferenceMachine.TryMake(parsed.GetValue(reference), parsed.GetRequiredValue(referenceImage), out string missing) is { } other)
            {
                machines.Add(other);
            }
            else
            {
                Console.Error.WriteLine($"perf: no reference: {missing}");
            }
            return TinyBenchmarks.Run(machines, Math.Max(1, parsed.GetValue(rounds)), Console.Out, Console.Error);
        });
        return command;
    }
}
