namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>
/// What a WarpBlt is asked for, and what comes of it: each pixel's place in the source is counted up from the corners
/// (VMMaker <c>warpLoop</c>).
/// </summary>
internal sealed class ReferenceWarp : ReferenceBlit
{
    private const int One = 1 << 14;

    /// <summary>Top left, bottom left, bottom right, top right; x and y of each, in units of 1/16384.</summary>
    public required int[] Corners { get; init; }

    /// <summary>Points along a side of the square that is averaged; 1 takes pixels as they are.</summary>
    public int Smoothing { get; init; } = 1;

    /// <summary>The 32-bit colours of source pixels of less than 16 bits.</summary>
    public uint[]? Colors { get; init; }

    protected override bool IsMapped => true;

    public override bool IsInside(int x, int y) => UsesSource && IsInRectangle(x, y);

    protected override uint SourcePixel(int x, int y)
    {
        int rows = Math.Max(Height - 1, 1);
        int row = y - DestY;
        (long leftX, long downX) = Walk(Corners[0], Corners[2], rows, row);
        (long leftY, long downY) = Walk(Corners[1], Corners[3], rows, row);
        (long rightX, _) = Walk(Corners[6], Corners[4], rows, row);
        (long rightY, _) = Walk(Corners[7], Corners[5], rows, row);
        int columns = Math.Max(Width - 1, 1);
        (long sourceX, long acrossX) = Walk(leftX, rightX, columns, x - DestX);
        (long sourceY, long acrossY) = Walk(leftY, rightY, columns, x - DestX);
        return Smoothing == 1
            ? ReferenceColorMap.Map(Map, Pick(sourceX, sourceY), Source!.Depth, Destination.Depth)
            : Average(sourceX, sourceY, (Part(acrossX), Part(acrossY)), (Part(downX), Part(downY)));
    }

    /// <summary>Where a coordinate is after some of so many steps from one value to another, and its step.</summary>
    private static (long Place, long Step) Walk(long from, long to, int steps, int taken)
    {
        if (from == to)
        {
            return (from, 0);
        }
        long step = ((Math.Abs(to - from) + One) / (steps + 1)) + 1;
        return to > from ? (from + (taken * step), step) : (to + ((steps - taken) * step), -step);
    }

    /// <summary>Divisions cut off; by two, they round down.</summary>
    private long Part(long step) => Smoothing == 2 ? (long)Math.Floor(step / 2.0) : step / Smoothing;

    private uint Pick(long x, long y) =>
        x < 0 || y < 0 || x / One >= Source!.Width || y / One >= Source.Height ? 0 : Source.Get((int)(x / One), (int)(y / One));

    private uint Average(long x, long y, (long X, long Y) across, (long X, long Y) down)
    {
        List<uint> colors = [];
        for (int i = 0; i < Smoothing; i++)
        {
            for (int j = 0; j < Smoothing; j++)
            {
                uint pixel = Pick(x + (i * down.X) + (j * across.X), y + (i * down.Y) + (j * across.Y));
                if (Rule != 25 || pixel != 0)
                {
                    colors.Add(ColorOf(pixel));
                }
            }
        }
        if (colors.Count == 0 || (Rule == 25 && colors.Count < Smoothing * Smoothing / 2))
        {
            return 0;
        }
        uint average = 0;
        for (int shift = 0; shift < 32; shift += 8)
        {
            average |= (uint)(colors.Sum(color => (color >> shift) & 255) / colors.Count) << shift;
        }
        return ReferenceColorMap.MapSmoothed(Map, average, Destination.Depth);
    }

    private uint ColorOf(uint pixel) => Source!.Depth switch
    {
        32 => pixel,
        16 => ReferenceRules.Widened(pixel) & 0xFF_FFFF,
        _ => Colors![pixel],
    };
}
