using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Plugins;

/// <summary>Universally unique identifiers (VMMaker <c>UUIDPlugin</c>).</summary>
internal static class UuidPlugin
{
    private const int UuidBytes = 16;

    /// <summary>Fills the receiver, or the argument, 16 bytes, with a new identifier.</summary>
    [Primitive("UUIDPlugin", "primitiveMakeUUID")]
    public static Oop MakeUuid(VirtualMachine vm, Arguments arguments)
    {
        if (arguments.Count > 1)
        {
            return vm.Fail(PrimitiveError.BadNumberOfArguments);
        }
        Oop uuid = arguments[arguments.Count];
        if (!ObjectMemory.IsByteObject(uuid) || ObjectMemory.ByteLength(uuid) != UuidBytes)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (ObjectHeader.IsReadOnly(ObjectMemory.Header(uuid)))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        _ = Guid.NewGuid().TryWriteBytes(ObjectMemory.ByteSpan(uuid), bigEndian: true, out _);
        return uuid;
    }
}
