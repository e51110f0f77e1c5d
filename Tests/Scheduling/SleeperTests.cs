using System.Diagnostics;
using JitTalk.Core.Scheduling;

namespace JitTalk.Tests.Scheduling;

public sealed class SleeperTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly Sleeper _sleeper = new();

    [OneTimeTearDown]
    public void DisposeSleeper() => _sleeper.Dispose();

    [Test]
    public void It_sleeps_by_the_microsecond()
    {
        const int sleeps = 51;
        TimeSpan asked = TimeSpan.FromMicroseconds(200);
        TimeSpan[] taken = new TimeSpan[sleeps];
        for (int i = 0; i < sleeps; i++)
        {
            long begun = Stopwatch.GetTimestamp();
            _sleeper.Sleep(asked);
            taken[i] = Stopwatch.GetElapsedTime(begun);
        }
        Array.Sort(taken);
        Assert.That(taken[0], Is.GreaterThanOrEqualTo(asked));
        Assert.That(taken[sleeps / 2], Is.LessThan(TimeSpan.FromMilliseconds(1)));
        Assert.That(_sleeper.Lateness, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public void It_sleeps_for_seconds()
    {
        long begun = Stopwatch.GetTimestamp();
        _sleeper.Sleep(TimeSpan.FromSeconds(1.01));
        Assert.That(Stopwatch.GetElapsedTime(begun), Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1.01)));
    }

    [Test]
    public void Another_thread_wakes_it()
    {
        long begun = Stopwatch.GetTimestamp();
        Thread waker = new(() =>
        {
            Thread.Sleep(20);
            _sleeper.Wake();
        });
        waker.Start();
        _sleeper.Sleep(Long);
        waker.Join();
        Assert.That(Stopwatch.GetElapsedTime(begun), Is.LessThan(Long / 2));
    }

    [Test]
    public void Whoever_wakes_too_early_ends_the_next_sleep_and_no_other()
    {
        _sleeper.Wake();
        _sleeper.Wake();
        long begun = Stopwatch.GetTimestamp();
        _sleeper.Sleep(Long);
        Assert.That(Stopwatch.GetElapsedTime(begun), Is.LessThan(Long / 2));
        TimeSpan asked = TimeSpan.FromMilliseconds(20);
        begun = Stopwatch.GetTimestamp();
        _sleeper.Sleep(asked);
        Assert.That(Stopwatch.GetElapsedTime(begun), Is.GreaterThanOrEqualTo(asked));
    }

    [Test]
    public void Whoever_wakes_too_late_touches_no_other_file()
    {
        Sleeper ended = new();
        ended.Dispose();
        Assert.That(ended.Wake, Throws.TypeOf<ObjectDisposedException>());
    }
}
