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
