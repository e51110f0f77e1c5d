using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Balloon;

namespace JitTalk.Primitives.Plugins;

// Adding edges and fills. A fill is a colour, premultiplied with its alpha, the number of a fill that was added, or 0.
// Where there is no room, or what is there must be drawn first, nothing is added, and the failure reason says so.
internal static unsafe partial class B2DPlugin
{
    private delegate void EngineChange(ref BalloonEngine engine);

    private delegate int FillMaker(ref BalloonEngine engine);

    /// <summary>An edge, with what is left and right of it.</summary>
    [Primitive(Module, "primitiveAddLine")]
    public static Oop AddLine(VirtualMachine vm, Oop receiver, Oop start, Oop end, Oop leftFill, Oop rightFill) =>
        AddEdge(vm, receiver, start, end, end, leftFill, rightFill, isLine: true);

    [Primitive(Module, "primitiveAddBezier")]
    public static Oop AddBezier(VirtualMachine vm, Oop receiver, Oop start, Oop end, Oop via, Oop leftFill, Oop rightFill) =>
        AddEdge(vm, receiver, start, end, via, leftFill, rightFill, isLine: false);

    [Primitive(Module, "primitiveAddRect")]
    public static Oop AddRect(VirtualMachine vm, Oop receiver, Oop start, Oop end, Oop fill, long borderWidth, Oop borderFill) =>
        AddBounded(vm, receiver, start, end, fill, borderWidth, borderFill, isOval: false);

    [Primitive(Module, "primitiveAddOval")]
    public static Oop AddOval(VirtualMachine vm, Oop receiver, Oop start, Oop end, Oop fill, long borderWidth, Oop borderFill) =>
        AddBounded(vm, receiver, start, end, fill, borderWidth, borderFill, isOval: true);

    /// <summary>So many points, each joined to the next.</summary>
    [Primitive(Module, "primitiveAddPolygon")]
    public static Oop AddPolygon(VirtualMachine vm, Oop receiver, Oop points, long count, Oop fill, long lineWidth, Oop lineFill) =>
        AddOutline(vm, receiver, points, count, 1, fill, lineWidth, lineFill);

    /// <summary>So many béziers of three points each.</summary>
    [Primitive(Module, "primitiveAddBezierShape")]
    public static Oop AddBezierShape(VirtualMachine vm, Oop receiver, Oop points, long count, Oop fill, long lineWidth, Oop lineFill) =>
        AddOutline(vm, receiver, points, count, 3, fill, lineWidth, lineFill);

    /// <summary>
    /// So many béziers of three points each, whose fills and widths are run-coded; fills are numbers in a list, from 1.
    /// </summary>
    [Primitive(Module, "primitiveAddCompressedShape")]
    public static Oop AddCompressedShape(
        VirtualMachine vm, Oop receiver, Oop points, long count, Oop leftFills, Oop rightFills, Oop lineWidths, Oop lineFills, Oop fillList)
    {
        return Adding(vm, receiver, (ref BalloonEngine engine) =>
        {
            if (count is < 0 or > int.MaxValue / 6 || !BalloonArguments.TryPoints(vm.Memory, points, 3 * count, out BalloonPoint[] all)
                || vm.Memory.IsInstanceOf(points, vm.Memory.Known.Array) || !TryWork(fillList, out Span<int> fills)
                || !BalloonArguments.TryRuns(leftFills, (int)count, fills.Length, out int[] left)
                || !BalloonArguments.TryRuns(rightFills, (int)count, fills.Length, out int[] right)
                || !BalloonArguments.TryRuns(lineFills, (int)count, fills.Length, out int[] line)
                || !BalloonArguments.TryRuns(lineWidths, (int)count, ushort.MaxValue, out int[] width) || !AreOkay(ref engine, fills))
            {
                return Fail(vm, BalloonFailure.EntityCheckFailed);
            }
            return Shaped(vm, receiver, ref engine, BalloonEngine.SpaceForCurves(count), (ref BalloonEngine engine) =>
            {
                _ = TryWork(fillList, out Span<int> colors);
                for (int i = 0; i < left.Length && !engine.IsStopped; i++)
                {
                    uint border = line[i] == 0 ? 0 : (uint)colors[line[i] - 1];
                    BalloonStyle style = new(
                        left[i] == 0 ? 0 : engine.TransformedColor((uint)colors[left[i] - 1]),
                        right[i] == 0 ? 0 : engine.TransformedColor((uint)colors[right[i] - 1]),
                        engine.BorderWidth(width[i], border), border);
                    engine.AddSegment(all[3 * i], all[(3 * i) + 1], all[(3 * i) + 2], style);
                }
            });
        });
    }

    /// <summary>A ramp of colours from an origin along a direction, or around the origin. Answers its number.</summary>
    [Primitive(Module, "primitiveAddGradientFill")]
    public static Oop AddGradientFill(VirtualMachine vm, Oop receiver, Oop ramp, Oop origin, Oop direction, Oop normal, Oop isRadial)
    {
        if (!vm.Memory.TryBoolean(isRadial, out bool radial))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return AddFill(vm, receiver, (ref BalloonEngine engine) =>
            !BalloonArguments.TryBitmap(vm.Memory, ramp, out Span<uint> colors) || colors.IsEmpty
                || !BalloonArguments.TryOrientation(vm.Memory, origin, direction, normal, out BalloonOrientation orientation)
                ? -1
                : engine.AddGradient(colors, orientation, radial));
    }

    /// <summary>One of the engine's Forms, by its index from 1, with a colour for each value of its pixels up to 8 bits.</summary>
    [Primitive(Module, "primitiveAddBitmapFill")]
    public static Oop AddBitmapFill(
        VirtualMachine vm, Oop receiver, Oop form, Oop colormap, Oop isTiled, Oop origin, Oop direction, Oop normal, long index)
    {
        if (!vm.Memory.TryBoolean(isTiled, out bool tiled) || index is < 1 or > int.MaxValue)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return AddFill(vm, receiver, (ref BalloonEngine engine) =>
        {
            Span<uint> colors = default;
            return !BalloonArguments.TryForm(vm.Memory, form, (int)index - 1, out BalloonForm bitmap)
                || !(colormap == vm.Memory.Nil || BalloonArguments.TryBitmap(vm.Memory, colormap, out colors))
                || !(colors.IsEmpty || (bitmap.Depth <= 16 && colors.Length == 1 << bitmap.Depth))
                || !BalloonArguments.TryOrientation(vm.Memory, origin, direction, normal, out BalloonOrientation orientation)
                ? -1
                : engine.AddBitmap(bitmap, colors, orientation, tiled);
        });
    }

    /// <summary>An edge that the image steps, from a point in samples on.</summary>
    [Primitive(Module, "primitiveRegisterExternalEdge")]
    public static Oop RegisterExternalEdge(VirtualMachine vm, Oop receiver, long index, long x, long y, Oop z, Oop leftFill, Oop rightFill)
    {
        return Adding(vm, receiver, (ref BalloonEngine engine) =>
        {
            if (!IsNear(x) || !IsNear(y) || !z.IsInteger || z.Integer is < int.MinValue / 2 or > int.MaxValue / 2
                || index is < int.MinValue or > int.MaxValue || !TryFills(vm, leftFill, rightFill, out uint left, out uint right))
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
            if (!engine.IsFillOkay(left) || !engine.IsFillOkay(right))
            {
                return Fail(vm, BalloonFailure.WrongFill);
            }
            engine.AddExternalEdge((int)index, new BalloonPoint((int)x, (int)y), (int)z.Integer, left, right);
            return receiver;
        });
    }

    /// <summary>A fill that the image draws. Answers its number.</summary>
    [Primitive(Module, "primitiveRegisterExternalFill")]
    public static Oop RegisterExternalFill(VirtualMachine vm, Oop receiver, long index) =>
        AddFill(vm, receiver, (ref BalloonEngine engine) => index is < int.MinValue or > int.MaxValue ? -1 : engine.AddExternalFill((int)index));

    private static Oop AddEdge(
        VirtualMachine vm, Oop receiver, Oop start, Oop end, Oop via, Oop leftFill, Oop rightFill, bool isLine)
    {
        return Adding(vm, receiver, (ref BalloonEngine engine) =>
        {
            if (!TryFills(vm, leftFill, rightFill, out uint left, out uint right))
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
            if (!engine.IsFillOkay(left) || !engine.IsFillOkay(right))
            {
                return Fail(vm, BalloonFailure.WrongFill);
            }
            if (!BalloonArguments.TryOrientation(vm.Memory, start, via, end, out BalloonOrientation points))
            {
                return Fail(vm, BalloonFailure.BadPoint);
            }
            BalloonStyle style = new(engine.TransformedColor(left), engine.TransformedColor(right));
            if (isLine)
            {
                engine.AddLine(points.Origin, points.Normal, style);
            }
            else
            {
                engine.AddCurve(points.Origin, points.Direction, points.Normal, style);
            }
            return receiver;
        });
    }

    private static Oop AddBounded(
        VirtualMachine vm, Oop receiver, Oop start, Oop end, Oop fill, long borderWidth, Oop borderFill, bool isOval)
    {
        return Adding(vm, receiver, (ref BalloonEngine engine) =>
        {
            if (!TryFills(vm, fill, borderFill, out uint inside, out uint border))
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
            if (!engine.IsFillOkay(inside) || !engine.IsFillOkay(border))
            {
                return Fail(vm, BalloonFailure.WrongFill);
            }
            if (!BalloonArguments.TryPoint(vm.Memory, start, out BalloonPoint origin)
                || !BalloonArguments.TryPoint(vm.Memory, end, out BalloonPoint corner))
            {
                return Fail(vm, BalloonFailure.BadPoint);
            }
            BalloonStyle style = Style(ref engine, 0, inside, borderWidth, border);
            if (engine.IsStopped || (style.RightFill == 0 && !style.IsWide))
            {
                return receiver;
            }
            return Shaped(vm, receiver, ref engine, 0, (ref BalloonEngine engine) =>
            {
                if (isOval)
                {
                    engine.AddOval(origin, corner, style);
                }
                else
                {
                    engine.AddRectangle(origin, corner, style);
                }
            });
        });
    }

    /// <summary>Lines, where each point is one, or curves of three points each.</summary>
    private static Oop AddOutline(
        VirtualMachine vm, Oop receiver, Oop points, long count, int pointsEach, Oop fill, long lineWidth, Oop lineFill)
    {
        return Adding(vm, receiver, (ref BalloonEngine engine) =>
        {
            if (count is < 0 or > int.MaxValue / 6 || !TryFills(vm, fill, lineFill, out uint inside, out uint border)
                || !BalloonArguments.TryPoints(vm.Memory, points, count * pointsEach, out BalloonPoint[] all))
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
            if (!engine.IsFillOkay(inside) || !engine.IsFillOkay(border))
            {
                return Fail(vm, BalloonFailure.WrongFill);
            }
            BalloonStyle style = Style(ref engine, inside, 0, lineWidth, border);
            if (engine.IsStopped || (style.LeftFill == 0 && !style.IsWide))
            {
                return receiver;
            }
            return Shaped(vm, receiver, ref engine, BalloonEngine.SpaceForLines(count, style.IsWide), (ref BalloonEngine engine) =>
            {
                int last = pointsEach == 1 ? 1 : 2;
                for (int i = 0; i + last < all.Length && !engine.IsStopped; i += pointsEach)
                {
                    if (pointsEach == 1)
                    {
                        engine.AddLine(all[i], all[i + 1], style);
                    }
                    else
                    {
                        engine.AddSegment(all[i], all[i + 1], all[i + 2], style);
                    }
                }
            });
        });
    }

    private static BalloonStyle Style(ref BalloonEngine engine, uint leftFill, uint rightFill, long borderWidth, uint borderFill)
    {
        uint border = engine.TransformedColor(borderFill);
        return new BalloonStyle(
            engine.TransformedColor(leftFill), engine.TransformedColor(rightFill), engine.BorderWidth(borderWidth, border), border);
    }

    private static Oop AddFill(VirtualMachine vm, Oop receiver, FillMaker make) => Adding(vm, receiver, (ref BalloonEngine engine) =>
    {
        int fill = make(ref engine);
        return fill < 0 ? Fail(vm, BalloonFailure.EntityLoadFailed) : Oop.FromInteger(fill);
    });

    /// <summary>Adds a shape, which is to be drawn before anything transparent is added.</summary>
    private static Oop Shaped(VirtualMachine vm, Oop receiver, ref BalloonEngine engine, long space, EngineChange change)
    {
        _ = vm;
        if (engine.HasSpace(space))
        {
            change(ref engine);
        }
        if (!engine.IsStopped)
        {
            engine[BalloonLayout.NeedsFlush] = 1;
        }
        return receiver;
    }

    /// <summary>Adds something; when it fails or the engine stops, all that was added is gone.</summary>
    private static Oop Adding(VirtualMachine vm, Oop receiver, EngineAction action) => Setting(vm, receiver, (ref BalloonEngine engine) =>
    {
        int used = engine[BalloonLayout.ObjectUsed];
        Oop result = action(ref engine);
        if (engine.IsStopped)
        {
            result = Fail(vm, BalloonFailure.EngineStopped);
        }
        if (result.IsNone)
        {
            engine[BalloonLayout.ObjectUsed] = used;
        }
        return result;
    });

    private static bool TryFills(VirtualMachine vm, Oop first, Oop second, out uint firstFill, out uint secondFill)
    {
        secondFill = 0;
        return vm.Memory.TryUnsigned32(first, out firstFill) && vm.Memory.TryUnsigned32(second, out secondFill);
    }

    private static bool AreOkay(ref BalloonEngine engine, ReadOnlySpan<int> fills)
    {
        foreach (int fill in fills)
        {
            if (!engine.IsFillOkay((uint)fill))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsNear(long coordinate) => coordinate is >= -BalloonEngine.Farthest and <= BalloonEngine.Farthest;
}
