using System.ComponentModel;
using System.Diagnostics;

namespace JitTalk.Perf;

/// <summary>Runs another program to its end.</summary>
internal static class ChildProcess
{
    /// <returns>What it wrote on its standard output.</returns>
    /// <exception cref="MeasurementException">It could not be started, took too long, or exited with an error.</exception>
    public static string Run(string program, IEnumerable<string> arguments, string folder, TimeSpan longest)
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
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(longest))
            {
                process.Kill();
                throw new MeasurementException($"{program} did not end within {longest.TotalMinutes:F1} minutes");
            }
            return process.ExitCode == 0
                ? output.Result
                : throw new MeasurementException($"{program} exited with {process.ExitCode}: {error.Result.Trim().ReplaceLineEndings(" ")}");
        }
        catch (Win32Exception e)
        {
            throw new MeasurementException($"cannot start {program}: {e.Message}");
        }
    }
}
