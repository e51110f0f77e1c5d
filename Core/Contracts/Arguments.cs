using JitTalk.Core.Memory;

namespace JitTalk.Core.Contracts;

/// <summary>The receiver and arguments of a primitive as they lie on the stack.</summary>
internal readonly unsafe ref struct Arguments(Oop* stack, int count)
{
    public Oop Receiver => stack[0];

    /// <summary>The number of arguments, without the receiver.</summary>
    public int Count => count;

    /// <summary>Arguments are counted from 1, as the reader of a method does.</summary>
    public Oop this[int index] => stack[index];

    /// <summary>
    /// The object that is asked, when a mirror primitive may be told it as an extra first argument
    /// (VMMaker: <c>primitiveInstVarAt</c> and others, «mirror primitives»).
    /// </summary>
    /// <param name="expected">The number of arguments without the mirror's.</param>
    public Arguments Mirrored(int expected) => count == expected + 1 ? new Arguments(stack + 1, count - 1) : this;
}
