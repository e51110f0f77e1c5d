using System.Diagnostics;
using JitTalk.Display.Sdl;

namespace JitTalk.Tests.Display;

/// <summary>A display that nobody sees, where Xvfb and SDL are installed; elsewhere the running test is skipped.</summary>
internal sealed class XServer : IDisposable
{
    private readonly Process _process;

    public XServer()
    {
        if (!SdlLibrary.IsPresent())
        {
            throw new IgnoreException("there is no libSDL2-2.0.so.0 here: apt-get install libsdl2-2.0-0");
        }
        ProcessStartInfo start = new(Program("Xvfb"), ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        Name = $":{_process.StandardOutput.ReadLine()}";
    }

    /// <summary>What the variable DISPLAY is to be.</summary>
    public string Name { get; }

    /// <summary>The variables with which a program opens its windows here.</summary>
    public IEnumerable<(string Name, string? Value)> Environment =>
        [("DISPLAY", Name), ("WAYLAND_DISPLAY", null), ("SDL_VIDEODRIVER", null)];

    /// <summary>The variables with which a program finds no display.</summary>
    public static IEnumerable<(string Name, string? Value)> NoDisplay =>
        [("DISPLAY", null), ("WAYLAND_DISPLAY", null), ("SDL_VIDEODRIVER", null)];

    /// <summary>Moves the mouse, clicks, types, by xdotool; skips the running test where there is none.</summary>
    public string Use(params string[] arguments)
    {
        ProcessStartInfo start = new(Program("xdotool"), arguments) { RedirectStandardOutput = true };
        start.Environment["DISPLAY"] = Name;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"xdotool {string.Join(' ', arguments)}");
        return output.Trim();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Program(string name)
    {
        string path = System.Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        return path.Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new IgnoreException($"{name} is not here");
    }
}
