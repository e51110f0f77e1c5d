using System.Diagnostics;
using System.Globalization;

namespace JitTalk.Display.Screen;

/// <summary>Tells each second how often the window was drawn, and how much of it had changed.</summary>
internal sealed class FrameCounter(TextWriter log)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private long _begun = Stopwatch.GetTimestamp();
    private int _frames;
    private long _pixels;

    /// <summary>To be called before each frame.</summary>
    public void Count(ScreenBuffer buffer)
    {
        TimeSpan passed = Stopwatch.GetElapsedTime(_begun);
        if (passed >= Period)
        {
            log.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"frames: {_frames} in {passed.TotalSeconds:F2} s, {_frames / passed.TotalSeconds:F1} a second, {_pixels / 1e6:F2} million pixels changed"));
            (_begun, _frames, _pixels) = (Stopwatch.GetTimestamp(), 0, 0);
        }
        _frames++;
        _pixels += buffer.DamagedPixels;
    }
}
