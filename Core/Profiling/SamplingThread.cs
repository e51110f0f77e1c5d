using System.Diagnostics;
using JitTalk.Core.Scheduling;

namespace JitTalk.Core.Profiling;

/// <summary>A thread that has a sampler look once in each interval.</summary>
internal sealed class SamplingThread : IDisposable
{
    private readonly Sampler _sampler;
    private readonly TimeSpan _interval;
    private readonly Sleeper _sleeper = new();
    private readonly Thread _thread;
    private volatile bool _isEnding;

    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    public SamplingThread(Sampler sampler, TimeSpan interval)
    {
        _sampler = sampler;
        _interval = interval;
        _thread = new Thread(Run) { IsBackground = true, Name = "JitTalk profiler" };
        _thread.Start();
    }

    public void Dispose()
    {
        _isEnding = true;
        _sleeper.Wake();
        _thread.Join();
        _sleeper.Dispose();
    }

    private void Run()
    {
        long begun = Stopwatch.GetTimestamp();
        TimeSpan last = TimeSpan.Zero;
        TimeSpan next = _interval;
        while (!_isEnding)
        {
            TimeSpan now = Stopwatch.GetElapsedTime(begun);
            if (now < next)
            {
                _sleeper.Sleep(next - now);
                continue;
            }
            _sampler.Look(now - last);
            last = now;
            // Looks that were missed are not made up for: the next one stands for their time.
            next += _interval;
            next = next > now ? next : now + _interval;
        }
    }
}
