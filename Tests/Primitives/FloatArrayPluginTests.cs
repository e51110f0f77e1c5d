using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

/// <summary>Both float array plugins: the flag says which.</summary>
public unsafe class FloatArrayPluginTests
{
    private static readonly double[] Left = [1.5, -2.25, 0.1, 1e10, -0.0];
    private static readonly double[] Right = [0.3, 4, -7.7, 1e-3, 2];

    [Test]
    public void Elements_are_combined_into_the_receiver([Values] bool isDouble)
    {
        Check("Add", (x, y) => x + y);
        Check("Sub", (x, y) => x - y);
        Check("Mul", (x, y) => x * y);
        Check("Div", (x, y) => x / y);

        void Check(string name, Func<double, double, double> operation)
        {
            using PrimitiveTester tester = new();
            Oop left = Make(tester, isDouble, Left);
            Oop right = Make(tester, isDouble, Right);
            double[] expected = [.. Read(isDouble, left).Zip(Read(isDouble, right), operation).Select(v => Rounded(isDouble, v))];
            Assert.That(
                tester.Call(Module(isDouble), $"primitive{name}{(isDouble ? "Float64Array" : "FloatArray")}", left, right),
                Is.EqualTo(left));
            Assert.That(Read(isDouble, left), Is.EqualTo(expected));
            Assert.That(Read(isDouble, right), Is.EqualTo(Right.Select(v => Rounded(isDouble, v))));
        }
    }

    [Test]
    public void Scalars_are_combined_into_the_receiver([Values] bool isDouble)
    {
        const double scalar = 3.7;
        Check("Add", x => x + scalar);
        Check("Sub", x => x - scalar);
        Check("Mul", x => x * scalar);
        // FloatArrayPlugin multiplies by the inverse, Float64ArrayPlugin divides.
        Check("Div", x => isDouble ? x / scalar : x * (1 / scalar));

        void Check(string name, Func<double, double> operation)
        {
            using PrimitiveTester tester = new();
            Oop array = Make(tester, isDouble, Left);
            double[] expected = [.. Read(isDouble, array).Select(operation).Select(v => Rounded(isDouble, v))];
            Assert.That(tester.Call(Module(isDouble), $"primitive{name}Scalar", array, tester.Float(scalar)), Is.EqualTo(array));
            Assert.That(Read(isDouble, array), Is.EqualTo(expected));
            Assert.That(
                tester.Fails(Module(isDouble), $"primitive{name}Scalar", array, Int(1)),
                Is.EqualTo(PrimitiveError.BadArgument));
        }
    }

    [Test]
    public void A_zero_divisor_fails_and_changes_nothing([Values] bool isDouble, [Values(0.0, -0.0)] double zero)
    {
        using PrimitiveTester tester = new();
        Oop left = Make(tester, isDouble, 1, 2);
        string name = isDouble ? "primitiveDivFloat64Array" : "primitiveDivFloatArray";
        Assert.That(
            tester.Fails(Module(isDouble), name, left, Make(tester, isDouble, 3, zero)),
            Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Read(isDouble, left), Is.EqualTo(new[] { 1.0, 2.0 }));
    }

    [Test]
    public void Sizes_must_agree([Values] bool isDouble)
    {
        using PrimitiveTester tester = new();
        Oop left = Make(tester, isDouble, 1, 2);
        Oop right = Make(tester, isDouble, 1);
        string type = isDouble ? "Float64Array" : "FloatArray";
        foreach (string name in new[] { $"Add{type}", $"Sub{type}", $"Mul{type}", $"Div{type}", "DotProduct" })
        {
            _ = tester.Fails(Module(isDouble), $"primitive{name}", left, right);
            _ = tester.Fails(Module(isDouble), $"primitive{name}", left, tester.Text("12345678"));
            _ = tester.Fails(Module(isDouble), $"primitive{name}", Int(1), right);
        }
        Assert.That(tester.Call(Module(isDouble), "primitiveEqual", left, right), Is.EqualTo(tester.Memory.False));
    }

    [Test]
    public void Elements_are_read_and_stored_within_bounds([Values] bool isDouble)
    {
        using PrimitiveTester tester = new();
        string module = Module(isDouble);
        Oop array = Make(tester, isDouble, 1.5, 2.5, 3.5);
        Assert.That(tester.FloatOf(tester.Call(module, "primitiveAt", array, Int(3))), Is.EqualTo(3.5));
        Assert.That(tester.Call(module, "primitiveAtPut", array, Int(1), Int(7)), Is.EqualTo(Int(7)));
        _ = tester.Call(module, "primitiveAtPut", array, Int(2), tester.Float(0.1));
        Assert.That(Read(isDouble, array), Is.EqualTo(new[] { 7.0, Rounded(isDouble, 0.1), 3.5 }));
        foreach (long index in new[] { 0, 4, -1, 1L << 40 })
        {
            Assert.That(tester.Fails(module, "primitiveAt", array, Int(index)), Is.EqualTo(PrimitiveError.BadIndex));
            Assert.That(tester.Fails(module, "primitiveAtPut", array, Int(index), Int(1)), Is.EqualTo(PrimitiveError.BadIndex));
        }
        Assert.That(
            tester.Fails(module, "primitiveAtPut", array, Int(1), tester.Memory.Nil),
            Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(
            tester.Fails(module, "primitiveAt", Make(tester, !isDouble, 1, 2), Int(1)),
            Is.EqualTo(PrimitiveError.BadReceiver));
    }

    [Test]
    public void Sums_and_lengths_are_doubles([Values] bool isDouble)
    {
        using PrimitiveTester tester = new();
        string module = Module(isDouble);
        Oop array = Make(tester, isDouble, 3, -4);
        Assert.That(tester.FloatOf(tester.Call(module, "primitiveSum", array)), Is.EqualTo(-1));
        Assert.That(tester.FloatOf(tester.Call(module, "primitiveLength", array)), Is.EqualTo(5));
        Assert.That(
            tester.FloatOf(tester.Call(module, "primitiveDotProduct", array, Make(tester, isDouble, 2, 0.5))),
            Is.EqualTo(4));
        Assert.That(tester.Call(module, "primitiveNormalize", array), Is.EqualTo(array));
        Assert.That(Read(isDouble, array), Is.EqualTo(new[] { Rounded(isDouble, 0.6), Rounded(isDouble, -0.8) }));
        foreach (Oop wrong in new[] { Make(tester, isDouble, 0, 0), Make(tester, isDouble, double.NaN), Make(tester, isDouble), Int(1) })
        {
            Assert.That(tester.Fails(module, "primitiveLength", wrong), Is.EqualTo(PrimitiveError.BadReceiver));
            Assert.That(tester.Fails(module, "primitiveNormalize", wrong), Is.EqualTo(PrimitiveError.BadReceiver));
        }
    }

    [Test]
    public void Equality_and_hash([Values] bool isDouble)
    {
        using PrimitiveTester tester = new();
        string module = Module(isDouble);
        Oop array = Make(tester, isDouble, 1, -0.0);
        Assert.That(tester.Call(module, "primitiveEqual", array, Make(tester, isDouble, 1, 0)), Is.EqualTo(tester.Memory.True));
        Assert.That(tester.Call(module, "primitiveEqual", array, Make(tester, isDouble, 1, 2)), Is.EqualTo(tester.Memory.False));
        Oop nan = Make(tester, isDouble, double.NaN);
        Assert.That(tester.Call(module, "primitiveEqual", nan, nan), Is.EqualTo(tester.Memory.False));
        // 1.0 is 3F800000 or 3FF00000 00000000, -0.0 is 80000000 or 80000000 00000000.
        Assert.That(tester.Call(module, "primitiveHashArray", array), Is.EqualTo(Int(isDouble ? 0x1FF00000 : 0x1F800000)));
    }

    [Test]
    public void Arrays_are_converted_from_the_other_type([Values] bool isDouble)
    {
        using PrimitiveTester tester = new();
        string name = isDouble ? "primitiveFromFloatArray" : "primitiveFromFloat64Array";
        Oop target = Make(tester, isDouble, 0, 0);
        Assert.That(tester.Call(Module(isDouble), name, target, Make(tester, !isDouble, 0.1, -1e300)), Is.EqualTo(target));
        Assert.That(Read(isDouble, target), Is.EqualTo(new[] { (double)0.1f, double.NegativeInfinity }));
        _ = tester.Fails(Module(isDouble), name, target, Make(tester, !isDouble, 1));
        _ = tester.Fails(Module(isDouble), name, target, target);
    }

    [Test]
    public void Read_only_arrays_are_not_stored_into([Values] bool isDouble)
    {
        using PrimitiveTester tester = new();
        string module = Module(isDouble);
        Oop array = Make(tester, isDouble, 1, 2);
        ref ulong header = ref ObjectMemory.Header(array);
        header = ObjectHeader.WithReadOnly(header, true);
        Assert.That(tester.Fails(module, "primitiveAtPut", array, Int(1), Int(1)), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(
            tester.Fails(module, "primitiveAddScalar", array, tester.Float(1)),
            Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(tester.Fails(module, "primitiveNormalize", array), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(tester.Fails(239, array, Int(1), tester.Float(1)), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(Read(isDouble, array), Is.EqualTo(new[] { 1.0, 2.0 }));
    }

    [Test]
    public void Numbered_primitives_take_either_type([Values] bool isDouble)
    {
        using PrimitiveTester tester = new();
        Oop array = Make(tester, isDouble, 1.5, 2.5, 3.5);
        Assert.That(tester.FloatOf(tester.Call(238, array, Int(2))), Is.EqualTo(2.5));
        Oop value = tester.Float(0.1);
        Assert.That(tester.Call(239, array, Int(3), value), Is.EqualTo(value));
        Assert.That(Read(isDouble, array)[2], Is.EqualTo(Rounded(isDouble, 0.1)));
        Assert.That(tester.Fails(238, array, Int(4)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(tester.Fails(238, array, tester.Float(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(239, array, Int(1), Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(tester.Fails(238, tester.Text("12345678"), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    }

    private static string Module(bool isDouble) => isDouble ? "Float64ArrayPlugin" : "FloatArrayPlugin";

    private static double Rounded(bool isDouble, double value) => isDouble ? value : (float)value;

    private static Oop Make(PrimitiveTester tester, bool isDouble, params double[] values)
    {
        Oop array = tester.Memory.Instantiate(tester.Image.Class(isDouble ? "DoubleWordArray" : "WordArray"), values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (isDouble)
            {
                ((double*)ObjectMemory.Slots(array))[i] = values[i];
            }
            else
            {
                ((float*)ObjectMemory.Slots(array))[i] = (float)values[i];
            }
        }
        return array;
    }

    private static double[] Read(bool isDouble, Oop array)
    {
        double[] values = new double[ObjectMemory.ByteLength(array) / (isDouble ? 8 : 4)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = isDouble ? ((double*)ObjectMemory.Slots(array))[i] : ((float*)ObjectMemory.Slots(array))[i];
        }
        return values;
    }
}
