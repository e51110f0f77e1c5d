using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arithmetic;

/// <summary>
/// Arithmetic of Floats, boxed (38–59) and immediate (541–559): one method serves both, for a Float reads as a double
/// either way. An argument may be a SmallInteger (VMMaker <c>loadFloatOrIntFrom:</c>).
/// </summary>
internal static unsafe class FloatPrimitives
{
    private const double TwoTo63 = 9223372036854775808.0;

    // Beyond these every double is zero or infinite, and ldexp takes an int (VMMaker primitiveTimesTwoPower).
    private const long MostPower = 4096;

    [Primitive(40)]
    public static Oop AsFloat(VirtualMachine vm, long receiver) => vm.Float(receiver);

    [Primitive(41), Primitive(541, Era = PrimitiveEra.Spur)]
    public static Oop Add(VirtualMachine vm, double receiver, Oop argument) =>
        TryNumber(vm.Memory, argument, out double other) ? vm.Float(receiver + other) : BadArgument(vm);

    [Primitive(42), Primitive(542, Era = PrimitiveEra.Spur)]
    public static Oop Subtract(VirtualMachine vm, double receiver, Oop argument) =>
        TryNumber(vm.Memory, argument, out double other) ? vm.Float(receiver - other) : BadArgument(vm);

    [Primitive(43), Primitive(543, Era = PrimitiveEra.Spur)]
    public static Oop LessThan(VirtualMachine vm, double receiver, Oop argument) =>
        TryComparand(vm.Memory, receiver, argument, out double other)
            ? vm.Memory.Boolean(receiver < other)
            : BadArgument(vm);

    [Primitive(44), Primitive(544, Era = PrimitiveEra.Spur)]
    public static Oop GreaterThan(VirtualMachine vm, double receiver, Oop argument) =>
        TryComparand(vm.Memory, receiver, argument, out double other)
            ? vm.Memory.Boolean(receiver > other)
            : BadArgument(vm);

    [Primitive(45), Primitive(545, Era = PrimitiveEra.Spur)]
    public static Oop LessOrEqual(VirtualMachine vm, double receiver, Oop argument) =>
        TryComparand(vm.Memory, receiver, argument, out double other)
            ? vm.Memory.Boolean(receiver <= other)
            : BadArgument(vm);

    [Primitive(46), Primitive(546, Era = PrimitiveEra.Spur)]
    public static Oop GreaterOrEqual(VirtualMachine vm, double receiver, Oop argument) =>
        TryComparand(vm.Memory, receiver, argument, out double other)
            ? vm.Memory.Boolean(receiver >= other)
            : BadArgument(vm);

    [Primitive(47), Primitive(547, Era = PrimitiveEra.Spur)]
    public static Oop Equal(VirtualMachine vm, double receiver, Oop argument) =>
        TryComparand(vm.Memory, receiver, argument, out double other)
            ? vm.Memory.Boolean(receiver == other)
            : BadArgument(vm);

    [Primitive(48), Primitive(548, Era = PrimitiveEra.Spur)]
    public static Oop NotEqual(VirtualMachine vm, double receiver, Oop argument) =>
        TryComparand(vm.Memory, receiver, argument, out double other)
            ? vm.Memory.Boolean(receiver != other)
            : BadArgument(vm);

    [Primitive(49), Primitive(549, Era = PrimitiveEra.Spur)]
    public static Oop Multiply(VirtualMachine vm, double receiver, Oop argument) =>
        TryNumber(vm.Memory, argument, out double other) ? vm.Float(receiver * other) : BadArgument(vm);

    /// <summary>A zero divisor fails: the image signals ZeroDivide.</summary>
    [Primitive(50), Primitive(550, Era = PrimitiveEra.Spur)]
    public static Oop Divide(VirtualMachine vm, double receiver, Oop argument) =>
        TryNumber(vm.Memory, argument, out double other) && other != 0 ? vm.Float(receiver / other) : BadArgument(vm);

    /// <summary>The integral part, while it fits 64 bits; NaN and the infinities have none.</summary>
    [Primitive(51), Primitive(551, Era = PrimitiveEra.Spur)]
    public static Oop Truncated(VirtualMachine vm, double receiver) =>
        Math.Abs(receiver) < TwoTo63 ? vm.Integer((long)receiver) : vm.Fail();

    /// <summary>What C's <c>modf</c> leaves: the sign stays, and infinity has the fraction zero.</summary>
    [Primitive(52), Primitive(552, Era = PrimitiveEra.Spur)]
    public static Oop FractionPart(VirtualMachine vm, double receiver) => vm.Float(FractionOf(receiver));

    /// <summary>One less than C's <c>frexp</c> answers, which leaves 0 for zero, NaN and infinity.</summary>
    [Primitive(53), Primitive(553, Era = PrimitiveEra.Spur)]
    public static Oop Exponent(VirtualMachine vm, double receiver) =>
        Oop.FromInteger(receiver == 0 || !double.IsFinite(receiver) ? -1 : Math.ILogB(receiver));

    [Primitive(54), Primitive(554, Era = PrimitiveEra.Spur)]
    public static Oop TimesTwoPower(VirtualMachine vm, double receiver, long power) =>
        vm.Float(ScaledByTwoPower(receiver, power));

    /// <summary>Fails for negative numbers and NaN; the root of −0.0 is −0.0.</summary>
    [Primitive(55), Primitive(555, Era = PrimitiveEra.Spur)]
    public static Oop SquareRoot(VirtualMachine vm, double receiver) =>
        receiver >= 0 ? vm.Float(Math.Sqrt(receiver)) : vm.Fail();

    [Primitive(56), Primitive(556, Era = PrimitiveEra.Spur)]
    public static Oop Sine(VirtualMachine vm, double receiver) => vm.Float(Math.Sin(receiver));

    [Primitive(57), Primitive(557, Era = PrimitiveEra.Spur)]
    public static Oop ArcTangent(VirtualMachine vm, double receiver) => vm.Float(Math.Atan(receiver));

    [Primitive(58), Primitive(558, Era = PrimitiveEra.Spur)]
    public static Oop Logarithm(VirtualMachine vm, double receiver) => vm.Float(Math.Log(receiver));

    [Primitive(59), Primitive(559, Era = PrimitiveEra.Spur)]
    public static Oop Exponential(VirtualMachine vm, double receiver) => vm.Float(Math.Exp(receiver));

    /// <summary>One half of a Float's bits; index 1 is the most significant, on every platform.</summary>
    [Primitive(38)]
    public static Oop At(VirtualMachine vm, double receiver, Oop index)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(receiver);
        return !TryHalf(index, out int half) ? BadIndex(vm, index)
            : vm.Made(vm.Memory.UnsignedInteger((uint)(bits >> (32 * half))));
    }

    [Primitive(39)]
    public static Oop AtPut(VirtualMachine vm, Oop receiver, Oop index, Oop value)
    {
        if (!vm.Memory.TryUnsigned32(value, out uint bits))
        {
            return BadArgument(vm);
        }
        if (receiver.IsImmediate || !vm.Memory.TryFloat(receiver, out _))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        if (!TryHalf(index, out int half))
        {
            return BadIndex(vm, index);
        }
        ((uint*)ObjectMemory.Slots(receiver))[half] = bits;
        return value;
    }

    /// <summary>A Float or SmallInteger as a double; SmallIntegers of more than 53 bits are rounded.</summary>
    public static bool TryNumber(ObjectMemory memory, Oop oop, out double value)
    {
        if (oop.IsInteger)
        {
            value = oop.Integer;
            return true;
        }
        return memory.TryFloat(oop, out value);
    }

    /// <summary>The fraction part, with the sign of <paramref name="value"/>.</summary>
    public static double FractionOf(double value) =>
        double.IsInfinity(value) ? Math.CopySign(0, value) : Math.CopySign(value - Math.Truncate(value), value);

    /// <summary><paramref name="value"/> · 2^<paramref name="power"/>, rounded once where it becomes denormal.</summary>
    public static double ScaledByTwoPower(double value, long power) =>
        Math.ScaleB(value, (int)Math.Clamp(power, -MostPower, MostPower));

    /// <summary>
    /// A double that compares with <paramref name="receiver"/> as <paramref name="oop"/> itself does. Rounding an
    /// integer keeps its order with a double unless it makes the two equal; then the integers decide.
    /// </summary>
    private static bool TryComparand(ObjectMemory memory, double receiver, Oop oop, out double value)
    {
        if (!TryNumber(memory, oop, out value))
        {
            return false;
        }
        if (receiver == value && oop.IsInteger && (long)receiver != oop.Integer)
        {
            value = (long)receiver < oop.Integer ? double.PositiveInfinity : double.NegativeInfinity;
        }
        return true;
    }

    /// <summary>Which 32-bit half of a Float in memory an index names: 1 is the upper one.</summary>
    private static bool TryHalf(Oop index, out int half)
    {
        half = 2 - (int)index.Integer;
        return index == Oop.FromInteger(1) || index == Oop.FromInteger(2);
    }

    private static Oop BadArgument(VirtualMachine vm) => vm.Fail(PrimitiveError.BadArgument);

    private static Oop BadIndex(VirtualMachine vm, Oop index) =>
        vm.Fail(index.IsInteger ? PrimitiveError.BadIndex : PrimitiveError.BadArgument);
}
