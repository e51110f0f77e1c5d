using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace JitTalk.Core.Contracts;

/// <summary>Compiles a dynamic method and tells its address.</summary>
internal static class FunctionPointer
{
    /// <summary>
    /// The real code's address, which stays as long as <paramref name="method"/> is referred to. Asked for before the
    /// method is prepared, it would be that of a stub, one jump more at every call.
    /// </summary>
    public static nint Of(DynamicMethod method)
    {
        RuntimeMethodHandle handle = GetMethodDescriptor(method);
        RuntimeHelpers.PrepareMethod(handle);
        return handle.GetFunctionPointer();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetMethodDescriptor")]
    private static extern RuntimeMethodHandle GetMethodDescriptor(DynamicMethod method);
}
