using System.ComponentModel;
using System.Diagnostics;

namespace JitTalk.Perf.Machines;

/// <summary>Runs another program to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs it with nothing on its standard input. Past <paramref name="longest"/> it is killed.</summary>
    /// <exception cref="MeasurementException">It could not be started.</exception>
    public static FinishedProcess Run(string program, IEnumerable<string> arguments, string folder, TimeSpan longest)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            long begun = Stopwatch.GetTimestamp();
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            bool ended = process.WaitForExit(longest);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);
            if (!ended)
            {
                // With what it started: some machines are scripts around the program.
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
            return new FinishedProcess(ended ? process.ExitCode : null, output.Result, error.Result, elapsed);
        }
        catch (Win32Exception e)
        {
            throw new MeasurementException($"cannot start {program}: {e.Message}");
        }
    }
}
