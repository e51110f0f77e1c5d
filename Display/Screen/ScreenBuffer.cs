using JitTalk.Core.Contracts;

namespace JitTalk.Display.Screen;

/// <summary>
/// What the screen shows, in the screen's own pixels. The machine's thread writes into it, the window's thread reads: neither
/// waits for the other, for an area is reported as damaged after it was written, and what was torn is read again.
/// </summary>
internal sealed class ScreenBuffer(int width, int height)
{
    private readonly uint[] _pixels = GC.AllocateArray<uint>(width * height, pinned: true);
    private readonly Lock _lock = new();
    private PixelArea _damage;

    public int Width => width;
    public int Height => height;

    /// <summary>Row by row, 8 bits each of opacity, red, green and blue.</summary>
    public ReadOnlySpan<uint> Pixels => _pixels;

    /// <summary>Converts an area of the Display, which is as large as this.</summary>
    /// <returns>True when nothing was damaged before: somebody should be told.</returns>
    public bool Draw(in DisplayBits display, PixelArea area)
    {
        for (int y = area.Top; y < area.Bottom; y++)
        {
            PixelConversion.ConvertRow(display, y, area.Left, _pixels.AsSpan((y * width) + area.Left, area.Width));
        }
        return Damage(area);
    }

    /// <summary>Has everything drawn again.</summary>
    public bool DamageAll() => Damage(new PixelArea(0, 0, width, height));

    /// <summary>How many pixels have been drawn since the last frame, in one rectangle around all that was damaged.</summary>
    public long DamagedPixels
    {
        get
        {
            lock (_lock)
            {
                return _damage.IsEmpty ? 0 : (long)_damage.Width * _damage.Height;
            }
        }
    }

    /// <summary>Takes what has changed since the last call; empty when nothing has.</summary>
    public PixelArea TakeDamage()
    {
        lock (_lock)
        {
            PixelArea taken = _damage;
            _damage = default;
            return taken;
        }
    }

    private bool Damage(PixelArea area)
    {
        lock (_lock)
        {
            bool isFirst = _damage.IsEmpty;
            _damage = _damage.And(area);
            return isFirst;
        }
    }
}
