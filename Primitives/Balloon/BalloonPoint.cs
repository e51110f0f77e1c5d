namespace JitTalk.Primitives.Balloon;

/// <summary>A point, in pixels of the image or in samples of the engine.</summary>
internal readonly record struct BalloonPoint(int X, int Y)
{
    public double DistanceTo(BalloonPoint other)
    {
        (double dx, double dy) = ((double)X - other.X, (double)Y - other.Y);
        return Math.Sqrt((dx * dx) + (dy * dy));
    }

    /// <summary>The point a part of the way to another; fractions are dropped.</summary>
    public BalloonPoint Toward(BalloonPoint other, double part) =>
        new(X + (int)(((double)other.X - X) * part), Y + (int)(((double)other.Y - Y) * part));
}
