namespace JitTalk.Perf.Native.CD;

/// <summary>An aircraft flies straight and with constant speed from one position to another while time goes from 0 to 1.</summary>
internal sealed class Motion(CallSign callSign, Vector3D start, Vector3D end)
{
    // Aircraft that are not farther than this from each other collide.
    private const double Radius = 1.0;

    private const double GroundSize = 1000.0;
    private const double Height = 10.0;

    private readonly Vector3D _way = end - start;

    public CallSign CallSign { get; } = callSign;

    public Vector3D Start { get; } = start;

    /// <summary>A voxel is crossed where half the radius around it is: there is a time at which that is so of both coordinates.</summary>
    public bool Crosses(Vector2D voxel)
    {
        const double Margin = Radius / 2.0;
        const double Reach = VoxelMap.Size + Margin;
        return IsOnGround(voxel.X, voxel.Y)
            && !TimeSlice.All
                .Limited(Start.X, _way.X, voxel.X - Margin, voxel.X + Reach)
                .Limited(Start.Y, _way.Y, voxel.Y - Margin, voxel.Y + Reach)
                .IsEmpty;
    }

    /// <summary>
    /// Where the two first come too near, if they do. Seen from this aircraft, the other is at offset + drift * time. Its
    /// distance is the radius at the times that solve
    /// <c>(drift . drift) time^2 + 2 (drift . offset) time + (offset . offset) - radius^2 = 0</c>.
    /// </summary>
    public Vector3D? CollisionWith(Motion other)
    {
        Vector3D offset = other.Start - Start;
        Vector3D drift = other._way - _way;
        double a = drift.SquaredLength;
        if (a == 0.0)
        {
            // Their distance does not change.
            return offset.Length <= Radius ? Between(Start, other.Start) : null;
        }
        double b = drift.Dot(offset) * 2.0;
        double c = offset.SquaredLength - (Radius * Radius);
        double discriminant = (b * b) - (4.0 * a * c);
        if (discriminant < 0.0)
        {
            return null;
        }
        double root = Math.Sqrt(discriminant);
        return CollisionWith(other, -(b + root) / (2.0 * a), (root - b) / (2.0 * a));
    }

    private Vector3D? CollisionWith(Motion other, double begin, double end)
    {
        if (begin > 1.0 || end < 0.0)
        {
            return null;
        }
        double time = Math.Max(begin, 0.0);
        Vector3D place = Between(PositionAt(time), other.PositionAt(time));
        return IsOnGround(place.X, place.Y) && place.Z is >= 0.0 and <= Height ? place : null;
    }

    private Vector3D PositionAt(double time) => Start + (_way * time);

    private static Vector3D Between(Vector3D a, Vector3D b) => (a + b) * 0.5;

    // The ground is what is watched.
    private static bool IsOnGround(double x, double y) => x is >= 0.0 and <= GroundSize && y is >= 0.0 and <= GroundSize;
}
