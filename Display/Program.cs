using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;

namespace JitTalk.Display;

internal static class Program
{
    private static int Main(string[] args)
    {
        using ImageSession session = new(new VmOptions { ImagePath = Path.GetFullPath(args[0]), ImageArguments = args[1..], TracePrimitives = true }, new NullHost());
        if (Environment.GetEnvironmentVariable("DUMP") is { } dump)
        {
            int n = int.Parse(dump);
            DateTime t = DateTime.UtcNow;
            session.Vm.Interpreter.Polled += () =>
            {
                if (n > 0 && DateTime.UtcNow - t > TimeSpan.FromSeconds(1))
                {
                    n--;
                    t = DateTime.UtcNow;
                    foreach (string l in new Core.Diagnostics.StackPrinter(session.Vm).Lines()) { Console.Error.WriteLine(l); }
                    Console.Error.WriteLine();
                }
            };
        }
        Evaluator evaluator = new(session.Vm);
        if (args.Length > 2 && args[1] == "-e") { evaluator.Start(args[2]); }
        session.Run();
        if (evaluator.Result is { } r) { Console.WriteLine(r.Text); foreach (string l in r.Stack) { Console.WriteLine(l); } }
        return session.Vm.ExitCode;
    }
}
