namespace JitTalk.Primitives.Graphics;

/// <summary>Draws the rectangle of a request again and again along a line (Bresenham; VMMaker <c>drawLoopX:Y:</c>).</summary>
internal static class LineDrawing
{
    // A primitive is not interrupted: no image has a Form of this size to draw a longer line in.
    private const long LongestLine = 1 << 24;

    public static bool IsPossible(long deltaX, long deltaY) =>
        deltaX is >= -LongestLine and <= LongestLine && deltaY is >= -LongestLine and <= LongestLine;

    /// <summary>Leaves the request at the end of the line. Neither its first point nor its last is drawn.</summary>
    public static void Run(BitBltRequest request, long deltaX, long deltaY)
    {
        RuleState state = new(request.Destination, request.Map);
        (int stepX, int stepY) = (Math.Sign(deltaX), Math.Sign(deltaY));
        bool isFlat = Math.Abs(deltaX) > Math.Abs(deltaY);
        long length = Math.Max(Math.Abs(deltaX), Math.Abs(deltaY));
        long rise = Math.Min(Math.Abs(deltaX), Math.Abs(deltaY));
        long error = length / 2;
        for (long i = 1; i <= length; i++)
        {
            error -= rise;
            bool isAside = error < 0;
            error += isAside ? length : 0;
            request.DestX += isFlat || isAside ? stepX : 0;
            request.DestY += !isFlat || isAside ? stepY : 0;
            BlitArea area = i < length ? request.Clip(insideSource: true) : default;
            if (!area.IsEmpty)
            {
                BitBltCopy.Run(request, area, state);
            }
        }
    }
}
