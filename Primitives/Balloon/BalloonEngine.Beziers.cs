namespace JitTalk.Primitives.Balloon;

// Stepping quadratic béziers by forward differences, two steps a scan line, and wide ones, which lie between two curves.
internal ref partial struct BalloonEngine
{
    private readonly void StepToFirstBezier(int bezier, int y)
    {
        if (y >= Field(bezier, BalloonLayout.EndY))
        {
            Field(bezier, BalloonLayout.Lines) = 0;
            return;
        }
        StartBezier(bezier);
        int start = Field(bezier, BalloonLayout.Y);
        if (start != y)
        {
            StepBezier(bezier, y);
            Field(bezier, BalloonLayout.Lines) -= y - start;
        }
    }

    private readonly void StartBezier(int bezier)
    {
        const int one = 1 << 24;
        long startX = Field(bezier, BalloonLayout.X);
        long startY = Field(bezier, BalloonLayout.Y);
        long viaX = Field(bezier, BalloonLayout.ViaX);
        long viaY = Field(bezier, BalloonLayout.ViaY);
        long endX = Field(bezier, BalloonLayout.EndX);
        long endY = Field(bezier, BalloonLayout.EndY);
        long step = one / Math.Max(2, 2 * (endY - startY));
        long stepSquared = (step * step) >> 24;
        long deltaDeltaX = (startX + endX - (2 * viaX)) * stepSquared * 2;
        long deltaDeltaY = (startY + endY - (2 * viaY)) * stepSquared * 2;
        Field(bezier, BalloonLayout.Lines) = (int)(endY - startY);
        Span<int> upper = Fields(bezier, BalloonLayout.Upper, BalloonLayout.Differences);
        upper[BalloonLayout.NextX] = (int)(startX * 256);
        upper[BalloonLayout.NextY] = (int)(startY * 256);
        upper[BalloonLayout.DeltaX] = (int)(((viaX - startX) * 2 * step) + (deltaDeltaX / 2));
        upper[BalloonLayout.DeltaY] = (int)(((viaY - startY) * 2 * step) + (deltaDeltaY / 2));
        upper[BalloonLayout.DeltaDeltaX] = (int)deltaDeltaX;
        upper[BalloonLayout.DeltaDeltaY] = (int)deltaDeltaY;
    }

    private readonly void StepBezier(int bezier, int y)
    {
        Span<int> upper = Fields(bezier, BalloonLayout.Upper, BalloonLayout.Differences);
        StepCurve(upper, y);
        Field(bezier, BalloonLayout.X) = upper[BalloonLayout.NextX] >> 8;
    }

    /// <summary>Steps a curve down to a scan line, as long as it goes down.</summary>
    private static void StepCurve(Span<int> curve, int y)
    {
        const int half = 0x8000;
        // Twice a scan line, and not more than two of the longest curves together.
        const int mostSteps = 2 * 2 * 256;
        long target = y * 256L;
        for (int i = 0; i < mostSteps && target > curve[BalloonLayout.NextY] && curve[BalloonLayout.DeltaY] >= 0; i++)
        {
            curve[BalloonLayout.NextX] += (curve[BalloonLayout.DeltaX] + half) >> 16;
            curve[BalloonLayout.NextY] += (curve[BalloonLayout.DeltaY] + half) >> 16;
            curve[BalloonLayout.DeltaX] += curve[BalloonLayout.DeltaDeltaX];
            curve[BalloonLayout.DeltaY] += curve[BalloonLayout.DeltaDeltaY];
        }
    }

    private readonly void StepToFirstWideBezier(int bezier, int y)
    {
        int extent = Field(bezier, BalloonLayout.WideExtent);
        int offset = extent / 2;
        int endX = Field(bezier, BalloonLayout.EndX);
        int startY = Field(bezier, BalloonLayout.Y);
        StartBezier(bezier);
        Span<int> upper = Fields(bezier, BalloonLayout.Upper, BalloonLayout.Differences);
        Span<int> lower = Fields(bezier, BalloonLayout.Lower, BalloonLayout.Differences);
        upper.CopyTo(lower);
        int direction = upper[BalloonLayout.DeltaX] != 0 ? upper[BalloonLayout.DeltaX] : upper[BalloonLayout.DeltaDeltaX];
        int sign = direction >= 0 ? 1 : -1;
        // The brush's two corners: one ahead of the curve, one behind and a width below.
        upper[BalloonLayout.NextX] += sign * offset * 256;
        lower[BalloonLayout.NextX] -= sign * (extent - offset) * 256;
        lower[BalloonLayout.NextY] += extent * 256;
        Field(bezier, BalloonLayout.WideFinalX) = endX - offset + (sign > 0 ? extent : 0);
        if (Field(bezier, BalloonLayout.Lines) == 0)
        {
            upper[BalloonLayout.NextX] = Field(bezier, BalloonLayout.WideFinalX) * 256;
        }
        StartWide(bezier, extent);
        Widen(bezier, extent);
        for (int i = startY; i < y; i++)
        {
            StepWideBezier(bezier, i);
        }
        Field(bezier, BalloonLayout.Lines) -= y - startY;
    }

    private readonly void StepWideBezier(int bezier, int y)
    {
        int extent = Field(bezier, BalloonLayout.WideExtent);
        (_, int exit) = StepWide(bezier, extent);
        Span<int> upper = Fields(bezier, BalloonLayout.Upper, BalloonLayout.Differences);
        if (exit + (extent / 2) < 0)
        {
            StepCurve(upper, y);
        }
        else
        {
            upper[BalloonLayout.NextX] = Field(bezier, BalloonLayout.WideFinalX) * 256;
        }
        StepCurve(Fields(bezier, BalloonLayout.Lower, BalloonLayout.Differences), y);
        Widen(bezier, extent);
    }

    /// <summary>The edge reaches from one of its curves to the other, and is at least as wide as its border.</summary>
    private readonly void Widen(int bezier, int extent)
    {
        int one = Field(bezier, BalloonLayout.Upper + BalloonLayout.NextX) / 256;
        int other = Field(bezier, BalloonLayout.Lower + BalloonLayout.NextX) / 256;
        Field(bezier, BalloonLayout.X) = Math.Min(one, other);
        Field(bezier, BalloonLayout.WideWidth) = Math.Max(extent, Math.Abs(one - other));
    }
}
