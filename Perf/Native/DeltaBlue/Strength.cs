namespace JitTalk.Perf.Native.DeltaBlue;

/// <summary>How important a constraint is: the lower the number, the more.</summary>
internal enum Strength
{
    Required,
    StrongPreferred,
    Preferred,
    StrongDefault,
    Default,
    WeakDefault,

    /// <summary>No constraint is that weak.</summary>
    Weakest,
}
