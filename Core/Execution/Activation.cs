using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>One activation of a method or block, on the stack or in a context, as a person wants to read it.</summary>
/// <param name="Receiver">Self.</param>
/// <param name="Method">The method, for a block the code that holds its bytecodes.</param>
/// <param name="IsBlock">Whether it is a block's.</param>
/// <param name="Pc">The byte offset of the next bytecode; for the activation that runs, of when it was last saved.</param>
internal readonly record struct Activation(Oop Receiver, Oop Method, bool IsBlock, long Pc);
