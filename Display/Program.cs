namespace JitTalk.Display;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        Commands commands = new(Console.Out, Console.Error);
        return new CommandLine(commands, Console.Out, Console.Error).Run(arguments);
    }
}
