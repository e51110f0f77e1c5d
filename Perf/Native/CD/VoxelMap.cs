namespace JitTalk.Perf.Native.CD;

/// <summary>
/// Divides the ground into squares, voxels, and keeps the motions that pass each of them: only motions that share a voxel can
/// collide.
/// </summary>
internal sealed class VoxelMap
{
    /// <summary>The side of a voxel: twice the distance at which aircraft collide.</summary>
    public const double Size = 2.0;

    private static readonly Vector2D[] Steps =
    [
        new(-Size, -Size), new(-Size, 0.0), new(-Size, Size), new(0.0, -Size),
        new(0.0, Size), new(Size, -Size), new(Size, 0.0), new(Size, Size),
    ];

    private readonly RedBlackTree<Vector2D, List<Motion>> _voxels = new();

    public void Draw(Motion motion) =>
        Spread(motion, new Vector2D(EdgeBelow(motion.Start.X), EdgeBelow(motion.Start.Y)), new RedBlackTree<Vector2D, bool>());

    /// <summary>Tells of the voxels that several motions pass.</summary>
    public void ForEachCrowd(Action<List<Motion>> action) =>
        _voxels.ForEach((_, motions) =>
        {
            if (motions.Count > 1)
            {
                action(motions);
            }
        });

    private static double EdgeBelow(double coordinate)
    {
        double edge = Math.Truncate(coordinate / Size) * Size;
        return coordinate < 0.0 ? edge - Size : edge;
    }

    private void Spread(Motion motion, Vector2D voxel, RedBlackTree<Vector2D, bool> seen)
    {
        if (!motion.Crosses(voxel) || seen.Put(voxel, true, out _))
        {
            return;
        }
        Add(motion, voxel);
        foreach (Vector2D step in Steps)
        {
            Spread(motion, voxel + step, seen);
        }
    }

    private void Add(Motion motion, Vector2D voxel)
    {
        if (!_voxels.TryGetValue(voxel, out List<Motion>? motions))
        {
            motions = [];
            _ = _voxels.Put(voxel, motions, out _);
        }
        motions.Add(motion);
    }
}
