using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Takes destination pixels from points of the source: the pixel there, or the average of a square of points up to the
/// next row and column (VMMaker <c>warpPickSourcePixels:</c>, <c>warpPickSmoothPixels:</c>).
/// </summary>
internal readonly unsafe struct WarpSampler
{
    private readonly int _side;
    private readonly long _downX;
    private readonly long _downY;
    private readonly uint* _colors;

    /// <param name="side">Points along a side of the square; 1 takes pixels as they are.</param>
    /// <param name="quadrilateral">Its left side tells how far it is to the next row.</param>
    /// <param name="colors">32-bit colours of all source pixel values, for smoothing sources of less than 16 bits.</param>
    public WarpSampler(int side, in WarpQuadrilateral quadrilateral, uint* colors)
    {
        _side = side;
        _downX = Part(quadrilateral.LeftX.Step, side);
        _downY = Part(quadrilateral.LeftY.Step, side);
        _colors = colors;
    }

    public uint Sample(BitBltRequest request, long x, long y, long stepX, long stepY)
    {
        if (_side > 1)
        {
            return Smooth(request, x, y, Part(stepX, _side), Part(stepY, _side));
        }
        return request.Map.Map(PixelAt(request.Source, x, y));
    }

    private uint Smooth(BitBltRequest request, long x, long y, long acrossX, long acrossY)
    {
        bool isPaint = request.Rule == CombinationRules.Paint;
        ref readonly Form source = ref request.Source;
        uint alpha = 0, red = 0, green = 0, blue = 0;
        uint count = 0;
        for (int row = 0; row < _side; row++)
        {
            for (int column = 0; column < _side; column++)
            {
                uint pixel = PixelAt(source, x + (row * _downX) + (column * acrossX), y + (row * _downY) + (column * acrossY));
                if (isPaint && pixel == 0)
                {
                    continue;
                }
                uint color = ColorOf(source, pixel);
                count++;
                alpha += color >> 24;
                red += (color >> 16) & 255;
                green += (color >> 8) & 255;
                blue += color & 255;
            }
        }
        // Painting, what is transparent for the most part stays so.
        if (count == 0 || (isPaint && count < _side * _side / 2))
        {
            return 0;
        }
        uint average = (alpha / count << 24) | (red / count << 16) | (green / count << 8) | (blue / count);
        return request.Map.Map(average);
    }

    /// <summary>The distance of two points. The frequent square of 2 by 2 rounds down, as a shift does.</summary>
    private static long Part(long step, int side) => side == 2 ? step >> 1 : step / side;

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
        long column = x >> WarpQuadrilateral.FractionBits;
        long row = y >> WarpQuadrilateral.FractionBits;
        return column >= 0 && row >= 0 && column < source.Width && row < source.Height
            ? source.Pixel((int)column, (int)row)
            : 0;
    }
}
