using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Takes destination pixels from points of the source: the pixel there, or the average of a square of points up to the
/// next row and column (VMMaker <c>warpPickSourcePixels:</c>, <c>warpPickSmoothPixels:</c>). Averages of 16-bit pixels have
/// 32 bits; VMMaker widens them once more.
/// </summary>
internal readonly unsafe struct WarpSampler
{
    private readonly Form _source;
    private readonly bool _isPaint;
    private readonly int _side;
    private readonly long _downX;
    private readonly long _downY;
    private readonly uint* _colors;

    /// <param name="request">What to draw, with a source.</param>
    /// <param name="side">Points along a side of the square; 1 takes pixels as they are.</param>
    /// <param name="quadrilateral">Its left side tells how far it is to the next row.</param>
    /// <param name="colors">32-bit colours of all source pixel values, for smoothing sources of less than 16 bits.</param>
    public WarpSampler(BitBltRequest request, int side, in WarpQuadrilateral quadrilateral, uint* colors)
    {
        _source = request.Source;
        _isPaint = request.Rule == CombinationRules.Paint;
        _side = side;
        _downX = Part(quadrilateral.LeftX.Step, side);
        _downY = Part(quadrilateral.LeftY.Step, side);
        _colors = colors;
    }

    /// <summary>Takes pixels of a row, mapped; there is <see cref="MappedPixels.Room"/> for them.</summary>
    /// <param name="map">For what is taken.</param>
    /// <param name="x">Where in the source the row goes.</param>
    /// <param name="y">The same.</param>
    /// <param name="first">The first pixel of the row that is wanted.</param>
    /// <param name="pixels">Where they go.</param>
    /// <param name="count">Their number.</param>
    public void Take(
        in ColorMap map, WarpQuadrilateral.Side x, WarpQuadrilateral.Side y, long first, uint* pixels, int count)
    {
        if (_side == 1)
        {
            TakePoints(x.At(first), y.At(first), x.Step, y.Step, pixels, count);
            map.MapAll(pixels, count);
            return;
        }
        long acrossX = Part(x.Step, _side);
        long acrossY = Part(y.Step, _side);
        for (int i = 0; i < count; i++)
        {
            pixels[i] = Smooth(map, x.At(first + i), y.At(first + i), acrossX, acrossY);
        }
    }

    /// <summary>The distance of two points. The frequent square of 2 by 2 rounds down, as a shift does.</summary>
    private static long Part(long step, int side) => side == 2 ? step >> 1 : step / side;

    private void TakePoints(long x, long y, long stepX, long stepY, uint* pixels, int count)
    {
        Form source = _source;
        for (int i = 0; i < count; i++)
        {
            pixels[i] = PixelAt(source, x, y);
            x += stepX;
            y += stepY;
        }
    }

    private uint Smooth(in ColorMap map, long x, long y, long acrossX, long acrossY)
    {
        Form source = _source;
        // Sums of two components each, 32 bits for one: of red and blue, and of opacity and green.
        ulong low = 0;
        ulong high = 0;
        uint count = 0;
        for (int row = 0; row < _side; row++)
        {
            long pointX = x;
            long pointY = y;
            for (int column = 0; column < _side; column++)
            {
                uint pixel = PixelAt(source, pointX, pointY);
                pointX += acrossX;
                pointY += acrossY;
                if (_isPaint && pixel == 0)
                {
                    continue;
                }
                uint color = ColorOf(source, pixel);
                count++;
                low += Spread(color);
                high += Spread(color >> 8);
            }
            x += _downX;
            y += _downY;
        }
        // Painting, what is transparent for the most part stays so.
        return count == 0 || (_isPaint && count < _side * _side / 2)
            ? 0
            : map.Map((Average(high, count) << 8) | Average(low, count));
    }

    /// <summary>Bits 0 to 7 and 16 to 23 as numbers of 32 bits.</summary>
    private static ulong Spread(uint bytes) => (bytes & 0xFF) | ((ulong)(bytes & 0xFF_0000) << 16);

    /// <summary>Of such numbers, divided, back.</summary>
    private static uint Average(ulong sums, uint count) => count == 4
        ? (uint)(sums >> 2) & 0xFF | ((uint)(sums >> 18) & 0xFF_0000)
        : ((uint)sums / count) | ((uint)(sums >> 32) / count << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint ColorOf(in Form source, uint pixel) => source.Depth switch
    {
        32 => pixel,
        16 => BlendRules.Expanded(pixel) & 0xFF_FFFF,
        _ => _colors[pixel],
    };

    /// <summary>The pixel at a point in fixed point; 0 outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint PixelAt(in Form source, long x, long y)
    {
        // What is left of the source, or above, is far right of it without a sign.
        ulong column = (ulong)(x >> WarpQuadrilateral.FractionBits);
        ulong row = (ulong)(y >> WarpQuadrilateral.FractionBits);
        return column < (ulong)source.Width && row < (ulong)source.Height ? source.Pixel((int)column, (int)row) : 0;
    }
}
