namespace JitTalk.Core.Memory;

/// <summary>One collection, for those who watch.</summary>
/// <param name="IsFull">Of the whole memory, not only of new space.</param>
/// <param name="Time">For which the image stood still.</param>
/// <param name="SurvivedBytes">What was found alive, of new space or of all.</param>
/// <param name="OldBytes">In old space afterwards.</param>
internal readonly record struct Collection(bool IsFull, TimeSpan Time, long SurvivedBytes, long OldBytes);
