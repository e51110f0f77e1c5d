using System.Diagnostics;
using System.Text;
using JitTalk.Display.Screen;

namespace JitTalk.Display.Input;

/// <summary>Writes all input to a file, a line for each event.</summary>
internal sealed class InputRecorder : IDisposable
{
    private readonly ScreenHost _host;
    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private long _begun;
    private bool _isEnded;

    /// <exception cref="UsageException">The file cannot be written.</exception>
    public InputRecorder(ScreenHost host, string path)
    {
        try
        {
            // Without a buffer nothing is left to write in the end, when nobody could be told.
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--record {path}: {e.Message}");
        }
        _host = host;
        host.FirstShown += Begin;
        host.Input.Fed += Record;
    }

    public void Dispose()
    {
        _host.FirstShown -= Begin;
        _host.Input.Fed -= Record;
        lock (_lock)
        {
            _isEnded = true;
            _file.Dispose();
        }
    }

    private void Begin() => Volatile.Write(ref _begun, Stopwatch.GetTimestamp());

    private void Record(InputEvent input)
    {
        long begun = Volatile.Read(ref _begun);
        TimeSpan time = begun == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(begun);
        lock (_lock)
        {
            if (_isEnded)
            {
                return;
            }
            try
            {
                _file.Write(Encoding.UTF8.GetBytes($"{InputLine.Render(time, input)}\n"));
            }
            catch (IOException e)
            {
                _isEnded = true;
                Console.Error.WriteLine($"jittalk: --record: {e.Message}; no more input is recorded");
            }
        }
    }
}
