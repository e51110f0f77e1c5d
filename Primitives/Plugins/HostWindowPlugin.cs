using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.SystemControl;

namespace JitTalk.Primitives.Plugins;

/// <summary>The HostWindowPlugin, for the one window that there is: its number is 1.</summary>
internal static class HostWindowPlugin
{
    private const string Module = "HostWindowPlugin";
    private const int MainWindow = 1;

    [Primitive(Module, "primitiveHostWindowTitle")]
    public static Oop Title(VirtualMachine vm, Oop receiver, long window, Oop title)
    {
        if (window != MainWindow || !ObjectMemory.IsByteObject(title))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Host.WindowTitle = HostText.Of(title);
        return receiver;
    }

    /// <summary>What the image may draw in, in pixels.</summary>
    [Primitive(Module, "primitiveHostWindowSize")]
    public static Oop Size(VirtualMachine vm, Oop receiver, long window)
    {
        _ = receiver;
        (int width, int height) = vm.Host.ScreenSize;
        return window == MainWindow
            ? vm.OrNoMemory(vm.Memory.NewPoint(Oop.FromInteger(width), Oop.FromInteger(height)))
            : vm.Fail(PrimitiveError.BadArgument);
    }
}
