using JitTalk.Core.Execution;

namespace JitTalk.Core.Profiling;

/// <summary>What a look at the machine's thread found, and the time since the look before, which it stands for.</summary>
/// <param name="Kind">What the thread was doing.</param>
/// <param name="Primitive">The primitive, if it was in one.</param>
/// <param name="Samples">Looks that found the same, one after the other.</param>
/// <param name="Time">What they stand for.</param>
internal readonly record struct Tick(FrameKind Kind, PrimitiveNote Primitive, int Samples, TimeSpan Time);
