using System.Diagnostics;

namespace JitTalk.Tests.Display;

/// <summary>The program <c>jittalk</c>, started and still running: its output is read as it comes.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _error = [];
    private readonly List<string> _output = [];

    public ChildProcess(string workingFolder, params string[] arguments)
        : this(workingFolder, [], arguments)
    {
    }

    /// <param name="workingFolder">Where it runs.</param>
    /// <param name="environment">Variables that it has another value for; null to have none.</param>
    /// <param name="arguments">What follows its name.</param>
    public ChildProcess(string workingFolder, IEnumerable<(string Name, string? Value)> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(TestContext.CurrentContext.TestDirectory, "jittalk"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder,
        };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, e) => Add(_error, e.Data);
        _process.OutputDataReceived += (_, e) => Add(_output, e.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Error => Text(_error);

    public string Output => Text(_output);

    /// <summary>Sends a signal by its name, <c>USR1</c> or <c>TERM</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", $"-{name} {_process.Id}");
        kill.WaitForExit();
    }

    /// <summary>Waits until a text has appeared on stderr or stdout.</summary>
    public void WaitFor(string text)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!Error.Contains(text, StringComparison.Ordinal) && !Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.That(_process.HasExited, Is.False, $"ended before '{text}': {Error}");
            Assert.That(Stopwatch.GetElapsedTime(begun), Is.LessThan(LongestRun), $"no '{text}' in: {Error}");
            Thread.Sleep(20);
        }
    }

    public int WaitForExit()
    {
        Assert.That(_process.WaitForExit(LongestRun), $"does not end: {Error}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private static void Add(List<string> lines, string? line)
    {
        lock (lines)
        {
            if (line is not null)
            {
                lines.Add(line);
            }
        }
    }

    private static string Text(List<string> lines)
    {
        lock (lines)
        {
            return string.Join('\n', lines);
        }
    }
}
