namespace JitTalk.Primitives.Balloon;

/// <summary>A quadratic bézier curve, in samples.</summary>
internal readonly record struct BalloonCurve(BalloonPoint Start, BalloonPoint Via, BalloonPoint End)
{
    // Forward differences of 24 bits of fraction lose too much on longer ways, and overflow on flatter ones.
    private const int MostHeight = 255;
    private const int MostSlope = 32;

    /// <summary>
    /// Adds curves that make up this one and go only up or only down, so short and steep that they can be stepped; the sides
    /// of wide ones go only left or right, too.
    /// </summary>
    /// <param name="parts">Gets the curves.</param>
    /// <param name="isWide">The curve has a width.</param>
    /// <param name="most">So many at most.</param>
    /// <returns>False when there were more.</returns>
    public bool TrySubdivide(List<BalloonCurve> parts, bool isWide, int most)
    {
        if (Turn(Start.Y, Via.Y, End.Y) is { } turnY)
        {
            (BalloonCurve first, BalloonCurve second) = SplitAt(turnY);
            return first.TrySubdivideInX(parts, isWide, most) && second.TrySubdivideInX(parts, isWide, most);
        }
        return TrySubdivideInX(parts, isWide, most);
    }

    private bool TrySubdivideInX(List<BalloonCurve> parts, bool isWide, int most)
    {
        if (isWide && Turn(Start.X, Via.X, End.X) is { } turnX)
        {
            (BalloonCurve first, BalloonCurve second) = SplitAt(turnX);
            return first.TryHalve(parts, most) && second.TryHalve(parts, most);
        }
        return TryHalve(parts, most);
    }

    private bool TryHalve(List<BalloonCurve> parts, int most)
    {
        long height = Math.Abs((long)End.Y - Start.Y);
        if (height == 0 || (height <= MostHeight && height * MostSlope >= Math.Abs((long)End.X - Start.X)))
        {
            parts.Add(this);
            return parts.Count <= most;
        }
        (BalloonCurve first, BalloonCurve second) = Halves();
        return first.TryHalve(parts, most) && second.TryHalve(parts, most);
    }

    /// <summary>The parameter at which a coordinate turns back; null when it does not.</summary>
    private static double? Turn(int start, int via, int end)
    {
        (long first, long second) = ((long)via - start, (long)end - via);
        return first * second >= 0 ? null : Math.Abs((double)first) / Math.Abs((double)(second - first));
    }

    private (BalloonCurve First, BalloonCurve Second) Halves()
    {
        BalloonPoint left = Start.Toward(Via, 0.5);
        BalloonPoint right = Via.Toward(End, 0.5);
        // From the right: the fraction that is dropped is the other one.
        BalloonPoint shared = right.Toward(left, 0.5);
        return (new BalloonCurve(Start, left, shared), new BalloonCurve(shared, right, End));
    }

    private (BalloonCurve First, BalloonCurve Second) SplitAt(double part)
    {
        BalloonPoint left = Start.Toward(Via, part);
        BalloonPoint right = Via.Toward(End, part);
        BalloonPoint shared = left.Toward(right, part);
        // Rounding must not make one turn back that does not.
        left = left with { Y = Between(left.Y, Start.Y, shared.Y) };
        right = right with { Y = Between(right.Y, shared.Y, End.Y) };
        return (new BalloonCurve(Start, left, shared), new BalloonCurve(shared, right, End));
    }

    private static int Between(int value, int one, int other) => Math.Clamp(value, Math.Min(one, other), Math.Max(one, other));
}
