using System.Numerics;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arithmetic;

/// <summary>
/// What FloatArray and Float64Array can do, over elements of one type. Binary operations store into the receiver and
/// answer it (VMMaker <c>FloatArrayPlugin</c>, <c>Float64ArrayPlugin</c>).
/// </summary>
/// <typeparam name="T"><c>float</c> for an object of 32-bit words, <c>double</c> for one of 64-bit words.</typeparam>
internal static unsafe class FloatVectors<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const uint HashMask = 0x1FFF_FFFF;

    public static Oop At(VirtualMachine vm, Oop receiver, long index) =>
        !TryElements(receiver, out Span<T> elements) ? vm.Fail(PrimitiveError.BadReceiver)
        : index < 1 || index > elements.Length ? vm.Fail(PrimitiveError.BadIndex)
        : vm.Float(double.CreateTruncating(elements[(int)index - 1]));

    /// <summary>The value may be an integer.</summary>
    public static Oop AtPut(VirtualMachine vm, Oop receiver, long index, Oop value)
    {
        if (!FloatPrimitives.TryNumber(vm.Memory, value, out double number))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!TryTarget(vm, receiver, out Span<T> elements))
        {
            return Oop.None;
        }
        if (index < 1 || index > elements.Length)
        {
            return vm.Fail(PrimitiveError.BadIndex);
        }
        elements[(int)index - 1] = T.CreateTruncating(number);
        return value;
    }

    public static Oop Add(VirtualMachine vm, Oop receiver, Oop argument) =>
        Combine(vm, receiver, argument, (x, y) => x + y);

    public static Oop Subtract(VirtualMachine vm, Oop receiver, Oop argument) =>
        Combine(vm, receiver, argument, (x, y) => x - y);

    public static Oop Multiply(VirtualMachine vm, Oop receiver, Oop argument) =>
        Combine(vm, receiver, argument, (x, y) => x * y);

    /// <summary>Fails when an element of the argument is zero, before anything is divided.</summary>
    public static Oop Divide(VirtualMachine vm, Oop receiver, Oop argument) =>
        TryElements(argument, out Span<T> divisors) && divisors.Contains(T.Zero)
            ? vm.Fail(PrimitiveError.BadArgument)
            : Combine(vm, receiver, argument, (x, y) => x / y);

    public static Oop AddScalar(VirtualMachine vm, Oop receiver, double value) =>
        Apply(vm, receiver, x => x + value);

    public static Oop SubtractScalar(VirtualMachine vm, Oop receiver, double value) =>
        Apply(vm, receiver, x => x - value);

    public static Oop MultiplyScalar(VirtualMachine vm, Oop receiver, double value) =>
        Apply(vm, receiver, x => x * value);

    public static Oop DivideScalar(VirtualMachine vm, Oop receiver, double value) =>
        Apply(vm, receiver, x => x / value);

    public static Oop DotProduct(VirtualMachine vm, Oop receiver, Oop argument)
    {
        if (!TryElements(receiver, out Span<T> left) || !TryElements(argument, out Span<T> right)
            || left.Length != right.Length)
        {
            return vm.Fail();
        }
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += double.CreateTruncating(left[i]) * double.CreateTruncating(right[i]);
        }
        return vm.Float(sum);
    }

    /// <summary>Arrays of another size are not equal, nor is NaN equal to itself.</summary>
    public static Oop Equal(VirtualMachine vm, Oop receiver, Oop argument)
    {
        if (!TryElements(receiver, out Span<T> left) || !TryElements(argument, out Span<T> right))
        {
            return vm.Fail();
        }
        bool isEqual = left.Length == right.Length;
        for (int i = 0; isEqual && i < left.Length; i++)
        {
            isEqual = left[i] == right[i];
        }
        return vm.Memory.Boolean(isEqual);
    }

    /// <summary>The sum of the elements' 32-bit words, cut to 29 bits.</summary>
    public static Oop Hash(VirtualMachine vm, Oop receiver)
    {
        if (!TryElements(receiver, out Span<T> elements))
        {
            return vm.Fail();
        }
        uint sum = 0;
        foreach (uint word in System.Runtime.InteropServices.MemoryMarshal.Cast<T, uint>(elements))
        {
            sum += word;
        }
        return Oop.FromInteger(sum & HashMask);
    }

    /// <summary>The length as a vector; fails for the null vector and where an element is NaN.</summary>
    public static Oop Length(VirtualMachine vm, Oop receiver) =>
        TryElements(receiver, out Span<T> elements) && SumOfSquares(elements) is > 0 and double sum
            ? vm.Float(Math.Sqrt(sum))
            : vm.Fail(PrimitiveError.BadReceiver);

    /// <summary>Gives the receiver the length 1; fails as <see cref="Length"/> does.</summary>
    public static Oop Normalize(VirtualMachine vm, Oop receiver)
    {
        if (!TryElements(receiver, out Span<T> elements) || SumOfSquares(elements) is not (> 0 and double sum))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        return DivideScalar(vm, receiver, Math.Sqrt(sum));
    }

    public static Oop Sum(VirtualMachine vm, Oop receiver)
    {
        if (!TryElements(receiver, out Span<T> elements))
        {
            return vm.Fail();
        }
        double sum = 0;
        foreach (T element in elements)
        {
            sum += double.CreateTruncating(element);
        }
        return vm.Float(sum);
    }

    /// <summary>Copies an array of the other type, of the same size.</summary>
    public static Oop From<TOther>(VirtualMachine vm, Oop receiver, Oop argument)
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        if (!FloatVectors<TOther>.TryElements(argument, out Span<TOther> source))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (!TryTarget(vm, receiver, out Span<T> target))
        {
            return Oop.None;
        }
        if (source.Length != target.Length)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = T.CreateTruncating(source[i]);
        }
        return receiver;
    }

    /// <summary>The elements of an object of the right word size; its class does not matter.</summary>
    public static bool TryElements(Oop oop, out Span<T> elements)
    {
        bool fits = oop.IsPointer && (sizeof(T) == 4
            ? ObjectMemory.FormatOf(oop).IsWords32()
            : ObjectMemory.FormatOf(oop).IsWords64());
        elements = fits
            ? new Span<T>(ObjectMemory.Slots(oop), (int)(ObjectMemory.ByteLength(oop) / sizeof(T)))
            : [];
        return fits;
    }

    /// <summary>The elements of an array to store into; when it answers false, the primitive has failed.</summary>
    private static bool TryTarget(VirtualMachine vm, Oop oop, out Span<T> elements)
    {
        if (!TryElements(oop, out elements))
        {
            _ = vm.Fail(PrimitiveError.BadReceiver);
            return false;
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(oop)))
        {
            _ = vm.Fail(PrimitiveError.NoModification);
            return false;
        }
        return true;
    }

    // The reference computes in double and rounds to the element type. For these four operations that is what the
    // element type itself answers: 53 bits are more than twice 24.
    private static Oop Combine(VirtualMachine vm, Oop receiver, Oop argument, Func<T, T, T> operation)
    {
        if (!TryTarget(vm, receiver, out Span<T> left))
        {
            return Oop.None;
        }
        if (!TryElements(argument, out Span<T> right) || left.Length != right.Length)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        for (int i = 0; i < left.Length; i++)
        {
            left[i] = operation(left[i], right[i]);
        }
        return receiver;
    }

    private static Oop Apply(VirtualMachine vm, Oop receiver, Func<double, double> operation)
    {
        if (!TryTarget(vm, receiver, out Span<T> elements))
        {
            return Oop.None;
        }
        foreach (ref T element in elements)
        {
            element = T.CreateTruncating(operation(double.CreateTruncating(element)));
        }
        return receiver;
    }

    private static double SumOfSquares(ReadOnlySpan<T> elements)
    {
        double sum = 0;
        foreach (T element in elements)
        {
            double value = double.CreateTruncating(element);
            sum += value * value;
        }
        return sum;
    }
}
