using System.Runtime.InteropServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>
/// What a send in compiled code goes through: a selector, the class it is meant for, and the code that it leads to now.
/// Relinking is one store. Cells lie in low memory, and all sends of one selector to one class share one.
/// </summary>
/// <remarks>
/// <see cref="Code"/> is <c>long code(Oop* sp, Oop* fp, CallCell* cell)</c>, a managed function pointer. sp is the top of
/// the caller's stack, where the receiver and the arguments lie, fp the caller's frame. It answers the result's bits,
/// or 0: unwind.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct CallCell
{
    /// <summary>In place of a cell: the block that is called is to begin without a switch of processes.</summary>
    public const long WithoutSwitch = 1;

    /// <summary>A count that says: too many classes are sent this to foresee any.</summary>
    public const int Many = -1;

    public nint Code;

    /// <summary>A handle of the <see cref="Interpreter"/>.</summary>
    public nint Machine;

    public Oop Selector;

    /// <summary>The method that code was made for on the assumption that the send finds it; no oop for none.</summary>
    public Oop Assumed;

    /// <summary>Of the receiver, or for a send to super of the class to look in; 0 for any.</summary>
    public int ClassIndex;

    public int ArgumentCount;

    /// <summary>Sends through a cell for any class: how often, or <see cref="Many"/>.</summary>
    public int Count;

    /// <summary>The number of the <c>Jit</c>'s unit that owns a cell for any class.</summary>
    public int Owner;

    /// <summary>For a primitive: its place among the functions of the method cache.</summary>
    public int Primitive;

    /// <summary>The bytecode after the send, from slot 0, for a cell that one place owns.</summary>
    public int Offset;
}

/// <summary>A place where compiled code gives up, and the interpreter goes on with the activation.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct ExitPoint
{
    /// <summary>A handle of the <see cref="Interpreter"/>.</summary>
    public nint Machine;

    /// <summary>How often the place was left.</summary>
    public int Count;

    /// <summary>Why: the <c>Jit</c>'s number for it.</summary>
    public int Reason;

    /// <summary>The number of the <c>Jit</c>'s unit.</summary>
    public int Owner;

    /// <summary>Of the bytecode, from slot 0.</summary>
    public int Offset;
}
