using System.Buffers.Binary;
using System.Diagnostics;
using JitTalk.Display.Sdl;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display;

/// <summary>A display that nobody sees, where Xvfb and SDL are installed; elsewhere the running test is skipped.</summary>
internal sealed class XServer : IDisposable
{
    public const int Width = 1280;
    public const int Height = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly TemporaryFolder _folder = new();

    public XServer()
    {
        if (!SdlLibrary.IsPresent())
        {
            throw new IgnoreException("there is no libSDL2-2.0.so.0 here: apt-get install libsdl2-2.0-0");
        }
        ProcessStartInfo start = new(Program("Xvfb"), ["-displayfd", "1", "-screen", "0", $"{Width}x{Height}x24", "-nolisten", "tcp", "-fbdir", _folder.Path])
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
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"xdotool {string.Join(' ', arguments)} does not end");
        }
        string output = process.StandardOutput.ReadToEnd();
        Assert.That(process.ExitCode, Is.Zero, $"xdotool {string.Join(' ', arguments)}");
        return output.Trim();
    }

    /// <summary>What the display shows, row by row, with red, green and blue in the lower 24 bits.</summary>
    public uint[] Pixels()
    {
        // An xwd dump (XWDFile.h): a header of big-endian numbers, a table of colours, the pixels.
        using FileStream file = new(_folder.File("Xvfb_screen0"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] dump = new byte[file.Length];
        file.ReadExactly(dump);
        int headerBytes = Field(0);
        int bitsPerPixel = Field(11);
        int bytesPerRow = Field(12);
        int colors = Field(19);
        Assert.That((Field(4), Field(5), bitsPerPixel), Is.EqualTo((Width, Height, 32)));
        ReadOnlySpan<byte> rows = dump.AsSpan(headerBytes + (12 * colors));
        uint[] pixels = new uint[Width * Height];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = BinaryPrimitives.ReadUInt32LittleEndian(rows[((i / Width * bytesPerRow) + (i % Width * 4))..]) & 0xFF_FFFF;
        }
        return pixels;

        int Field(int index) => BinaryPrimitives.ReadInt32BigEndian(dump.AsSpan(4 * index));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Program(string name)
    {
        string path = System.Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        return path.Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new IgnoreException($"{name} is not here");
    }
}
