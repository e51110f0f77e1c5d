namespace JitTalk.Core.Contracts;

/// <summary>Which images know a primitive by its number: old images used numbers that newer ones gave away.</summary>
internal enum PrimitiveEra
{
    Always,
    /// <summary>Images of BlockContexts: 6501, 6502, 68000.</summary>
    BlockContexts,
    /// <summary>Images of closures.</summary>
    Closures,
    /// <summary>Images before Spur, with closures or without.</summary>
    V3,
    /// <summary>Spur images.</summary>
    Spur,
}

/// <summary>
/// Makes a static method a primitive, by number or by plugin and name.
/// </summary>
/// <remarks>
/// The first parameter is the <see cref="Execution.VirtualMachine"/>. Then come the receiver and the arguments, whose
/// types are the signature: <see cref="Memory.Oop"/> anything, <c>long</c> a SmallInteger, <c>double</c> a Float;
/// an argument that does not fit, or another number of arguments, fails before the method is called.
/// Or one <see cref="Arguments"/>, for primitives that take several numbers of arguments.
/// The result is an oop, or a bool; <c>vm.Fail(…)</c> answers what a failing primitive returns.
/// A primitive that may fail touches nothing before it knows that it will not.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class PrimitiveAttribute : Attribute
{
    public PrimitiveAttribute(int number) => Number = number;

    public PrimitiveAttribute(string module, string name) => (Module, Name) = (module, name);

    /// <summary>0 for a primitive known by name only.</summary>
    public int Number { get; }

    public string? Module { get; }
    public string? Name { get; }
    public PrimitiveEra Era { get; init; }
}
