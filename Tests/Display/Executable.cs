using System.Diagnostics;

namespace JitTalk.Tests.Display;

/// <summary>The program <c>jittalk</c>, run to its end.</summary>
internal static class Executable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    /// <summary>Runs it with nothing on its standard input.</summary>
    public static (int ExitCode, string Output, string Error) Run(params string[] arguments) => RunWith(string.Empty, arguments);

    /// <summary>Runs it with a text on its standard input.</summary>
    public static (int ExitCode, string Output, string Error) RunWith(string input, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(TestContext.CurrentContext.TestDirectory, "jittalk"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(LongestRun))
        {
            process.Kill();
            Assert.Fail($"jittalk {string.Join(' ', arguments)} does not end");
        }
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }
}
