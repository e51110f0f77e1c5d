using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.SystemControl;

/// <summary>Screen, cursor and window. Where there is no screen they succeed, as they do with the reference's null display.</summary>
internal static class DisplayPrimitives
{
    private const int FormSlots = 4;

    [Primitive(91)]
    public static Oop TestDisplayDepth(VirtualMachine vm, Oop receiver, long depth) => vm.Memory.Boolean(IsDepth(depth));

    /// <summary>
    /// Whether the screen shows a Display of some depth and size so. What it shows is the user's choice, not the image's:
    /// other modes are refused, as on the reference's X11 display (VMMaker <c>primitiveSetDisplayMode</c>).
    /// </summary>
    [Primitive(92)]
    public static Oop SetDisplayMode(VirtualMachine vm, Oop receiver, long depth, long width, long height, Oop full)
    {
        if (!vm.Memory.TryBoolean(full, out bool isFull))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return vm.Memory.Boolean(IsDepth(depth) && (width, height) == vm.Host.ScreenSize && isFull == vm.Host.IsFullScreen);
    }

    [Primitive(106)]
    public static Oop ScreenSize(VirtualMachine vm, Oop receiver)
    {
        (int width, int height) = vm.Host.ScreenSize;
        return vm.OrNoMemory(vm.Memory.NewPoint(Oop.FromInteger(width), Oop.FromInteger(height)));
    }

    /// <summary>
    /// The receiver, a Form, becomes the shape of the cursor; alone, with a mask of the same size, or as what old screens
    /// show of the argument, which has colours and opacity (VMMaker <c>primitiveBeCursor</c>).
    /// </summary>
    [Primitive(101)]
    public static Oop BeCursor(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        if (!CursorForm.TryLoad(vm.Memory, arguments.Receiver, out CursorForm shape))
        {
            return vm.Fail(PrimitiveError.BadReceiver);
        }
        if (arguments.Count == 0)
        {
            vm.Host.ShowCursor(shape.Alone());
            return arguments.Receiver;
        }
        if (!CursorForm.TryLoad(vm.Memory, arguments[1], out CursorForm mask)
            || (!mask.HasOpacity && (mask.Form.Width != shape.Form.Width || mask.Form.Height != shape.Form.Height)))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Host.ShowCursor(mask.HasOpacity ? mask.Alone() : shape.Through(mask));
        return arguments.Receiver;
    }

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

    /// <summary>Shows a rectangle, given as left, right, top and bottom, whether updates are deferred or not.</summary>
    [Primitive(127)]
    public static Oop ShowDisplayRectangle(VirtualMachine vm, Oop receiver, long left, long right, long top, long bottom)
    {
        DisplayScreen.Show(vm, left, top, right, bottom);
        return receiver;
    }

    /// <remarks>What is drawn without being deferred is on its way already, and what is deferred waits for 127.</remarks>
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
        vm.Host.IsFullScreen = isFull;
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

    /// <summary>Screen pixels to a pixel of the Display.</summary>
    [Primitive("", "primitiveScreenScaleFactor")]
    public static Oop ScreenScaleFactor(VirtualMachine vm, Oop receiver) => vm.OrNoMemory(vm.Memory.Float(vm.Host.ScaleFactor));

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

    private static bool IsDepth(long depth) => Math.Abs(depth) is 1 or 2 or 4 or 8 or 16 or 32;

    private static bool IsForm(Oop oop, int slots) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) >= slots;
}
