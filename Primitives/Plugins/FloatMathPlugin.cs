using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Arithmetic;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The FloatMathPlugin: elementary functions of Floats. A function that is not defined for its arguments fails.
/// The reference computes them with fdlibm; here they are those of the platform, which may differ in the last bit.
/// </summary>
internal static class FloatMathPlugin
{
    private const string Module = "FloatMathPlugin";

    [Primitive(Module, "primitiveArcCos")]
    public static Oop ArcCos(VirtualMachine vm, double receiver) => Answer(vm, Math.Acos(receiver));

    [Primitive(Module, "primitiveArcCosH")]
    public static Oop ArcCosH(VirtualMachine vm, double receiver) => Answer(vm, Math.Acosh(receiver));

    [Primitive(Module, "primitiveArcSin")]
    public static Oop ArcSin(VirtualMachine vm, double receiver) => Answer(vm, Math.Asin(receiver));

    [Primitive(Module, "primitiveArcSinH")]
    public static Oop ArcSinH(VirtualMachine vm, double receiver) => Answer(vm, Math.Asinh(receiver));

    [Primitive(Module, "primitiveArcTan")]
    public static Oop ArcTan(VirtualMachine vm, double receiver) => Answer(vm, Math.Atan(receiver));

    [Primitive(Module, "primitiveArcTanH")]
    public static Oop ArcTanH(VirtualMachine vm, double receiver) => Answer(vm, Math.Atanh(receiver));

    [Primitive(Module, "primitiveCos")]
    public static Oop Cos(VirtualMachine vm, double receiver) => Answer(vm, Math.Cos(receiver));

    [Primitive(Module, "primitiveCosH")]
    public static Oop CosH(VirtualMachine vm, double receiver) => Answer(vm, Math.Cosh(receiver));

    [Primitive(Module, "primitiveExp")]
    public static Oop Exp(VirtualMachine vm, double receiver) => Answer(vm, Math.Exp(receiver));

    [Primitive(Module, "primitiveLog10")]
    public static Oop Log10(VirtualMachine vm, double receiver) => Answer(vm, Math.Log10(receiver));

    [Primitive(Module, "primitiveLogN")]
    public static Oop LogN(VirtualMachine vm, double receiver) => Answer(vm, Math.Log(receiver));

    [Primitive(Module, "primitiveSin")]
    public static Oop Sin(VirtualMachine vm, double receiver) => Answer(vm, Math.Sin(receiver));

    [Primitive(Module, "primitiveSinH")]
    public static Oop SinH(VirtualMachine vm, double receiver) => Answer(vm, Math.Sinh(receiver));

    [Primitive(Module, "primitiveSqrt")]
    public static Oop Sqrt(VirtualMachine vm, double receiver) => Answer(vm, Math.Sqrt(receiver));

    [Primitive(Module, "primitiveTan")]
    public static Oop Tan(VirtualMachine vm, double receiver) => Answer(vm, Math.Tan(receiver));

    [Primitive(Module, "primitiveTanH")]
    public static Oop TanH(VirtualMachine vm, double receiver) => Answer(vm, Math.Tanh(receiver));

    [Primitive(Module, "primitiveArcTan2")]
    public static Oop ArcTan2(VirtualMachine vm, double receiver, double argument) =>
        Answer(vm, Math.Atan2(receiver, argument));

    [Primitive(Module, "primitiveFMod")]
    public static Oop FMod(VirtualMachine vm, double receiver, double argument) =>
        Answer(vm, receiver % argument);

    [Primitive(Module, "primitiveHypot")]
    public static Oop Hypot(VirtualMachine vm, double receiver, double argument) =>
        Answer(vm, double.Hypot(receiver, argument));

    [Primitive(Module, "primitiveRaisedToPower")]
    public static Oop RaisedToPower(VirtualMachine vm, double receiver, double argument) =>
        Answer(vm, Math.Pow(receiver, argument));

    [Primitive(Module, "primitiveFractionalPart")]
    public static Oop FractionalPart(VirtualMachine vm, double receiver) =>
        Answer(vm, FloatPrimitives.FractionOf(receiver));

    [Primitive(Module, "primitiveTimesTwoPower")]
    public static Oop TimesTwoPower(VirtualMachine vm, double receiver, long power) =>
        Answer(vm, FloatPrimitives.ScaledByTwoPower(receiver, power));

    private static Oop Answer(VirtualMachine vm, double result) => double.IsNaN(result) ? vm.Fail() : vm.Float(result);
}
