using System.Text;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.SystemControl;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The clipboard as UTF-8, which Scratch takes in preference to the one of MacRoman. The plugin's fonts are not there: those
/// entries fail, and Scratch draws with its own.
/// </summary>
internal static class UnicodePlugin
{
    private const string Module = "UnicodePlugin";

    /// <summary>Bytes of the text that is there.</summary>
    [Primitive(Module, "primitiveClipboardSize")]
    public static Oop ClipboardSize(VirtualMachine vm, Oop receiver)
    {
        _ = receiver;
        return Oop.FromInteger(Encoding.UTF8.GetByteCount(vm.Host.Clipboard));
    }

    /// <summary>Copies what finds room; answers the number of bytes.</summary>
    [Primitive(Module, "primitiveClipboardGet")]
    public static Oop ClipboardGet(VirtualMachine vm, Oop receiver, Oop buffer)
    {
        _ = receiver;
        if (!ObjectMemory.IsByteObject(buffer))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(buffer)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        ReadOnlySpan<byte> text = Encoding.UTF8.GetBytes(vm.Host.Clipboard);
        Span<byte> room = ObjectMemory.ByteSpan(buffer);
        int count = Math.Min(text.Length, room.Length);
        text[..count].CopyTo(room);
        return Oop.FromInteger(count);
    }

    /// <summary>Takes so many bytes of a text.</summary>
    [Primitive(Module, "primitiveClipboardPut")]
    public static Oop ClipboardPut(VirtualMachine vm, Oop receiver, Oop text, long count)
    {
        if (!ObjectMemory.IsByteObject(text) || count < 0 || count > ObjectMemory.ByteLength(text))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        vm.Host.Clipboard = HostText.Of(ObjectMemory.ByteSpan(text)[..(int)count]);
        return receiver;
    }
}
