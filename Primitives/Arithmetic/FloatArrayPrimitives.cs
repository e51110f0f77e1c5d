using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arithmetic;

/// <summary>
/// Floats in any object of 32- or 64-bit words (VMMaker <c>primitiveFloatArrayAt</c>, <c>primitiveFloatArrayAtPut</c>).
/// In images of BlockContexts the numbers are the serial port's.
/// </summary>
internal static class FloatArrayPrimitives
{
    [Primitive(238, Era = PrimitiveEra.Closures)]
    public static Oop At(VirtualMachine vm, Oop receiver, long index) =>
        FloatVectors<double>.TryElements(receiver, out _)
            ? FloatVectors<double>.At(vm, receiver, index)
            : FloatVectors<float>.At(vm, receiver, index);

    /// <summary>The value must be a Float.</summary>
    [Primitive(239, Era = PrimitiveEra.Closures)]
    public static Oop AtPut(VirtualMachine vm, Oop receiver, long index, Oop value) =>
        !vm.Memory.IsFloat(value) ? vm.Fail(PrimitiveError.BadArgument)
        : FloatVectors<double>.TryElements(receiver, out _) ? FloatVectors<double>.AtPut(vm, receiver, index, value)
        : FloatVectors<float>.AtPut(vm, receiver, index, value);
}
