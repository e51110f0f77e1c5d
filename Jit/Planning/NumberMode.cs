using JitTalk.Core.Memory;

namespace JitTalk.Jit.Planning;

/// <summary>How an arithmetic bytecode is compiled, beyond two SmallIntegers.</summary>
internal enum NumberMode
{
    /// <summary>Other operands leave the code.</summary>
    Integers,
    /// <summary>Floats, and Floats with integers; others leave the code.</summary>
    Floats,
    /// <summary>Others are sent the message.</summary>
    Anything,
}

internal static class NumberModes
{
    /// <summary>What suits the classes of operands that a bytecode has met beside SmallIntegers.</summary>
    public static NumberMode For(IReadOnlyList<int> classes, int floatClass) =>
        classes.Count == 0 ? NumberMode.Integers
            : classes.All(index => index == Oop.FloatTag || index == floatClass) ? NumberMode.Floats
            : NumberMode.Anything;
}
