using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Arithmetic;

namespace JitTalk.Primitives.Plugins;

/// <summary>The Float64ArrayPlugin: arithmetic of arrays of 64-bit floats; see <see cref="FloatVectors{T}"/>.</summary>
internal static class Float64ArrayPlugin
{
    private const string Module = "Float64ArrayPlugin";

    [Primitive(Module, "primitiveAt")]
    public static Oop At(VirtualMachine vm, Oop receiver, long index) => FloatVectors<double>.At(vm, receiver, index);

    [Primitive(Module, "primitiveAtPut")]
    public static Oop AtPut(VirtualMachine vm, Oop receiver, long index, Oop value) =>
        FloatVectors<double>.AtPut(vm, receiver, index, value);

    [Primitive(Module, "primitiveAddFloat64Array")]
    public static Oop Add(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<double>.Add(vm, receiver, argument);

    [Primitive(Module, "primitiveSubFloat64Array")]
    public static Oop Subtract(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<double>.Subtract(vm, receiver, argument);

    [Primitive(Module, "primitiveMulFloat64Array")]
    public static Oop Multiply(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<double>.Multiply(vm, receiver, argument);

    [Primitive(Module, "primitiveDivFloat64Array")]
    public static Oop Divide(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<double>.Divide(vm, receiver, argument);

    [Primitive(Module, "primitiveAddScalar")]
    public static Oop AddScalar(VirtualMachine vm, Oop receiver, double value) =>
        FloatVectors<double>.AddScalar(vm, receiver, value);

    [Primitive(Module, "primitiveSubScalar")]
    public static Oop SubtractScalar(VirtualMachine vm, Oop receiver, double value) =>
        FloatVectors<double>.SubtractScalar(vm, receiver, value);

    [Primitive(Module, "primitiveMulScalar")]
    public static Oop MultiplyScalar(VirtualMachine vm, Oop receiver, double value) =>
        FloatVectors<double>.MultiplyScalar(vm, receiver, value);

    [Primitive(Module, "primitiveDivScalar")]
    public static Oop DivideScalar(VirtualMachine vm, Oop receiver, double value) =>
        FloatVectors<double>.DivideScalar(vm, receiver, value);

    [Primitive(Module, "primitiveDotProduct")]
    public static Oop DotProduct(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<double>.DotProduct(vm, receiver, argument);

    [Primitive(Module, "primitiveEqual")]
    public static Oop Equal(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<double>.Equal(vm, receiver, argument);

    [Primitive(Module, "primitiveFromFloatArray")]
    public static Oop FromFloatArray(VirtualMachine vm, Oop receiver, Oop argument) =>
        FloatVectors<double>.From<float>(vm, receiver, argument);

    [Primitive(Module, "primitiveHashArray")]
    public static Oop Hash(VirtualMachine vm, Oop receiver) => FloatVectors<double>.Hash(vm, receiver);

    [Primitive(Module, "primitiveLength")]
    public static Oop Length(VirtualMachine vm, Oop receiver) => FloatVectors<double>.Length(vm, receiver);

    [Primitive(Module, "primitiveNormalize")]
    public static Oop Normalize(VirtualMachine vm, Oop receiver) => FloatVectors<double>.Normalize(vm, receiver);

    [Primitive(Module, "primitiveSum")]
    public static Oop Sum(VirtualMachine vm, Oop receiver) => FloatVectors<double>.Sum(vm, receiver);
}
