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
        using Process process = Start(image, ["-vm-display-null", "-vm-sound-null"], [], []);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            Assert.Fail($"squeakvm does not end: {errors.Result} {output.Result}");
        }
        Assert.That(process.ExitCode, Is.Zero, () => errors.Result + output.Result);
    }

    /// <summary>Starts an image in its folder; skips the running test where there is no such machine.</summary>
    /// <param name="image">Its file.</param>
    /// <param name="options">For the machine.</param>
    /// <param name="arguments">For the image.</param>
    /// <param name="environment">Variables that it has another value for; null to have none.</param>
    public static Process Start(string image, string[] options, string[] arguments, IEnumerable<(string Name, string? Value)> environment)
    {
        string machine = (Directory.Exists(Library) ? Directory.GetFiles(Library, "squeakvm", SearchOption.AllDirectories) : []).FirstOrDefault()
            ?? throw new IgnoreException($"no squeakvm under {Library} (apt-get install squeak-vm)");
        ProcessStartInfo start = new(
            machine, [.. options, "-plugins", $"{Path.GetDirectoryName(machine)}/", Path.GetFileName(image), .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(image)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }
}
