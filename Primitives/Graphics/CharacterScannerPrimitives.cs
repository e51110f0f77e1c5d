using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>Measuring text (Blue Book p. 353; VMMaker <c>primitiveScanCharacters</c>).</summary>
internal static class CharacterScannerPrimitives
{
    private const int DestXSlot = 0;
    private const int LastIndexSlot = 1;
    private const int StartsSlot = 2;
    private const int MapSlot = 3;
    private const int ScannerSlots = 4;

    // Of the stop conditions, those that are no characters.
    private const int EndOfRun = 256;
    private const int CrossedX = 257;
    private const int StopCount = 258;

    /// <summary>
    /// Goes over characters until one that stops, the right margin, or the end; stores x and the index in the scanner,
    /// and answers the stop condition.
    /// </summary>
    [Primitive(103)]
    public static Oop ScanCharacters(
        VirtualMachine vm, Oop receiver, long start, long stop, Oop text, long rightX, Oop stops, long kern)
    {
        if (receiver.IsImmediate || !ObjectMemory.FormatOf(receiver).IsPointers()
            || ObjectMemory.SlotCount(receiver) < ScannerSlots
            || !vm.Memory.TryFetchInteger(DestXSlot, receiver, out long x)
            || !vm.Memory.TryFetchInteger(LastIndexSlot, receiver, out _))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(receiver)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        Oop starts = vm.Memory.Fetch(StartsSlot, receiver);
        Oop map = vm.Memory.Fetch(MapSlot, receiver);
        if (stop < 1 || !TextDrawing.IsCoordinate(x) || !TextDrawing.IsCoordinate(kern)
            || !TextDrawing.IsArray(stops) || ObjectMemory.SlotCount(stops) < StopCount
            || !TextDrawing.TryMake(text, start, stop, map, starts, out TextDrawing drawing))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        Oop reason = vm.Memory.Fetch(EndOfRun, stops);
        long lastIndex = stop;
        for (int i = 0; i < drawing.Count; i++)
        {
            Oop stopHere = vm.Memory.Fetch(drawing.Character(i), stops);
            if (stopHere != vm.Memory.Nil)
            {
                (reason, lastIndex) = (stopHere, start + i);
                break;
            }
            if (!drawing.TryGlyph(i, out _, out long width))
            {
                return vm.Fail(PrimitiveError.BadArgument);
            }
            if (x + width > rightX)
            {
                (reason, lastIndex) = (vm.Memory.Fetch(CrossedX, stops), start + i);
                break;
            }
            x += width + kern;
        }
        if (!vm.Memory.IsSmallInteger(x))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Memory.StoreUnchecked(DestXSlot, receiver, Oop.FromInteger(x));
        vm.Memory.StoreUnchecked(LastIndexSlot, receiver, Oop.FromInteger(lastIndex));
        return reason;
    }
}
