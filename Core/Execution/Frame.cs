using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>
/// One activation on the Smalltalk stack, which grows upward. This is the only file that knows the offsets.
/// </summary>
/// <remarks>
/// From low to high: the receiver and the arguments as the caller pushed them · fp: saved fp, method, context, pc, flags,
/// receiver · arguments, copied values, temps and the operand stack, in the order of a context's slots.
/// Arguments are copied so that a frame and its context are one memory copy apart, and a temp is one index whatever it
/// is; a block's own temps are what its first bytecodes push.
/// For a block the pushed receiver is the closure. Returning puts the result where the pushed receiver was.
/// A frame with heap temps (V3 blocks and their homes) has arguments and temps in the home context.
/// </remarks>
internal readonly unsafe struct Frame(Oop* fp)
{
    public const int SavedFp = 0;
    public const int MethodSlot = 1;
    public const int ContextSlot = 2;
    public const int PcSlot = 3;
    public const int FlagsSlot = 4;
    public const int ReceiverSlot = 5;
    public const int FirstTemp = 6;

    /// <summary>The frame of a closure.</summary>
    public const long ClosureFlag = 1 << 16;
    /// <summary>The frame of a BlockContext.</summary>
    public const long BlockContextFlag = 1 << 17;
    /// <summary>The temps are in the heap, in the home context.</summary>
    public const long HeapTempsFlag = 1 << 18;
    /// <summary>Compiled code made the frame, and may run it still.</summary>
    public const long CompiledFlag = 1 << 19;

    private const int ArgumentMask = 0xFF;

    public readonly Oop* Fp = fp;

    public bool IsNone => Fp == null;

    public Frame Caller => new((Oop*)Fp[SavedFp].Bits);
    public Oop Method => Fp[MethodSlot];
    public Oop Receiver => Fp[ReceiverSlot];

    /// <summary>The context married to this frame, or <see cref="Oop.None"/>.</summary>
    public Oop Context
    {
        get => Fp[ContextSlot];
        set => Fp[ContextSlot] = value;
    }

    /// <summary>Byte offset of the next bytecode from the method's slot 0, while the frame does not run.</summary>
    public int Pc
    {
        get => (int)Fp[PcSlot].Bits;
        set => Fp[PcSlot] = new Oop(value);
    }

    public long Flags => Fp[FlagsSlot].Bits;

    /// <summary>The number of arguments that the caller pushed.</summary>
    public int ArgumentCount => (int)Flags & ArgumentMask;

    public bool IsClosure => (Flags & ClosureFlag) != 0;
    public bool IsBlockContext => (Flags & BlockContextFlag) != 0;
    public bool HasHeapTemps => (Flags & HeapTempsFlag) != 0;

    /// <summary>The pushed receiver, where the result goes.</summary>
    public Oop* Base => Fp - 1 - ArgumentCount;

    /// <summary>The closure of a closure's frame.</summary>
    public Oop Closure => *Base;

    public Oop* Temps => Fp + FirstTemp;

    /// <summary>The top of the caller's operand stack while this frame lives.</summary>
    public Oop* CallerSp => Base - 1;

    public void AddFlags(long flags) => Fp[FlagsSlot] = new Oop(Flags | flags);

    public void RemoveFlags(long flags) => Fp[FlagsSlot] = new Oop(Flags & ~flags);

    /// <summary>Writes a header at <paramref name="fp"/>.</summary>
    public static void Write(Oop* fp, Oop* callerFp, Oop method, Oop receiver, long flags)
    {
        fp[SavedFp] = new Oop((long)callerFp);
        fp[MethodSlot] = method;
        fp[ContextSlot] = default;
        fp[FlagsSlot] = new Oop(flags);
        fp[ReceiverSlot] = receiver;
    }
}
