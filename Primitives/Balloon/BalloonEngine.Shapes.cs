namespace JitTalk.Primitives.Balloon;

// Adding edges: lines, béziers and shapes of them, with or without a border of some width.
internal ref partial struct BalloonEngine
{
    // Curves that an oval consists of.
    private const int OvalSegments = 16;

    /// <summary>A border's width in samples; 0 for none.</summary>
    public readonly int BorderWidth(long width, uint fill) => width <= 0 || fill == 0 ? 0 : TransformedWidth(width);

    /// <summary>Words that a shape of so many lines takes at least.</summary>
    public static long SpaceForLines(long count, bool isWide) => count * (isWide ? BalloonLayout.WideLineSize : BalloonLayout.LineSize);

    public static long SpaceForCurves(long count) => count * BalloonLayout.BezierSize;

    public void AddLine(BalloonPoint start, BalloonPoint end, BalloonStyle style) => AddLineOfSamples(Transformed(start), Transformed(end), style);

    public void AddCurve(BalloonPoint start, BalloonPoint via, BalloonPoint end, BalloonStyle style)
    {
        List<BalloonCurve> parts = [];
        BalloonCurve curve = new(Transformed(start), Transformed(via), Transformed(end));
        int size = style.IsWide ? BalloonLayout.WideBezierSize : BalloonLayout.BezierSize;
        int most = Available / size;
        if (!curve.TrySubdivide(parts, style.IsWide, most))
        {
            StopBecauseOf(BalloonStop.NoMoreSpace);
            return;
        }
        foreach (BalloonCurve part in parts)
        {
            AddMonotonous(part, size, style);
        }
    }

    /// <summary>A side of a shape, which is a line where its middle point is one of the others.</summary>
    public void AddSegment(BalloonPoint start, BalloonPoint via, BalloonPoint end, BalloonStyle style)
    {
        if (style.LeftFill == style.RightFill && !style.IsWide)
        {
            return;
        }
        if (start != via && via != end)
        {
            AddCurve(start, via, end, style);
        }
        else if (start != end)
        {
            AddLine(start, end, style);
        }
    }

    public void AddRectangle(BalloonPoint origin, BalloonPoint corner, BalloonStyle style)
    {
        BalloonPoint a = Transformed(origin);
        BalloonPoint b = Transformed(new BalloonPoint(corner.X, origin.Y));
        BalloonPoint c = Transformed(corner);
        BalloonPoint d = Transformed(new BalloonPoint(origin.X, corner.Y));
        AddLineOfSamples(a, b, style);
        AddLineOfSamples(b, c, style);
        AddLineOfSamples(c, d, style);
        AddLineOfSamples(d, a, style);
    }

    public void AddOval(BalloonPoint origin, BalloonPoint corner, BalloonStyle style)
    {
        (long width, long height) = (((long)corner.X - origin.X) / 2, ((long)corner.Y - origin.Y) / 2);
        (long x, long y) = (((long)corner.X + origin.X) / 2, ((long)corner.Y + origin.Y) / 2);
        for (int i = 0; i < OvalSegments && !_isStopped; i++)
        {
            BalloonPoint start = OnOval(2 * i);
            BalloonPoint middle = OnOval((2 * i) + 1);
            BalloonPoint end = OnOval((2 * i) + 2);
            // The control point, for the curve to pass through its middle.
            BalloonPoint via = new((2 * middle.X) - ((start.X + end.X) / 2), (2 * middle.Y) - ((start.Y + end.Y) / 2));
            AddCurve(start, via, end, style);
        }

        BalloonPoint OnOval(int step)
        {
            // Rounded, for what should be a whole number not to lose it: fractions are dropped.
            double angle = Math.PI * step / OvalSegments;
            (double sine, double cosine) = (Math.Round(Math.Sin(angle), 14), Math.Round(Math.Cos(angle), 14));
            return new BalloonPoint(Near((cosine * width) + x), Near((sine * height) + y));
        }
    }

    /// <summary>An edge that the image steps; <paramref name="index"/> is its own number for it.</summary>
    public void AddExternalEdge(int index, BalloonPoint start, int z, uint leftFill, uint rightFill)
    {
        if (!TryAllocate(BalloonType.ExternalEdge, BalloonLayout.EdgeSize, out int edge))
        {
            return;
        }
        Field(edge, BalloonLayout.Index) = index;
        (Field(edge, BalloonLayout.X), Field(edge, BalloonLayout.Y), Field(edge, BalloonLayout.Z)) = (start.X, start.Y, z);
        Field(edge, BalloonLayout.LeftFill) = (int)TransformedColor(leftFill);
        Field(edge, BalloonLayout.RightFill) = (int)TransformedColor(rightFill);
    }

    private void AddLineOfSamples(BalloonPoint start, BalloonPoint end, BalloonStyle style)
    {
        int size = style.IsWide ? BalloonLayout.WideLineSize : BalloonLayout.LineSize;
        if (!TryAllocate(BalloonType.Line | (style.IsWide ? BalloonType.Wide : 0), size, out int line))
        {
            return;
        }
        bool isDown = start.Y <= end.Y;
        (BalloonPoint top, BalloonPoint bottom) = isDown ? (start, end) : (end, start);
        Field(line, BalloonLayout.X) = top.X;
        Field(line, BalloonLayout.Y) = top.Y - style.Offset;
        Field(line, BalloonLayout.EndX) = bottom.X;
        Field(line, BalloonLayout.EndY) = bottom.Y - style.Offset;
        Field(line, BalloonLayout.YDirection) = isDown ? 1 : -1;
        StoreStyle(line, style);
    }

    private void AddMonotonous(BalloonCurve curve, int size, BalloonStyle style)
    {
        if (!TryAllocate(BalloonType.Bezier | (style.IsWide ? BalloonType.Wide : 0), size, out int bezier))
        {
            return;
        }
        (BalloonPoint top, BalloonPoint bottom) = curve.End.Y >= curve.Start.Y ? (curve.Start, curve.End) : (curve.End, curve.Start);
        Field(bezier, BalloonLayout.X) = top.X;
        Field(bezier, BalloonLayout.Y) = top.Y - style.Offset;
        Field(bezier, BalloonLayout.ViaX) = curve.Via.X;
        Field(bezier, BalloonLayout.ViaY) = curve.Via.Y - style.Offset;
        Field(bezier, BalloonLayout.EndX) = bottom.X;
        Field(bezier, BalloonLayout.EndY) = bottom.Y - style.Offset;
        StoreStyle(bezier, style);
    }

    private readonly void StoreStyle(int edge, BalloonStyle style)
    {
        Field(edge, BalloonLayout.Z) = _words[BalloonLayout.CurrentZ];
        Field(edge, BalloonLayout.LeftFill) = (int)style.LeftFill;
        Field(edge, BalloonLayout.RightFill) = (int)style.RightFill;
        if (style.IsWide)
        {
            Field(edge, BalloonLayout.WideFill) = (int)style.BorderFill;
            Field(edge, BalloonLayout.WideWidth) = style.BorderWidth;
            Field(edge, BalloonLayout.WideExtent) = style.BorderWidth;
        }
    }
}

/// <summary>What is at the sides of an edge, and the border on it.</summary>
/// <param name="LeftFill">A colour, the number of a fill, or 0 for none.</param>
/// <param name="RightFill">The same.</param>
/// <param name="BorderWidth">In samples; 0 for none.</param>
/// <param name="BorderFill">As the others.</param>
internal readonly record struct BalloonStyle(uint LeftFill, uint RightFill, int BorderWidth = 0, uint BorderFill = 0)
{
    public bool IsWide => BorderWidth != 0 && BorderFill != 0;

    /// <summary>How far the border begins above the edge, or left of it.</summary>
    public int Offset => IsWide ? BorderWidth / 2 : 0;
}
