using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Balloon;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Plugins;

// Rendering, at once or in single steps.
internal static unsafe partial class B2DPlugin
{
    // BalloonEdgeData: index, x, y, z, lines, source.
    private const int EdgeIndexSlot = 0;
    private const int EdgeXSlot = 1;
    private const int EdgeYSlot = 2;
    private const int EdgeZSlot = 3;
    private const int EdgeLinesSlot = 4;
    private const int EdgeSlots = 6;

    // BalloonFillData: index, left, right, y, source, destination.
    private const int FillIndexSlot = 0;
    private const int FillLeftSlot = 1;
    private const int FillRightSlot = 2;
    private const int FillYSlot = 3;
    private const int FillSlots = 6;

    private const int InitializingStatistic = 0;
    private const int FinishedStatistic = 1;
    private const int NextGlobalStatistic = 2;
    private const int AddActiveStatistic = 3;
    private const int NextFillStatistic = 4;
    private const int MergeFillStatistic = 5;
    private const int DisplaySpanStatistic = 6;
    private const int NextActiveStatistic = 7;
    private const int ChangeActiveStatistic = 8;

    /// <summary>
    /// Renders until all is done or the image must do something; answers why it stopped, see <see cref="BalloonStop"/>. The
    /// arguments get the edge or the fill that the image is to see to.
    /// </summary>
    [Primitive(Module, "primitiveRenderImage")]
    public static Oop RenderImage(VirtualMachine vm, Oop receiver, Oop edgeData, Oop fillData) =>
        Render(vm, receiver, edgeData, fillData, isWhole: true);

    /// <summary>As above, to the end of this scan line.</summary>
    [Primitive(Module, "primitiveRenderScanline")]
    public static Oop RenderScanline(VirtualMachine vm, Oop receiver, Oop edgeData, Oop fillData) =>
        Render(vm, receiver, edgeData, fillData, isWhole: false);

    [Primitive(Module, "primitiveInitializeProcessing")]
    public static Oop InitializeProcessing(VirtualMachine vm, Oop receiver) =>
        With(vm, receiver, [BalloonState.Unlocked], InitializingStatistic, (ref BalloonEngine engine) =>
        {
            if (!TrySpan(vm, receiver, out Span<uint> span))
            {
                return Fail(vm, BalloonFailure.ClassMismatch);
            }
            engine.Start(span.Length - 1);
            if (engine.IsStopped)
            {
                return Fail(vm, BalloonFailure.EngineStopped);
            }
            engine.ClearSpan(span);
            engine.State = BalloonState.AddingFromGlobal;
            return receiver;
        });

    [Primitive(Module, "primitiveFinishedProcessing")]
    public static Oop FinishedProcessing(VirtualMachine vm, Oop receiver) =>
        With(vm, receiver, [], FinishedStatistic, (ref BalloonEngine engine) => vm.Memory.Boolean(engine.State == BalloonState.Completed));

    [Primitive(Module, "primitiveAbortProcessing")]
    public static Oop AbortProcessing(VirtualMachine vm, Oop receiver) => With(vm, receiver, (ref BalloonEngine engine) =>
    {
        engine.State = BalloonState.Completed;
        return receiver;
    });

    /// <summary>Answers true when all edges that begin at this scan line are active; else the argument gets one of the image's.</summary>
    [Primitive(Module, "primitiveNextGlobalEdgeEntry")]
    public static Oop NextGlobalEdgeEntry(VirtualMachine vm, Oop receiver, Oop edgeData) =>
        With(vm, receiver, [BalloonState.AddingFromGlobal], NextGlobalStatistic, (ref BalloonEngine engine) =>
        {
            if (!IsData(edgeData, EdgeSlots))
            {
                return Fail(vm, BalloonFailure.EdgeDataTooSmall);
            }
            bool isExternal = engine.AddEdges();
            if (engine.IsStopped)
            {
                return Fail(vm, BalloonFailure.EngineStopped);
            }
            if (!isExternal)
            {
                engine.BeginScan();
                return vm.Memory.True;
            }
            StoreGlobal(vm.Memory, ref engine, edgeData);
            engine.State = BalloonState.WaitingForEdge;
            return vm.Memory.False;
        });

    /// <summary>Makes an edge of the image's active, with the X and the number of lines that it has given it.</summary>
    [Primitive(Module, "primitiveAddActiveEdgeEntry")]
    public static Oop AddActiveEdgeEntry(VirtualMachine vm, Oop receiver, Oop edgeData) =>
        With(vm, receiver, [BalloonState.WaitingForEdge], AddActiveStatistic, (ref BalloonEngine engine) =>
        {
            if (!TryLoadEdge(vm.Memory, ref engine, edgeData, out int edge))
            {
                return Fail(vm, BalloonFailure.EdgeDataTooSmall);
            }
            engine.AddChanged(edge);
            if (engine.IsStopped)
            {
                return Fail(vm, BalloonFailure.EngineStopped);
            }
            engine.State = BalloonState.AddingFromGlobal;
            return receiver;
        });

    /// <summary>Answers true when the scan line is filled; else the argument gets a fill of the image's.</summary>
    [Primitive(Module, "primitiveNextFillEntry")]
    public static Oop NextFillEntry(VirtualMachine vm, Oop receiver, Oop fillData) =>
        With(vm, receiver, [BalloonState.ScanningActive], NextFillStatistic, (ref BalloonEngine engine) =>
        {
            if (!IsData(fillData, FillSlots))
            {
                return Fail(vm, BalloonFailure.FillDataTooSmall);
            }
            BalloonFailure failure = TryTarget(vm, receiver, withBitBlt: false, withForms: true, out BalloonTarget target);
            if (failure != BalloonFailure.None)
            {
                return Fail(vm, failure);
            }
            engine[BalloonLayout.SpanSize] = target.SpanSize;
            engine.ClearSpanIfNew(target.Span);
            bool isExternal = engine.FillScanLine(target.Span, target.Bitmaps);
            if (engine.IsStopped)
            {
                return Fail(vm, BalloonFailure.EngineStopped);
            }
            if (!isExternal)
            {
                engine.EndScan();
                return vm.Memory.True;
            }
            StoreFill(vm.Memory, ref engine, fillData);
            engine.State = BalloonState.WaitingForFill;
            return vm.Memory.False;
        });

    /// <summary>Adds the samples that the image has made for its fill to the scan line.</summary>
    [Primitive(Module, "primitiveMergeFillFrom")]
    public static Oop MergeFillFrom(VirtualMachine vm, Oop receiver, Oop bits, Oop fillData) =>
        With(vm, receiver, [BalloonState.WaitingForFill], MergeFillStatistic, (ref BalloonEngine engine) =>
        {
            if (!TrySpan(vm, receiver, out Span<uint> span))
            {
                return Fail(vm, BalloonFailure.ClassMismatch);
            }
            if (!IsData(fillData, FillSlots))
            {
                return Fail(vm, BalloonFailure.FillDataTooSmall);
            }
            (int left, int right) = (engine[BalloonLayout.ExportedLeft], engine[BalloonLayout.ExportedRight]);
            if (vm.Memory.Fetch(FillIndexSlot, fillData) != Oop.FromInteger(engine.IndexOf(engine[BalloonLayout.ExportedFill]))
                || vm.Memory.Fetch(FillLeftSlot, fillData) != Oop.FromInteger(left)
                || vm.Memory.Fetch(FillRightSlot, fillData) != Oop.FromInteger(right))
            {
                return Fail(vm, BalloonFailure.WrongFill);
            }
            if (!BalloonArguments.TryBitmap(vm.Memory, bits, out Span<uint> samples) || samples.Length < right - left)
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
            engine.MergeFill(span, samples);
            engine.State = BalloonState.ScanningActive;
            return receiver;
        });

    [Primitive(Module, "primitiveDisplaySpanBuffer")]
    public static Oop DisplaySpanBuffer(VirtualMachine vm, Oop receiver) =>
        With(vm, receiver, [BalloonState.BlitBuffer], DisplaySpanStatistic, (ref BalloonEngine engine) =>
        {
            BalloonFailure failure = TryTarget(vm, receiver, withBitBlt: true, withForms: false, out BalloonTarget target);
            if (failure != BalloonFailure.None)
            {
                return Fail(vm, failure);
            }
            engine.Display(target);
            return receiver;
        });

    /// <summary>Answers true when all active edges are stepped, or all is done; else the argument gets one of the image's.</summary>
    [Primitive(Module, "primitiveNextActiveEdgeEntry")]
    public static Oop NextActiveEdgeEntry(VirtualMachine vm, Oop receiver, Oop edgeData) =>
        With(vm, receiver, [BalloonState.UpdateEdges, BalloonState.Completed], NextActiveStatistic, (ref BalloonEngine engine) =>
        {
            if (!IsData(edgeData, EdgeSlots))
            {
                return Fail(vm, BalloonFailure.EdgeDataTooSmall);
            }
            if (engine.State == BalloonState.Completed)
            {
                return vm.Memory.True;
            }
            if (!engine.UpdateEdges())
            {
                engine.State = BalloonState.AddingFromGlobal;
                return vm.Memory.True;
            }
            StoreEdge(vm.Memory, ref engine, engine.FirstActive, edgeData);
            engine.State = BalloonState.WaitingChange;
            return vm.Memory.False;
        });

    /// <summary>Goes on with an active edge that the image has stepped.</summary>
    [Primitive(Module, "primitiveChangedActiveEdgeEntry")]
    public static Oop ChangedActiveEdgeEntry(VirtualMachine vm, Oop receiver, Oop edgeData) =>
        With(vm, receiver, [BalloonState.WaitingChange], ChangeActiveStatistic, (ref BalloonEngine engine) =>
        {
            if (!TryLoadEdge(vm.Memory, ref engine, edgeData, out int edge))
            {
                return Fail(vm, BalloonFailure.EdgeDataTooSmall);
            }
            engine.UpdateChanged(edge);
            engine.State = BalloonState.UpdateEdges;
            return receiver;
        });

    private static Oop Render(VirtualMachine vm, Oop receiver, Oop edgeData, Oop fillData, bool isWhole) =>
        With(vm, receiver, (ref BalloonEngine engine) =>
        {
            BalloonFailure failure = TryTarget(vm, receiver, withBitBlt: true, withForms: true, out BalloonTarget target);
            failure = failure != BalloonFailure.None ? failure
                : !IsData(edgeData, EdgeSlots) ? BalloonFailure.EdgeDataTooSmall
                : !IsData(fillData, FillSlots) ? BalloonFailure.FillDataTooSmall
                : engine.State is BalloonState.WaitingForEdge or BalloonState.WaitingForFill or BalloonState.WaitingChange ? BalloonFailure.WrongState
                : BalloonFailure.None;
            if (failure != BalloonFailure.None)
            {
                return Fail(vm, failure);
            }
            engine[BalloonLayout.SpanSize] = target.SpanSize;
            engine.Render(target, isWhole);
            switch (engine.StopReason)
            {
                case BalloonStop.GlobalEntry:
                    StoreGlobal(vm.Memory, ref engine, edgeData);
                    break;
                case BalloonStop.FillEntry:
                    StoreFill(vm.Memory, ref engine, fillData);
                    break;
                case BalloonStop.ActiveEntry:
                    StoreEdge(vm.Memory, ref engine, engine.FirstActive, edgeData);
                    break;
            }
            return Oop.FromInteger((int)engine.StopReason);
        });

    private static BalloonFailure TryTarget(VirtualMachine vm, Oop receiver, bool withBitBlt, bool withForms, out BalloonTarget target)
    {
        target = default;
        if (!TrySpan(vm, receiver, out Span<uint> span))
        {
            return BalloonFailure.ClassMismatch;
        }
        BitBltRequest? request = null;
        if (withBitBlt
            && (BitBltRequest.TryLoad(vm.Memory, vm.Memory.Fetch(BitBltSlot, receiver), out request) != PrimitiveError.None
                || CombinationRules.NeedsArguments(request.Rule)))
        {
            return BalloonFailure.BitBltLoadFailed;
        }
        BalloonBitmaps bitmaps = withForms ? new(vm.Memory, vm.Memory.Fetch(FormsSlot, receiver)) : default;
        target = new BalloonTarget(vm, span, bitmaps, request);
        return !withForms || bitmaps.AreForms() ? BalloonFailure.None : BalloonFailure.FormLoadFailed;
    }

    private static bool TrySpan(VirtualMachine vm, Oop receiver, out Span<uint> span)
    {
        Oop oop = vm.Memory.Fetch(SpanSlot, receiver);
        return BalloonArguments.TryBitmap(vm.Memory, oop, out span) && span.Length is > 0 and < BalloonEngine.Farthest
            && !ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
    }

    private static bool IsData(Oop oop, int slots) => BalloonArguments.HasSlots(oop, slots) && !ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));

    private static void StoreGlobal(ObjectMemory memory, ref BalloonEngine engine, Oop edgeData)
    {
        StoreEdge(memory, ref engine, engine.NextGlobal, edgeData);
        engine[BalloonLayout.GlobalStart]++;
    }

    // SmallIntegers of 31 bits hold all that the engine's bounds let through, and what hostile hands wrote is their own.
    private static void StoreEdge(ObjectMemory memory, ref BalloonEngine engine, int edge, Oop edgeData)
    {
        (int x, int z, int lines) = engine.Edge(edge);
        Store(memory, edgeData, EdgeIndexSlot, engine.IndexOf(edge));
        Store(memory, edgeData, EdgeXSlot, x);
        Store(memory, edgeData, EdgeYSlot, engine[BalloonLayout.CurrentY]);
        Store(memory, edgeData, EdgeZSlot, z);
        Store(memory, edgeData, EdgeLinesSlot, lines);
        engine[BalloonLayout.ExportedEdge] = edge;
    }

    private static void StoreFill(ObjectMemory memory, ref BalloonEngine engine, Oop fillData)
    {
        Store(memory, fillData, FillIndexSlot, engine.IndexOf(engine[BalloonLayout.ExportedFill]));
        Store(memory, fillData, FillLeftSlot, engine[BalloonLayout.ExportedLeft]);
        Store(memory, fillData, FillRightSlot, engine[BalloonLayout.ExportedRight]);
        Store(memory, fillData, FillYSlot, engine[BalloonLayout.CurrentY]);
    }

    private static bool TryLoadEdge(ObjectMemory memory, ref BalloonEngine engine, Oop edgeData, out int edge)
    {
        edge = engine[BalloonLayout.ExportedEdge];
        if (!BalloonArguments.HasSlots(edgeData, EdgeSlots) || !TryNear(memory, edgeData, EdgeXSlot, out int x)
            || !TryNear(memory, edgeData, EdgeYSlot, out int y) || !TryNear(memory, edgeData, EdgeZSlot, out int z)
            || !TryNear(memory, edgeData, EdgeLinesSlot, out int lines))
        {
            return false;
        }
        engine.SetEdge(edge, x, y, z, lines);
        return true;
    }

    private static bool TryNear(ObjectMemory memory, Oop oop, int slot, out int value)
    {
        bool isOne = memory.TryFetchInteger(slot, oop, out long number) && number is >= int.MinValue / 2 and <= int.MaxValue / 2;
        value = (int)number;
        return isOne;
    }

    private static void Store(ObjectMemory memory, Oop oop, int slot, int value) =>
        memory.Store(slot, oop, memory.IsSmallInteger(value) ? Oop.FromInteger(value) : Oop.FromInteger(0));
}
