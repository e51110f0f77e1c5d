using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.SystemControl;

/// <summary>
/// Screen and cursor. Without a screen there is nothing that the drawing ones could miss to do: they succeed, as they do
/// with the reference's null display.
/// </summary>
internal static class DisplayPrimitives
{
    private const int FormSlots = 4;
    private const int CursorSlots = 5;

    [Primitive(91)]
    public static Oop TestDisplayDepth(VirtualMachine vm, Oop receiver, long depth) =>
        vm.Memory.Boolean(Math.Abs(depth) is 1 or 2 or 4 or 8 or 16 or 32);

    [Primitive(106)]
    public static Oop ScreenSize(VirtualMachine vm, Oop receiver)
    {
        (int width, int height) = vm.Host.ScreenSize;
        return vm.OrNoMemory(vm.Memory.NewPoint(Oop.FromInteger(width), Oop.FromInteger(height)));
    }

    /// <summary>The receiver, a Form, perhaps with another Form as its mask, becomes the shape of the cursor.</summary>
    [Primitive(101)]
    public static Oop BeCursor(VirtualMachine vm, Arguments arguments) =>
        arguments.Count > 1 ? vm.Fail(PrimitiveError.BadNumberOfArguments)
        : !IsForm(arguments.Receiver, CursorSlots) ? vm.Fail(PrimitiveError.BadReceiver)
        : arguments.Count == 1 && !IsForm(arguments[1], CursorSlots) ? vm.Fail(PrimitiveError.BadArgument)
        : arguments.Receiver;

    /// <summary>The receiver, a Form, becomes what the screen shows.</summary>
    [Primitive(102)]
    public static Oop BeDisplay(VirtualMachine vm, Oop receiver) =>
        !IsForm(receiver, FormSlots) ? vm.Fail(PrimitiveError.BadReceiver)
        : vm.Memory.SetSpecial(SpecialObject.Display, receiver) ? receiver
        : vm.Fail();

    /// <summary>Whether drawing is to wait for 127.</summary>
    [Primitive(126)]
    public static Oop DeferDisplayUpdates(VirtualMachine vm, Oop receiver, Oop deferred)
    {
        if (!vm.Memory.TryBoolean(deferred, out bool isDeferred))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.State<DisplayState>().UpdatesDeferred = isDeferred;
        return receiver;
    }

    /// <summary>Shows a rectangle, given as left, right, top and bottom.</summary>
    [Primitive(127)]
    public static Oop ShowDisplayRectangle(VirtualMachine vm, Oop receiver, long left, long right, long top, long bottom) => receiver;

    [Primitive(231)]
    public static Oop ForceDisplayUpdate(VirtualMachine vm, Oop receiver) => receiver;

    [Primitive(233)]
    public static Oop SetFullScreen(VirtualMachine vm, Oop receiver, Oop full)
    {
        const long fullScreenFlag = 1;
        if (!vm.Memory.TryBoolean(full, out bool isFull))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        long others = vm.Settings.HeaderFlags & ~fullScreenFlag;
        vm.Settings.HeaderFlags = others | (isFull ? fullScreenFlag : 0);
        return receiver;
    }

    [Primitive(140)]
    public static Oop Beep(VirtualMachine vm, Oop receiver)
    {
        vm.Host.Beep();
        return receiver;
    }

    [Primitive("", "primitiveScreenDepth")]
    public static Oop ScreenDepth(VirtualMachine vm, Oop receiver) => Oop.FromInteger(vm.Host.ScreenDepth);

    /// <summary>Screen pixels to a pixel of the Display: it is shown as it is.</summary>
    [Primitive("", "primitiveScreenScaleFactor")]
    public static Oop ScreenScaleFactor(VirtualMachine vm, Oop receiver) => vm.OrNoMemory(vm.Memory.Float(1.0));

    [Primitive("", "primitiveGetWindowLabel")]
    public static Oop WindowLabel(VirtualMachine vm, Oop receiver) => vm.String(vm.Host.WindowTitle);

    [Primitive("", "primitiveSetWindowLabel")]
    public static Oop SetWindowLabel(VirtualMachine vm, Oop receiver, Oop label)
    {
        if (!ObjectMemory.IsByteObject(label))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Host.WindowTitle = HostText.Of(label);
        return receiver;
    }

    private static bool IsForm(Oop oop, int slots) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) >= slots;
}

/// <summary>What the image has said about showing.</summary>
internal sealed class DisplayState
{
    public bool UpdatesDeferred { get; set; }
}
