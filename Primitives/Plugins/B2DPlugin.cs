using System.Diagnostics;
using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Balloon;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The B2DPlugin: the receiver is a BalloonEngine of the image, whose first four slots hold its work buffer, its span
/// buffer, its BitBlt and its Forms. This part is the engine's settings; others add shapes and render.
/// </summary>
internal static unsafe partial class B2DPlugin
{
    private const string Module = "B2DPlugin";
    private const int WorkBufferSlot = 0;
    private const int SpanSlot = 1;
    private const int BitBltSlot = 2;
    private const int FormsSlot = 3;
    private const int EngineSlots = 12;
    private const int Statistics = 9;

    private delegate Oop EngineAction(ref BalloonEngine engine);

    /// <summary>Makes an Array of words a work buffer, and answers it.</summary>
    [Primitive(Module, "primitiveInitializeBuffer")]
    public static Oop InitializeBuffer(VirtualMachine vm, Oop receiver, Oop buffer)
    {
        _ = receiver;
        if (!TryWork(buffer, out Span<int> words) || words.Length < BalloonLayout.MinimalSize)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        BalloonEngine.Initialize(words);
        return buffer;
    }

    /// <summary>Copies a work buffer into a larger one.</summary>
    [Primitive(Module, "primitiveCopyBuffer")]
    public static Oop CopyBuffer(VirtualMachine vm, Oop receiver, Oop from, Oop to)
    {
        if (!TryWork(from, out Span<int> old) || !TryWork(to, out Span<int> made))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        BalloonFailure failure = BalloonEngine.TryLoad(old, out _);
        if (failure != BalloonFailure.None)
        {
            return Fail(vm, failure);
        }
        if (vm.Memory.ClassOf(from) != vm.Memory.ClassOf(to))
        {
            return Fail(vm, BalloonFailure.ClassMismatch);
        }
        if (made.Length < old.Length)
        {
            return Fail(vm, BalloonFailure.SizeMismatch);
        }
        BalloonEngine.Copy(old, made);
        return receiver;
    }

    [Primitive(Module, "primitiveGetAALevel")]
    public static Oop GetLevel(VirtualMachine vm, Oop receiver) =>
        With(vm, receiver, (ref BalloonEngine engine) => Oop.FromInteger(engine[BalloonLayout.Level]));

    [Primitive(Module, "primitiveSetAALevel")]
    public static Oop SetLevel(VirtualMachine vm, Oop receiver, long level) => Setting(vm, receiver, (ref BalloonEngine engine) =>
    {
        engine.SetLevel(level);
        return receiver;
    });

    /// <summary>Stores the clip rectangle into a Rectangle, and answers that.</summary>
    [Primitive(Module, "primitiveGetClipRect")]
    public static Oop GetClipRect(VirtualMachine vm, Oop receiver, Oop rectangle) => With(vm, receiver, (ref BalloonEngine engine) =>
    {
        if (!BalloonArguments.HasSlots(rectangle, 2))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        Oop origin = Point(vm, engine[BalloonLayout.ClipMinX], engine[BalloonLayout.ClipMinY]);
        Oop corner = Point(vm, engine[BalloonLayout.ClipMaxX], engine[BalloonLayout.ClipMaxY]);
        if (origin.IsNone || corner.IsNone)
        {
            return vm.Fail(PrimitiveError.NoMemory);
        }
        vm.Memory.Store(0, rectangle, origin);
        vm.Memory.Store(1, rectangle, corner);
        return rectangle;
    });

    [Primitive(Module, "primitiveSetClipRect")]
    public static Oop SetClipRect(VirtualMachine vm, Oop receiver, Oop rectangle) => Setting(vm, receiver, (ref BalloonEngine engine) =>
    {
        if (!BalloonArguments.TryRectangle(vm.Memory, rectangle, out BalloonPoint origin, out BalloonPoint corner))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        (engine[BalloonLayout.ClipMinX], engine[BalloonLayout.ClipMinY]) = (origin.X, origin.Y);
        (engine[BalloonLayout.ClipMaxX], engine[BalloonLayout.ClipMaxY]) = (corner.X, corner.Y);
        return receiver;
    });

    [Primitive(Module, "primitiveGetOffset")]
    public static Oop GetOffset(VirtualMachine vm, Oop receiver) => With(vm, receiver, (ref BalloonEngine engine) =>
        vm.OrNoMemory(Point(vm, engine[BalloonLayout.OffsetX], engine[BalloonLayout.OffsetY])));

    [Primitive(Module, "primitiveSetOffset")]
    public static Oop SetOffset(VirtualMachine vm, Oop receiver, Oop offset) => Setting(vm, receiver, (ref BalloonEngine engine) =>
    {
        if (!BalloonArguments.TryPoint(vm.Memory, offset, out BalloonPoint point))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        (engine[BalloonLayout.OffsetX], engine[BalloonLayout.OffsetY]) = (point.X, point.Y);
        return receiver;
    });

    /// <summary>The depth of the shapes that are added from now on: greater ones are nearer.</summary>
    [Primitive(Module, "primitiveGetDepth")]
    public static Oop GetDepth(VirtualMachine vm, Oop receiver) =>
        With(vm, receiver, (ref BalloonEngine engine) => vm.OrNoMemory(vm.Memory.Integer(engine[BalloonLayout.CurrentZ])));

    [Primitive(Module, "primitiveSetDepth")]
    public static Oop SetDepth(VirtualMachine vm, Oop receiver, long depth) => Setting(vm, receiver, (ref BalloonEngine engine) =>
    {
        // Depths are doubled: borders lie half a depth before what they bound.
        if (depth is < int.MinValue / 2 or > int.MaxValue / 2)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        engine[BalloonLayout.CurrentZ] = (int)depth;
        return receiver;
    });

    /// <summary>Six numbers, or nil for none; the offset counts as it is now.</summary>
    [Primitive(Module, "primitiveSetEdgeTransform")]
    public static Oop SetEdgeTransform(VirtualMachine vm, Oop receiver, Oop transform) => Setting(vm, receiver, (ref BalloonEngine engine) =>
    {
        Span<float> elements = stackalloc float[6];
        if (transform == vm.Memory.Nil)
        {
            engine.ClearEdgeTransform();
        }
        else if (BalloonArguments.TryFloats(vm.Memory, transform, elements))
        {
            engine.SetEdgeTransform(elements);
        }
        else
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return receiver;
    });

    /// <summary>A factor and an addend for red, green, blue and alpha; or nil for none.</summary>
    [Primitive(Module, "primitiveSetColorTransform")]
    public static Oop SetColorTransform(VirtualMachine vm, Oop receiver, Oop transform) => Setting(vm, receiver, (ref BalloonEngine engine) =>
    {
        Span<float> elements = stackalloc float[8];
        if (transform == vm.Memory.Nil)
        {
            engine.ClearColorTransform();
        }
        else if (BalloonArguments.TryFloats(vm.Memory, transform, elements))
        {
            engine.SetColorTransform(elements);
        }
        else
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return receiver;
    });

    /// <summary>Whether what was added must be drawn before something transparent is added.</summary>
    [Primitive(Module, "primitiveNeedsFlush")]
    public static Oop NeedsFlush(VirtualMachine vm, Oop receiver) =>
        With(vm, receiver, (ref BalloonEngine engine) => vm.Memory.Boolean(engine[BalloonLayout.NeedsFlush] != 0));

    [Primitive(Module, "primitiveNeedsFlushPut")]
    public static Oop NeedsFlushPut(VirtualMachine vm, Oop receiver, Oop needsIt) => With(vm, receiver, (ref BalloonEngine engine) =>
    {
        if (!vm.Memory.TryBoolean(needsIt, out bool value))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        engine[BalloonLayout.NeedsFlush] = value ? 1 : 0;
        return receiver;
    });

    /// <summary>Why the engine stopped, see <see cref="BalloonStop"/>: asked for after another primitive has failed.</summary>
    [Primitive(Module, "primitiveGetFailureReason")]
    public static Oop GetFailureReason(VirtualMachine vm, Oop receiver)
    {
        BalloonFailure failure = TryEngine(vm, receiver, out BalloonEngine engine);
        return failure == BalloonFailure.None ? Oop.FromInteger((int)engine.StopReason) : Fail(vm, failure);
    }

    /// <summary>Names the BitBlt to draw with: there is one.</summary>
    [Primitive(Module, "primitiveSetBitBltPlugin")]
    public static Oop SetBitBltPlugin(VirtualMachine vm, Oop receiver, Oop name) =>
        ObjectMemory.TextEquals(name, "BitBltPlugin") ? receiver : vm.Fail(PrimitiveError.NotFound);

    /// <summary>Turns the statistics of the single steps on or off; answers whether they were on.</summary>
    [Primitive(Module, "primitiveDoProfileStats")]
    public static Oop DoProfileStats(VirtualMachine vm, Oop receiver, Oop isOn)
    {
        _ = receiver;
        if (!vm.Memory.TryBoolean(isOn, out bool value))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        BalloonProfile profile = vm.State<BalloonProfile>();
        Oop before = vm.Memory.Boolean(profile.IsOn);
        profile.IsOn = value;
        return before;
    }

    /// <summary>Adds the milliseconds that each kind of step has taken to the words of the argument.</summary>
    [Primitive(Module, "primitiveGetTimes")]
    public static Oop GetTimes(VirtualMachine vm, Oop receiver, Oop sums) => AddStatistics(vm, receiver, sums, BalloonLayout.FirstStatistic, 2, Statistics);

    [Primitive(Module, "primitiveGetCounts")]
    public static Oop GetCounts(VirtualMachine vm, Oop receiver, Oop sums) => AddStatistics(vm, receiver, sums, BalloonLayout.FirstStatistic + 1, 2, Statistics);

    /// <summary>Adds how often béziers were divided, because they turned, were too high or too flat, or made lines.</summary>
    [Primitive(Module, "primitiveGetBezierStats")]
    public static Oop GetBezierStats(VirtualMachine vm, Oop receiver, Oop sums) =>
        AddStatistics(vm, receiver, sums, BalloonLayout.FirstBezierStatistic, 1, BalloonLayout.BezierStatistics);

    private static Oop AddStatistics(VirtualMachine vm, Oop receiver, Oop sums, int first, int step, int count) =>
        With(vm, receiver, (ref BalloonEngine engine) =>
        {
            if (!TryWork(sums, out Span<int> words) || words.Length < count)
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
            for (int i = 0; i < count; i++)
            {
                words[i] += engine[first + (i * step)];
            }
            return receiver;
        });

    private static Oop Point(VirtualMachine vm, int x, int y) => vm.Memory.NewPoint(Oop.FromInteger(x), Oop.FromInteger(y));

    private static bool TryWork(Oop oop, out Span<int> words)
    {
        bool isOne = Fields.TryWords(oop, out uint* first, out long count) && !ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
        words = isOne ? MemoryMarshal.Cast<uint, int>(new Span<uint>(first, (int)count)) : default;
        return isOne;
    }

    private static BalloonFailure TryEngine(VirtualMachine vm, Oop receiver, out BalloonEngine engine)
    {
        engine = default;
        if (!receiver.IsPointer)
        {
            return BalloonFailure.EngineIsInteger;
        }
        if (!ObjectMemory.FormatOf(receiver).IsPointers())
        {
            return BalloonFailure.EngineIsWords;
        }
        if (ObjectMemory.SlotCount(receiver) < EngineSlots)
        {
            return BalloonFailure.EngineTooSmall;
        }
        Oop buffer = vm.Memory.Fetch(WorkBufferSlot, receiver);
        return buffer.IsImmediate ? BalloonFailure.WorkBufferIsInteger
            : !TryWork(buffer, out Span<int> words) ? BalloonFailure.WorkBufferIsPointers
            : BalloonEngine.TryLoad(words, out engine);
    }

    private static Oop With(VirtualMachine vm, Oop receiver, EngineAction action) => With(vm, receiver, [], -1, action);

    /// <summary>Changes what counts for shapes to come, before anything is rendered.</summary>
    private static Oop Setting(VirtualMachine vm, Oop receiver, EngineAction action) =>
        With(vm, receiver, [BalloonState.Unlocked], -1, action);

    /// <summary>Does something with the engine of the image, if it is in one of some states, or of any where none is named.</summary>
    private static Oop With(VirtualMachine vm, Oop receiver, ReadOnlySpan<BalloonState> states, int statistic, EngineAction action)
    {
        BalloonFailure failure = TryEngine(vm, receiver, out BalloonEngine engine);
        if (failure != BalloonFailure.None)
        {
            return Fail(vm, failure);
        }
        engine.ClearStopReason();
        if (!states.IsEmpty && !states.Contains(engine.State))
        {
            engine.StopBecauseOf(BalloonStop.BadState);
            return Fail(vm, BalloonFailure.WrongState);
        }
        bool isProfiled = statistic >= 0 && vm.State<BalloonProfile>().IsOn;
        long start = Stopwatch.GetTimestamp();
        try
        {
            Oop result = action(ref engine);
            if (isProfiled)
            {
                engine[BalloonLayout.FirstStatistic + (2 * statistic)] += (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                engine[BalloonLayout.FirstStatistic + (2 * statistic) + 1]++;
            }
            return result;
        }
        catch (Exception wrong) when (wrong is IndexOutOfRangeException or ArgumentException)
        {
            // The image has written into the buffer; see BalloonEngine.
            return Fail(vm, BalloonFailure.WorkTooBig);
        }
    }

    private static Oop Fail(VirtualMachine vm, BalloonFailure failure) => vm.Fail((PrimitiveError)failure);
}

/// <summary>Whether single steps are timed.</summary>
internal sealed class BalloonProfile
{
    public bool IsOn { get; set; }
}
