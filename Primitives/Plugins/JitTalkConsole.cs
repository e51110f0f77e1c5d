using System.Text;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Plugins;

/// <summary>The terminal as more than a stream of bytes. No other VM has it; images that use it can do without.</summary>
internal static class JitTalkConsole
{
    private const string Module = "JitTalkConsole";

    /// <summary>Reads a line with editing and history; answers nil at the end of the input. Fails where there is no terminal.</summary>
    [Primitive(Module, "primitiveReadLine")]
    public static Oop ReadLine(VirtualMachine vm, Oop receiver, Oop prompt)
    {
        if (vm.Options.StandardStreams.LineReader is not { } reader)
        {
            return vm.Fail(PrimitiveError.UnsupportedOperation);
        }
        if (!ObjectMemory.IsByteObject(prompt))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        return reader.ReadLine(Encoding.UTF8.GetString(ObjectMemory.ByteSpan(prompt))) is { } line ? vm.String(line) : vm.Memory.Nil;
    }
}
