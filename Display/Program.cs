using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;

namespace JitTalk.Display;

internal static class Program
{
    private static int Main(string[] args)
    {
        using ImageSession session = new(new VmOptions { ImagePath = Path.GetFullPath(args[0]), ImageArguments = args[1..], TracePrimitives = true }, new NullHost());
        session.Run();
        return session.Vm.ExitCode;
    }
}
