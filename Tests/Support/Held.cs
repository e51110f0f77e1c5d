using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>An oop that a test keeps while a <see cref="Machine"/> runs: it follows the object where it moves.</summary>
internal sealed class Held(Oop oop)
{
    public Oop Oop = oop;

    public static implicit operator Oop(Held held) => held.Oop;
}
