using System.Runtime.InteropServices;
using JitTalk.Display.Sdl;

namespace JitTalk.Tests.Display;

public class SdlSoundTests
{
    [Test]
    public void Frames_come_out_as_they_went_in_and_mixed()
    {
        FrameRing ring = new(4);
        Assert.That(ring.Write([1, 2, 3, 4, 5, 6]), Is.EqualTo(3));
        short[] read = new short[4];
        Assert.That(ring.Read(read), Is.EqualTo(2));
        Assert.That(read, Is.EqualTo(new short[] { 1, 2, 3, 4 }));
        Assert.That(ring.Write([7, 8, 9, 10, 11, 12, 13, 14]), Is.EqualTo(3), "room for four");
        Assert.That(ring.Room, Is.Zero);
        Assert.That(ring.Mix([100, 200, 32767, -32768, 1, 1, 1, 1], 2), Is.EqualTo(2));
        read = new short[10];
        Assert.That(ring.Read(read), Is.EqualTo(4));
        Assert.That(read[..8], Is.EqualTo(new short[] { 5, 6, 7, 8, 109, 210, 32767, -32756 }));
        Assert.That(ring.Mix([1, 1], 0), Is.Zero);
    }

    /// <summary>SDL's dummy plays nothing, at the right speed.</summary>
    [Test]
    public void Sdl_takes_frames_at_their_rate_and_asks_for_more()
    {
        Assume.That(NativeLibrary.TryLoad("libSDL2-2.0.so.0", out _), "SDL 2 is not installed");
        using SdlSound sound = new("dummy");
        int asked = 0;
        Assert.That(sound.TryStart(1000, 22050, true, () => Interlocked.Increment(ref asked)));
        Assert.That(sound.IsStarted);
        int played = 0;
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (played < 11025)
        {
            played += sound.Play(new short[2 * Math.Min(500, 11025 - played)]);
            Thread.Sleep(2);
            Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, Is.LessThan(20));
        }
        double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        Assert.That(seconds, Is.GreaterThan(0.3), "half a second, less what waits");
        Assert.That(asked, Is.GreaterThan(10));
        sound.Stop();
        int before = asked;
        Thread.Sleep(100);
        Assert.That(asked, Is.EqualTo(before), "a closed device asks");
        Assert.That(sound.Play(new short[2]), Is.Zero);
    }
}
