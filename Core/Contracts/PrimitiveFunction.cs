using System.Runtime.CompilerServices;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Contracts;

/// <summary>A primitive as the interpreter calls it: the address of its adapter.</summary>
internal readonly unsafe struct PrimitiveFunction(nint code)
{
    private readonly nint _code = code;

    public bool IsNone => _code == 0;

    /// <param name="vm">The machine.</param>
    /// <param name="stack">The receiver, then the arguments.</param>
    /// <param name="count">The number of arguments.</param>
    /// <returns>
    /// The result; or <see cref="Oop.None"/>, when <see cref="VirtualMachine.Failure"/> says why it failed, or, if that is
    /// <see cref="PrimitiveError.None"/>, when the primitive has itself arranged where execution goes on.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Oop Call(VirtualMachine vm, Oop* stack, int count) =>
        ((delegate*<VirtualMachine, Oop*, int, Oop>)_code)(vm, stack, count);
}
