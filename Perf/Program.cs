using System.CommandLine;

namespace JitTalk.Perf;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        RootCommand root = new("Measures JitTalk beside other virtual machines.") { TinyCommand(), JitCommand(), Micro.MicroCommand.Create() };
        return root.Parse(arguments).Invoke();
    }

    private static Command TinyCommand()
    {
        Option<FileInfo> image = ImageOption("the image in which JitTalk evaluates 0 tinyBenchmarks");
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
            FileInfo file = parsed.GetRequiredValue(image);
            List<IMachine> machines = [new JitTalkMachine(file, $"JitTalk, {file.Name}")];
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

    private static Command JitCommand()
    {
        Option<FileInfo> image = ImageOption("the image of Cuis that the benchmarks are loaded into");
        Option<int> rounds = new("--rounds")
        {
            Description = "how often each engine is started, in turn; the median of all iterations counts",
            DefaultValueFactory = _ => 3,
        };
        Option<double> seconds = new("--seconds")
        {
            Description = "how long each benchmark is measured in each round, after as long a warm-up",
            DefaultValueFactory = _ => 1,
        };
        Option<string> filter = new("--filter")
        {
            HelpName = "NAME",
            Description = "the benchmarks to run, with commas between them",
            DefaultValueFactory = _ => "all",
        };
        Option<string> jitFlags = FlagsOption("--jit-flags", string.Empty);
        Option<string> interpreterFlags = FlagsOption("--interpreter-flags", "--no-jit");
        Command command = new("jit", "the micro benchmarks: the JIT beside the interpreter, and the limits that C# sets")
        {
            image, rounds, seconds, filter, jitFlags, interpreterFlags,
        };
        command.SetAction(parsed =>
        {
            JitTalkMachine jit = new(parsed.GetRequiredValue(image), "jit", Flags(parsed, jitFlags));
            JitTalkMachine interpreter = new(parsed.GetRequiredValue(image), "interpreter", Flags(parsed, interpreterFlags));
            TimeSpan time = TimeSpan.FromSeconds(Math.Max(0.001, parsed.GetValue(seconds)));
            MicroSet set = new(parsed.GetRequiredValue(filter), warmUp: time, measured: time);
            return new JitComparison(jit, interpreter, set, Console.Out, Console.Error).Run(Math.Max(1, parsed.GetValue(rounds)));
        });
        return command;
    }

    private static Option<FileInfo> ImageOption(string description) => new("--image")
    {
        Description = description,
        DefaultValueFactory = _ => new FileInfo("../shared/images/Cuis5.0-3121-64.image"),
    };

    // For those who work on the engines: two settings of one engine can be compared as well.
    private static Option<string> FlagsOption(string name, string flags) => new(name)
    {
        Hidden = true,
        DefaultValueFactory = _ => flags,
    };

    private static string[] Flags(ParseResult parsed, Option<string> option) =>
        parsed.GetRequiredValue(option).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
