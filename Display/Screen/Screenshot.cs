namespace JitTalk.Display.Screen;

/// <summary>A file that is to show what the screen shows when a run ends, which it may itself end.</summary>
internal sealed class Screenshot : IDisposable
{
    private readonly ScreenHost _host;
    private readonly FileStream _file;
    private readonly Timer _timer;

    /// <exception cref="UsageException">The file cannot be written.</exception>
    public Screenshot(ScreenHost host, string path, RunStop stop)
    {
        try
        {
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--screenshot {path}: {e.Message}");
        }
        _host = host;
        _timer = new Timer(_ => stop.Stop());
    }

    /// <summary>Ends the run after some time. Any thread may call it.</summary>
    public void EndAfter(TimeSpan time) => _timer.Change(time, Timeout.InfiniteTimeSpan);

    /// <summary>Writes what the screen shows; to be called when the run has ended.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Take()
    {
        try
        {
            ScreenBuffer buffer = _host.Buffer ?? Blank();
            using MemoryStream picture = new();
            PngFile.Write(picture, buffer.Width, buffer.Height, buffer.Pixels);
            picture.WriteTo(_file);
        }
        catch (IOException e)
        {
            throw new UsageException($"--screenshot {_file.Name}: {e.Message}");
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _file.Dispose();
    }

    /// <summary>The screen of an image that has shown nothing.</summary>
    private ScreenBuffer Blank()
    {
        (int width, int height) = _host.ScreenSize;
        return new ScreenBuffer(width, height);
    }
}
