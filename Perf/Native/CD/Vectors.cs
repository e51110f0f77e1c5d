namespace JitTalk.Perf.Native.CD;

/// <summary>The south-west corner of a voxel, or a way on the ground.</summary>
internal readonly record struct Vector2D(double X, double Y) : IComparable<Vector2D>
{
    public static Vector2D operator +(Vector2D a, Vector2D b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>By x, then by y.</summary>
    public int CompareTo(Vector2D other)
    {
        int order = X.CompareTo(other.X);
        return order == 0 ? Y.CompareTo(other.Y) : order;
    }
}

/// <summary>A position or a way in space.</summary>
internal readonly record struct Vector3D(double X, double Y, double Z)
{
    public double SquaredLength => Dot(this);

    public double Length => Math.Sqrt(SquaredLength);

    public static Vector3D operator +(Vector3D a, Vector3D b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector3D operator -(Vector3D a, Vector3D b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vector3D operator *(Vector3D a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    public double Dot(Vector3D other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);
}
