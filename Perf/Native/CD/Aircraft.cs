namespace JitTalk.Perf.Native.CD;

/// <summary>What tells one aircraft from another.</summary>
internal readonly record struct CallSign(int Number) : IComparable<CallSign>
{
    public int CompareTo(CallSign other) => Number.CompareTo(other.Number);
}

/// <summary>Where an aircraft is at the time of a frame.</summary>
internal readonly record struct Aircraft(CallSign CallSign, Vector3D Position);

/// <summary>The place where two aircraft come too near.</summary>
internal readonly record struct Collision(CallSign One, CallSign Other, Vector3D Position);
