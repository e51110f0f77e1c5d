using System.Diagnostics;

namespace JitTalk.Tests.Support;

/// <summary>Debian's <c>squeak-vm</c>, the interpreter in C that old images were made for.</summary>
internal static class ClassicInterpreter
{
    private const string Library = "/usr/lib/squeak";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Runs an image to its end, in its folder; skips the running test where there is no such machine.</summary>
    public static void Run(string image)
    {
        string? machine = Directory.Exists(Library)
            ? Directory.GetFiles(Library, "squeakvm", SearchOption.AllDirectories).FirstOrDefault()
            : null;
        if (machine is null)
        {
            throw new IgnoreException($"no squeakvm under {Library} (apt-get install squeak-vm)");
        }
        ProcessStartInfo start = new(machine,
            ["-vm-display-null", "-vm-sound-null", "-plugins", $"{Path.GetDirectoryName(machine)}/", Path.GetFileName(image)])
        {
            WorkingDirectory = Path.GetDirectoryName(image)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            Assert.Fail($"squeakvm does not end: {errors.Result} {output.Result}");
        }
        Assert.That(process.ExitCode, Is.Zero, () => errors.Result + output.Result);
    }
}
