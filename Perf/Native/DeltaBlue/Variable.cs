namespace JitTalk.Perf.Native.DeltaBlue;

/// <summary>A value that constraints tell, or are told by.</summary>
internal sealed class Variable(long value)
{
    public long Value { get; set; } = value;

    /// <summary>All that speak of this variable.</summary>
    public List<Constraint> Constraints { get; } = [];

    public Constraint? DeterminedBy { get; set; }

    /// <summary>The last walk of the planner that passed here.</summary>
    public int Mark { get; set; }

    /// <summary>That of the weakest constraint that could be dropped to let another one compute this variable.</summary>
    public Strength WalkStrength { get; set; } = Strength.Weakest;

    /// <summary>Whether this is a constant while a plan is executed.</summary>
    public bool Stays { get; set; } = true;

    /// <summary>No constraint computes it.</summary>
    public void BeFree()
    {
        DeterminedBy = null;
        WalkStrength = Strength.Weakest;
        Stays = true;
    }

    public void Remove(Constraint constraint)
    {
        _ = Constraints.Remove(constraint);
        if (DeterminedBy == constraint)
        {
            DeterminedBy = null;
        }
    }

    /// <summary>Whether this satisfied constraint computes others from this variable.</summary>
    public bool IsReadBy(Constraint constraint) => constraint != DeterminedBy && constraint.IsSatisfied;
}
