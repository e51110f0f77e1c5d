using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Arithmetic;

namespace JitTalk.Primitives.Plugins;

/// <summary>The FloatArrayPlugin: arithmetic of arrays of 32-bit floats; see <see cref="FloatVectors{T}"/>. Old images call them without a module.</summary>
internal static class FloatArrayPlugin
{
    private const string Module = "FloatArrayPlugin";

    [Primitive(Module, "primitiveAt")]
    [Primitive("", "primitiveFloatArrayAt")]
    public static Oop At(VirtualMachine vm, Oop receiver, long index) => FloatVectors<float>.At(vm, receiver, index);

    [Primitive(Module, "primitiveAtPut")]
    [Primitive("", "primitiveFloatArrayAtPut")]
    public static Oop AtPut(VirtualMachine vm, Oop receiver, long index, Oop value) =>
        FloatVectors<float>.AtPut(vm, receiver, index, value);

    [Primitive(Module, "primitiveAddFloatArray")]
    [Primitive("", "primitiveFloatArrayAddFloatArray")]
    public static Oop Add(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<float>.Add(vm, receiver, argument);

    [Primitive(Module, "primitiveSubFloatArray")]
    [Primitive("", "primitiveFloatArraySubFloatArray")]
    public static Oop Subtract(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<float>.Subtract(vm, receiver, argument);

    [Primitive(Module, "primitiveMulFloatArray")]
    [Primitive("", "primitiveFloatArrayMulFloatArray")]
    public static Oop Multiply(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<float>.Multiply(vm, receiver, argument);

    [Primitive(Module, "primitiveDivFloatArray")]
    [Primitive("", "primitiveFloatArrayDivFloatArray")]
    public static Oop Divide(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<float>.Divide(vm, receiver, argument);

    [Primitive(Module, "primitiveAddScalar")]
    [Primitive("", "primitiveFloatArrayAddScalar")]
    public static Oop AddScalar(VirtualMachine vm, Oop receiver, double value) =>
        FloatVectors<float>.AddScalar(vm, receiver, value);

    [Primitive(Module, "primitiveSubScalar")]
    [Primitive("", "primitiveFloatArraySubScalar")]
    public static Oop SubtractScalar(VirtualMachine vm, Oop receiver, double value) =>
        FloatVectors<float>.SubtractScalar(vm, receiver, value);

    [Primitive(Module, "primitiveMulScalar")]
    [Primitive("", "primitiveFloatArrayMulScalar")]
    public static Oop MultiplyScalar(VirtualMachine vm, Oop receiver, double value) =>
        FloatVectors<float>.MultiplyScalar(vm, receiver, value);

    /// <summary>Multiplies by the inverse, as the reference does: the last bit may differ from a division's.</summary>
    [Primitive(Module, "primitiveDivScalar")]
    [Primitive("", "primitiveFloatArrayDivScalar")]
    public static Oop DivideScalar(VirtualMachine vm, Oop receiver, double value) =>
        FloatVectors<float>.MultiplyScalar(vm, receiver, 1 / value);

    [Primitive(Module, "primitiveDotProduct")]
    public static Oop DotProduct(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<float>.DotProduct(vm, receiver, argument);

    [Primitive(Module, "primitiveEqual")]
    [Primitive("", "primitiveFloatArrayEqual")]
    public static Oop Equal(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<float>.Equal(vm, receiver, argument);

    [Primitive(Module, "primitiveFromFloat64Array")]
    public static Oop FromFloat64Array(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<float>.From<double>(vm, receiver, argument);

    [Primitive(Module, "primitiveHashArray")]
    [Primitive("", "primitiveFloatArrayHash")]
    public static Oop Hash(VirtualMachine vm, Oop receiver) => FloatVectors<float>.Hash(vm, receiver);

    [Primitive(Module, "primitiveLength")]
    public static Oop Length(VirtualMachine vm, Oop receiver) => FloatVectors<float>.Length(vm, receiver);

    [Primitive(Module, "primitiveNormalize")]
    public static Oop Normalize(VirtualMachine vm, Oop receiver) => FloatVectors<float>.Normalize(vm, receiver);

    [Primitive(Module, "primitiveSum")]
    public static Oop Sum(VirtualMachine vm, Oop receiver) => FloatVectors<float>.Sum(vm, receiver);
}
