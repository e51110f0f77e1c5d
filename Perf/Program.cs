using System.CommandLine;
using System.CommandLine.Parsing;
using JitTalk.Perf.Commands;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Native;

namespace JitTalk.Perf;

internal static class Program
{
    private const int CannotMeasure = 2;

    private static int Main(string[] arguments)
    {
        RootCommand root = new("Measures JitTalk beside other virtual machines.")
        {
            new CompareCommand(NativeSuite.All).Build(),
            new StartupCommand().Build(),
            new TinyCommand().Build(),
            new JitCommand().Build(),
            Micro.MicroCommand.Create(),
            new NativeCommand(NativeSuite.All).Build(),
        };
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
            {
                Console.Error.WriteLine($"perf: {error.Message}");
            }
            return CannotMeasure;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (MeasurementException e)
        {
            Console.Error.WriteLine($"perf: {e.Message}");
            return CannotMeasure;
        }
    }
}
