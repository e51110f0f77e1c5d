using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>A method around one bytecode, and what it has to answer.</summary>
/// <param name="What">Which of the bytecode's operands or outcomes this is.</param>
/// <param name="Body">The method.</param>
/// <param name="IsRight">Judges its answer, and its effects.</param>
internal sealed record BytecodeCase(string What, Action<MethodBuilder> Body, Func<Oop, bool> IsRight);
