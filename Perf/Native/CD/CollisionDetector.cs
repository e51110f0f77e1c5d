namespace JitTalk.Perf.Native.CD;

/// <summary>
/// Is shown one frame after another, remembers where each aircraft was last, and finds those that come too near to each other
/// on the way from frame to frame.
/// </summary>
internal sealed class CollisionDetector
{
    private readonly RedBlackTree<CallSign, Vector3D> _positions = new();

    public List<Collision> Detect(Aircraft[] frame)
    {
        VoxelMap map = new();
        foreach (Motion motion in Array.ConvertAll(frame, MotionOf))
        {
            map.Draw(motion);
        }
        ForgetAllBut(frame);
        List<Collision> collisions = [];
        map.ForEachCrowd(motions => AddCollisions(motions, collisions));
        return collisions;
    }

    // One that is new has not moved.
    private Motion MotionOf(Aircraft aircraft)
    {
        Vector3D now = aircraft.Position;
        return new Motion(aircraft.CallSign, _positions.Put(aircraft.CallSign, now, out Vector3D before) ? before : now, now);
    }

    private void ForgetAllBut(Aircraft[] frame)
    {
        RedBlackTree<CallSign, bool> present = new();
        foreach (Aircraft aircraft in frame)
        {
            _ = present.Put(aircraft.CallSign, true, out _);
        }
        List<CallSign> gone = [];
        _positions.ForEach((callSign, _) =>
        {
            if (!present.Contains(callSign))
            {
                gone.Add(callSign);
            }
        });
        foreach (CallSign callSign in gone)
        {
            _ = _positions.Remove(callSign);
        }
    }

    private static void AddCollisions(List<Motion> motions, List<Collision> collisions)
    {
        for (int i = 0; i < motions.Count; i++)
        {
            for (int j = i + 1; j < motions.Count; j++)
            {
                if (motions[i].CollisionWith(motions[j]) is Vector3D place)
                {
                    collisions.Add(new Collision(motions[i].CallSign, motions[j].CallSign, place));
                }
            }
        }
    }
}
