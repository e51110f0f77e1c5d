using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.SystemControl;

/// <summary>From the Display, the Form that the image draws its screen in, to the host.</summary>
internal static class DisplayScreen
{
    /// <summary>Shows a rectangle (VMMaker <c>displayBitsOf:Left:Top:Right:Bottom:</c>); nothing while the Display is no Form.</summary>
    public static void Show(VirtualMachine vm, long left, long top, long right, long bottom)
    {
        if (!Form.TryLoad(vm.Memory, ObjectMemory.Followed(vm.Memory.Special(SpecialObject.Display)), out Form form))
        {
            return;
        }
        PixelArea area = new(
            (int)Math.Clamp(left, 0, form.Width), (int)Math.Clamp(top, 0, form.Height),
            (int)Math.Clamp(right, 0, form.Width), (int)Math.Clamp(bottom, 0, form.Height));
        if (!area.IsEmpty)
        {
            vm.Host.ShowDisplay(Bits(form), area);
        }
    }

    /// <summary>
    /// To be called after drawing: shows a rectangle of a Form if it is the Display's and updates are not deferred (VMMaker
    /// <c>showDisplayBits:Left:Top:Right:Bottom:</c>).
    /// </summary>
    public static void Drawn(VirtualMachine vm, in Form form, long left, long top, long right, long bottom)
    {
        if (IsDisplay(vm.Memory, form.BitsObject) && !vm.State<DisplayState>().UpdatesDeferred)
        {
            Show(vm, left, top, right, bottom);
        }
    }

    private static bool IsDisplay(ObjectMemory memory, Oop bits)
    {
        const int bitsSlot = 0;
        Oop display = ObjectMemory.Followed(memory.Special(SpecialObject.Display));
        return display.IsPointer && ObjectMemory.FormatOf(display).IsPointers() && ObjectMemory.SlotCount(display) > 0
            && memory.Fetch(bitsSlot, display) == bits;
    }

    private static unsafe DisplayBits Bits(in Form form) =>
        new((nint)form.Words, form.Width, form.Height, form.Depth, form.IsMsbFirst);
}

/// <summary>What the image has said about showing.</summary>
internal sealed class DisplayState
{
    public bool UpdatesDeferred { get; set; }
}
