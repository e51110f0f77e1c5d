using System.Diagnostics;
using JitTalk.Display.Screen;

namespace JitTalk.Display.Input;

/// <summary>Feeds what a file says, each line when it is due, counted from when the image first shows its Display.</summary>
internal sealed class InputPlayer : IDisposable
{
    private readonly ScreenHost _host;
    private readonly IReadOnlyList<TimedInput> _events;
    private readonly ManualResetEventSlim _shown = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Thread _thread;

    public InputPlayer(ScreenHost host, IReadOnlyList<TimedInput> events)
    {
        _host = host;
        _events = events;
        host.FirstShown += Begin;
        _thread = new Thread(Play) { IsBackground = true, Name = "JitTalk replay" };
        _thread.Start();
    }

    /// <summary>Raised when all has been fed.</summary>
    public event Action? Finished;

    /// <summary>Reads a file of lines as <see cref="InputRecorder"/> writes them.</summary>
    /// <exception cref="UsageException">It cannot be read, or a line means nothing.</exception>
    public static IReadOnlyList<TimedInput> Read(string path)
    {
        List<TimedInput> events = [];
        int number = 0;
        TimeSpan last = TimeSpan.Zero;
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                number++;
                IReadOnlyList<TimedInput> parsed = InputLine.Parse(line);
                if (parsed.Count > 0)
                {
                    last = parsed[0].Time >= last ? parsed[0].Time : throw new FormatException("it is earlier than the line before");
                }
                events.AddRange(parsed);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--replay {path}: {e.Message}");
        }
        catch (FormatException e)
        {
            throw new UsageException($"--replay {path}, line {number}: {e.Message}");
        }
        return [.. events.OrderBy(e => e.Time)];
    }

    /// <summary>Begins now, as it does when the image first shows its Display.</summary>
    public void Begin() => _shown.Set();

    public void Dispose()
    {
        _host.FirstShown -= Begin;
        _ended.Cancel();
        _thread.Join();
        _ended.Dispose();
        _shown.Dispose();
    }

    private void Play()
    {
        try
        {
            _shown.Wait(_ended.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        long begun = Stopwatch.GetTimestamp();
        foreach ((TimeSpan time, InputEvent input) in _events)
        {
            TimeSpan rest = time - Stopwatch.GetElapsedTime(begun);
            if (rest > TimeSpan.Zero && _ended.Token.WaitHandle.WaitOne(rest))
            {
                return;
            }
            _host.Input.Feed(input);
        }
        Finished?.Invoke();
    }
}
