using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>One activation, as much of it as a profile wants.</summary>
/// <param name="Method">The method, for a block the code that holds its bytecodes.</param>
/// <param name="IsBlock">Whether it is a block's.</param>
/// <param name="Fp">The address of its frame; 0 when it is a context.</param>
internal readonly record struct SampledActivation(Oop Method, bool IsBlock, nint Fp);
