using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;
using JitTalk.Primitives.SystemControl;

namespace JitTalk.Primitives.Plugins;

/// <summary>The BitBltPlugin: drawing into the Forms of the image.</summary>
internal static unsafe class BitBltPlugin
{
    private const string Module = "BitBltPlugin";
    private const int LargestSmoothing = 256;

    /// <summary>
    /// Draws. Rules 30 and 31 take the opacity, rule 41 a colour, and perhaps its opacity and two gamma tables.
    /// </summary>
    [Primitive(Module, "primitiveCopyBits")]
    [Primitive(96, Era = PrimitiveEra.BlockContexts)]
    public static Oop CopyBits(VirtualMachine vm, Arguments arguments)
    {
        PrimitiveError error = BitBltRequest.TryLoad(vm.Memory, arguments.Receiver, out BitBltRequest request);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        BlitArea area = request.Clip(insideSource: true);
        RuleState state = new(request.Destination, request.Map);
        if (!area.IsEmpty)
        {
            error = RuleArguments.Read(request, arguments, state);
            if (error != PrimitiveError.None)
            {
                return vm.Fail(error);
            }
            BitBltCopy.Run(request, area, state);
            ShowDrawn(vm, request, area);
        }
        return CombinationRules.Counts(request.Rule)
            ? vm.OrNoMemory(vm.Memory.Integer(state.Differences))
            : arguments.Receiver;
    }

    /// <summary>
    /// Draws a quadrilateral of the source; perhaps smoothed, by a number of points and the colours of source pixels.
    /// </summary>
    [Primitive(Module, "primitiveWarpBits")]
    [Primitive(147, Era = PrimitiveEra.BlockContexts)]
    public static Oop WarpBits(VirtualMachine vm, Arguments arguments)
    {
        PrimitiveError error = LoadWithoutArguments(vm, arguments.Receiver, out BitBltRequest request);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        BlitArea area = request.Clip(insideSource: false);
        if (area.IsEmpty || !request.HasSource)
        {
            return arguments.Receiver;
        }
        if (area.Width > MappedPixels.Most)
        {
            return vm.Fail(PrimitiveError.LimitExceeded);
        }
        if (!WarpQuadrilateral.TryLoad(vm.Memory, request, out WarpQuadrilateral quadrilateral))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (!TrySampler(vm, request, arguments, quadrilateral, out WarpSampler sampler))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        WarpCopy.Run(request, area, new RuleState(request.Destination, request.Map), quadrilateral, sampler);
        ShowDrawn(vm, request, area);
        return arguments.Receiver;
    }

    /// <summary>Draws characters of a byte string, and stores where the next one goes.</summary>
    [Primitive(Module, "primitiveDisplayString")]
    public static Oop DisplayString(
        VirtualMachine vm, Oop receiver, Oop text, long start, long stop, Oop glyphMap, Oop starts, long kern)
    {
        if (!TextDrawing.TryMake(text, start, stop, glyphMap, starts, out TextDrawing drawing))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        PrimitiveError error = LoadWithoutArguments(vm, receiver, out BitBltRequest request);
        if (error == PrimitiveError.None && drawing.Count > 0)
        {
            long left = request.DestX;
            error = IsReadOnly(receiver) ? PrimitiveError.NoModification : drawing.Draw(vm.Memory, request, kern);
            if (error == PrimitiveError.None)
            {
                request.StoreDestX();
                ShowDrawnFrom(vm, request, left, request.DestY, 0);
            }
        }
        return error == PrimitiveError.None ? receiver : vm.Fail(error);
    }

    /// <summary>Draws along a line, and stores where it ends.</summary>
    [Primitive(Module, "primitiveDrawLoop")]
    [Primitive(104, Era = PrimitiveEra.BlockContexts)]
    public static Oop DrawLoop(VirtualMachine vm, Oop receiver, long deltaX, long deltaY)
    {
        PrimitiveError error = LoadWithoutArguments(vm, receiver, out BitBltRequest request);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        if (IsReadOnly(receiver))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        if (!LineDrawing.IsPossible(deltaX, deltaY) || !vm.Memory.IsSmallInteger(request.DestX + deltaX)
            || !vm.Memory.IsSmallInteger(request.DestY + deltaY))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        (long left, long top) = (request.DestX, request.DestY);
        LineDrawing.Run(request, deltaX, deltaY);
        request.StoreDestX();
        request.StoreDestY();
        ShowDrawnFrom(vm, request, left, top, request.Width);
        return receiver;
    }

    /// <summary>The pixel of a Form at a point; 0 outside.</summary>
    [Primitive(Module, "primitivePixelValueAt")]
    public static Oop PixelValueAt(VirtualMachine vm, Oop receiver, long x, long y)
    {
        if (!Form.TryLoad(vm.Memory, receiver, out Form form))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        bool isInside = x >= 0 && y >= 0 && x < form.Width && y < form.Height;
        return vm.OrNoMemory(vm.Memory.UnsignedInteger(isInside ? form.Pixel((int)x, (int)y) : 0));
    }

    /// <summary>
    /// Counts the points where a test of a source and a destination colour holds; without the flag 8 in the test's
    /// number it stops at the first.
    /// </summary>
    [Primitive(Module, "primitiveCompareColors")]
    public static Oop CompareColors(VirtualMachine vm, Oop receiver, Oop sourceColor, Oop destinationColor, long test)
    {
        const int kindMask = 3;
        const int kinds = 3;
        const int tallyFlag = 8;
        int kind = (int)test & kindMask;
        if (!vm.Memory.TryUnsigned32(sourceColor, out uint color) || kind >= kinds
            || !vm.Memory.TryUnsigned32(destinationColor, out uint colorBeneath))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        PrimitiveError error = BitBltRequest.TryLoad(vm.Memory, receiver, out BitBltRequest request);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        BlitArea area = request.Clip(insideSource: true);
        if (!request.HasSource || area.IsEmpty)
        {
            return vm.Fail(PrimitiveError.InappropriateOperation);
        }
        ColorComparison comparison = new(kind, color, colorBeneath);
        return vm.OrNoMemory(vm.Memory.Integer(comparison.Count(request, area, (test & tallyFlag) != 0)));
    }

    private static void ShowDrawn(VirtualMachine vm, BitBltRequest request, in BlitArea area) =>
        DisplayScreen.Drawn(vm, request.Destination, area.X, area.Y, area.X + area.Width, area.Y + area.Height);

    /// <summary>Shows all from where drawing began to where it has come to, which is as wide as <paramref name="width"/>.</summary>
    private static void ShowDrawnFrom(VirtualMachine vm, BitBltRequest request, long left, long top, long width) => DisplayScreen.Drawn(
        vm, request.Destination, Math.Min(left, request.DestX), Math.Min(top, request.DestY),
        Math.Max(left, request.DestX) + width, Math.Max(top, request.DestY) + request.Height);

    /// <summary>Loads for primitives that have no arguments for rules that need some.</summary>
    private static PrimitiveError LoadWithoutArguments(VirtualMachine vm, Oop receiver, out BitBltRequest request)
    {
        PrimitiveError error = BitBltRequest.TryLoad(vm.Memory, receiver, out request);
        return error == PrimitiveError.None && CombinationRules.NeedsArguments(request.Rule)
            ? PrimitiveError.UnsupportedOperation
            : error;
    }

    private static bool TrySampler(
        VirtualMachine vm, BitBltRequest request, Arguments arguments, in WarpQuadrilateral quadrilateral, out WarpSampler sampler)
    {
        sampler = new WarpSampler(request, 1, quadrilateral, null);
        if (arguments.Count != 2)
        {
            return arguments.Count < 2;
        }
        Oop colors = arguments[2];
        uint* words = null;
        long count = 0;
        if (!arguments[1].IsInteger || arguments[1].Integer is < 1 or > LargestSmoothing
            || (colors != vm.Memory.Nil && !Fields.TryWords(colors, out words, out count))
            || (request.Source.Depth < 16 && count < 1L << request.Source.Depth))
        {
            return false;
        }
        int side = (int)arguments[1].Integer;
        if (side > 1)
        {
            request.Map.ConvertFromSmoothed(request.Destination.Depth);
            sampler = new WarpSampler(request, side, quadrilateral, words);
        }
        return true;
    }

    private static bool IsReadOnly(Oop oop) => ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
}
