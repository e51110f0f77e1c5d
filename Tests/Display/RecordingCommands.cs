using JitTalk.Core.Execution;
using JitTalk.Display;
using JitTalk.Jit;

namespace JitTalk.Tests.Display;

/// <summary>Remembers what a command line asked for instead of doing it.</summary>
internal sealed class RecordingCommands : ICommands
{
    public const int ExitCode = 33;

    public VmOptions? Options { get; private set; }
    public JitOptions? Jit { get; private set; }
    public string? Code { get; private set; }
    public WindowOptions? Window { get; private set; }
    public (string Image, int ClassCount)? Summary { get; private set; }
    public (string Image, string Method)? Listing { get; private set; }

    public BuildOrder? Order { get; private set; }
    public string? Verified { get; private set; }

    public bool WasCalled => Options is not null || Order is not null || Verified is not null || Summary is not null || Listing is not null;

    public int Run(VmOptions options, JitOptions? jit, string? code, WindowOptions window)
    {
        (Options, Jit, Code, Window) = (options, jit, code, window);
        return ExitCode;
    }

    public int Build(BuildOrder order)
    {
        Order = order;
        return ExitCode;
    }

    public int Info(string image, int classCount)
    {
        Summary = (image, classCount);
        return ExitCode;
    }

    public int Verify(string image)
    {
        Verified = image;
        return ExitCode;
    }

    public int Disassemble(string image, string method)
    {
        Listing = (image, method);
        return ExitCode;
    }
}
