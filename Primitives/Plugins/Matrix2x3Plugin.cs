using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Geometry;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The Matrix2x3Plugin: affine maps of points and rectangles, whose results are rounded to SmallIntegers. Old images
/// call them without a module.
/// </summary>
internal static class Matrix2x3Plugin
{
    private const string Module = "Matrix2x3Plugin";

    private delegate bool PointMap(double x, double y, out (double X, double Y) mapped);

    [Primitive(Module, "primitiveIsIdentity")]
    [Primitive("", "m23PrimitiveIsIdentity")]
    public static Oop IsIdentity(VirtualMachine vm, Oop receiver) =>
        Matrix2x3.TryLoad(receiver, out Matrix2x3 matrix) ? vm.Memory.Boolean(matrix.IsIdentity) : vm.Fail(PrimitiveError.BadReceiver);

    [Primitive(Module, "primitiveIsPureTranslation")]
    [Primitive("", "m23PrimitiveIsPureTranslation")]
    public static Oop IsPureTranslation(VirtualMachine vm, Oop receiver) =>
        Matrix2x3.TryLoad(receiver, out Matrix2x3 matrix) ? vm.Memory.Boolean(matrix.IsPureTranslation) : vm.Fail(PrimitiveError.BadReceiver);

    /// <summary>Stores the map that does the argument first, then the receiver; answers where it is stored.</summary>
    [Primitive(Module, "primitiveComposeMatrix")]
    [Primitive("", "m23PrimitiveComposeMatrix")]
    public static Oop ComposeMatrix(VirtualMachine vm, Oop receiver, Oop argument, Oop result)
    {
        if (!Matrix2x3.TryLoad(receiver, out Matrix2x3 outer))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (!Matrix2x3.TryLoad(argument, out Matrix2x3 inner) || !Matrix2x3.TryLoad(result, out _))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(result)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        outer.After(inner).Store(result);
        return result;
    }

    [Primitive(Module, "primitiveTransformPoint")]
    [Primitive("", "m23PrimitiveTransformPoint")]
    public static Oop TransformPoint(VirtualMachine vm, Oop receiver, Oop point) =>
        Matrix2x3.TryLoad(receiver, out Matrix2x3 matrix) ? MapPoint(vm, point, Forward(matrix)) : vm.Fail(PrimitiveError.BadReceiver);

    [Primitive(Module, "primitiveInvertPoint")]
    [Primitive("", "m23PrimitiveInvertPoint")]
    public static Oop InvertPoint(VirtualMachine vm, Oop receiver, Oop point) =>
        Matrix2x3.TryLoad(receiver, out Matrix2x3 matrix) ? MapPoint(vm, point, matrix.TryInvert) : vm.Fail(PrimitiveError.BadReceiver);

    /// <summary>Stores the bounds of a mapped rectangle into another, and answers that.</summary>
    [Primitive(Module, "primitiveTransformRectInto")]
    [Primitive("", "m23PrimitiveTransformRectInto")]
    public static Oop TransformRectInto(VirtualMachine vm, Oop receiver, Oop source, Oop destination) =>
        Matrix2x3.TryLoad(receiver, out Matrix2x3 matrix)
            ? MapRectangle(vm, source, destination, Forward(matrix))
            : vm.Fail(PrimitiveError.BadReceiver);

    [Primitive(Module, "primitiveInvertRectInto")]
    [Primitive("", "m23PrimitiveInvertRectInto")]
    public static Oop InvertRectInto(VirtualMachine vm, Oop receiver, Oop source, Oop destination) =>
        Matrix2x3.TryLoad(receiver, out Matrix2x3 matrix)
            ? MapRectangle(vm, source, destination, matrix.TryInvert)
            : vm.Fail(PrimitiveError.BadReceiver);

    private static PointMap Forward(Matrix2x3 matrix) => (double x, double y, out (double X, double Y) mapped) =>
    {
        mapped = matrix.Transform(x, y);
        return true;
    };

    private static Oop MapPoint(VirtualMachine vm, Oop point, PointMap map) =>
        TryPoint(vm.Memory, point, out double x, out double y) && map(x, y, out (double X, double Y) mapped)
            && TryRounded(vm.Memory, mapped.X, out Oop mappedX) && TryRounded(vm.Memory, mapped.Y, out Oop mappedY)
            ? vm.OrNoMemory(vm.Memory.NewPoint(mappedX, mappedY))
            : vm.Fail(PrimitiveError.BadArgument);

    private static Oop MapRectangle(VirtualMachine vm, Oop source, Oop destination, PointMap map)
    {
        ObjectMemory memory = vm.Memory;
        if (memory.ClassOf(source) != memory.ClassOf(destination) || !source.IsPointer || !destination.IsPointer
            || !ObjectMemory.FormatOf(source).IsPointers() || ObjectMemory.SlotCount(source) != 2 || ObjectMemory.SlotCount(destination) != 2
            || !TryPoint(memory, memory.Fetch(0, source), out double left, out double top)
            || !TryPoint(memory, memory.Fetch(1, source), out double right, out double bottom)
            || !map(left, top, out (double X, double Y) a) || !map(right, bottom, out (double X, double Y) b)
            || !map(right, top, out (double X, double Y) c) || !map(left, bottom, out (double X, double Y) d)
            || !TryRounded(memory, Math.Min(Math.Min(a.X, b.X), Math.Min(c.X, d.X)), out Oop newLeft)
            || !TryRounded(memory, Math.Min(Math.Min(a.Y, b.Y), Math.Min(c.Y, d.Y)), out Oop newTop)
            || !TryRounded(memory, Math.Max(Math.Max(a.X, b.X), Math.Max(c.X, d.X)), out Oop newRight)
            || !TryRounded(memory, Math.Max(Math.Max(a.Y, b.Y), Math.Max(c.Y, d.Y)), out Oop newBottom))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(destination)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Oop origin = memory.NewPoint(newLeft, newTop);
        Oop corner = memory.NewPoint(newRight, newBottom);
        if (origin.IsNone || corner.IsNone)
        {
            return vm.Fail(PrimitiveError.NoMemory);
        }
        memory.Store(0, destination, origin);
        memory.Store(1, destination, corner);
        return destination;
    }

    private static bool TryPoint(ObjectMemory memory, Oop point, out double x, out double y)
    {
        (x, y) = (0, 0);
        return memory.IsInstanceOf(point, memory.Known.Point) && TryNumber(memory, memory.Fetch(Layouts.Point.X, point), out x)
            && TryNumber(memory, memory.Fetch(Layouts.Point.Y, point), out y);
    }

    private static bool TryNumber(ObjectMemory memory, Oop oop, out double value)
    {
        value = oop.Integer;
        return oop.IsInteger || memory.TryFloat(oop, out value);
    }

    // VMMaker roundAndStoreResultPoint: adds a half, then drops the fraction, also where it is negative.
    private static bool TryRounded(ObjectMemory memory, double value, out Oop rounded)
    {
        bool fits = value + 0.5 >= memory.Dialect.MinInteger && value + 0.5 <= memory.Dialect.MaxInteger;
        rounded = fits ? Oop.FromInteger((long)(value + 0.5)) : Oop.None;
        return fits && memory.IsSmallInteger((long)(value + 0.5));
    }
}
