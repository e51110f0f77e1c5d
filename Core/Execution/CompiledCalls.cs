using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>
/// What compiled code calls. Before each call it has stored what its frame holds, and in the frame the pc to go on at.
/// What answers a <c>long</c> answers an oop's bits, or 0 for: unwind, answer 0 yourself. Nothing is inlined there: it
/// would be most of the code.
/// </summary>
internal static unsafe class CompiledCalls
{
    /// <summary>A send whose receiver's class is the cell's; links the cell.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Send(Oop* sp, Oop* fp, CallCell* cell) => Of(cell->Machine).SendFromCode(sp, fp, cell);

    /// <summary>A send that leads to a primitive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Primitive(Oop* sp, Oop* fp, CallCell* cell) => Of(cell->Machine).PrimitiveFromCode(sp, fp, cell);

    /// <summary>blockCopy: to a context.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long BlockCopy(Oop* sp, Oop* fp, CallCell* cell) => Of(cell->Machine).BlockCopyFromCode(sp, fp, cell);

    /// <summary>value… of a BlockContext, as for <see cref="Value"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long BlockContextValue(Oop* sp, Oop* fp, BlockCell* cell) => Of(cell->Send->Machine).BlockContextValueFromCode(sp, fp, cell);

    /// <summary>Makes a closure of values that lie on top of the stack, in the frame's context.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Closure(Oop* sp, Oop* fp, long shape, nint machine) => Of(machine).ClosureFromCode(sp, fp, shape).Bits;

    /// <summary>A send to a receiver of any class.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long SendAny(Oop* sp, Oop* fp, CallCell* cell) => Of(cell->Machine).SendAnyFromCode(sp, fp, cell);

    /// <summary>A send of perform: and its kin, whose selector lies above the receiver.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Perform(Oop* sp, Oop* fp, CallCell* cell) => Of(cell->Machine).PerformFromCode(sp, fp, cell);

    /// <summary>value… of a closure that lies below its arguments, and is not the block that the cell remembers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Value(Oop* sp, Oop* fp, BlockCell* cell) => Of(cell->Send->Machine).ValueFromCode(sp, fp, cell, isFull: false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long FullValue(Oop* sp, Oop* fp, BlockCell* cell) => Of(cell->Send->Machine).ValueFromCode(sp, fp, cell, isFull: true);

    /// <summary>Unwinding ends at a frame, which goes on as the interpreter's registers say, up to the end of the activation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long GoOnAfterUnwinding(Oop* fp, nint machine) => Of(machine).GoOnAfterUnwinding(fp);

    /// <summary>Goes on at the frame's pc in the interpreter, up to the end of the activation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Exit(Oop* sp, Oop* fp, ExitPoint* exit) => Of(exit->Machine).ExitFromCode(sp, fp, exit, isLoop: false);

    /// <summary>The same in a loop's code: the interpreter that entered it goes on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long ExitFromLoop(Oop* sp, Oop* fp, ExitPoint* exit) => Of(exit->Machine).ExitFromCode(sp, fp, exit, isLoop: true);

    /// <summary>Whether a frame's receiver has its variables, and has them itself: 1 or 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int HasVariables(Oop* fp, int count, nint machine) => Of(machine).HasVariablesForCode(fp, count, isContextFit: false) ? 1 : 0;

    /// <summary>The same where a context may have them in a frame.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int HasVariablesOrFrame(Oop* fp, int count, nint machine) => Of(machine).HasVariablesForCode(fp, count, isContextFit: true) ? 1 : 0;

    /// <summary>A variable of a frame's receiver, which may be a context.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long ReceiverVariable(Oop* sp, Oop* fp, int slot, nint machine) => Of(machine).ReceiverVariableFromCode(sp, fp, slot).Bits;

    /// <summary>A safepoint. Answers 1 when the activation goes on, else 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Poll(Oop* sp, Oop* fp, nint machine) => Of(machine).PollFromCode(sp, fp);

    /// <summary>Marries a frame, and has its temps in the heap from then on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void MoveTemps(Oop* fp, nint machine) => Of(machine).MoveTempsForCode(fp);

    /// <summary>The part of a safepoint that no activation can do without.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long CheckStack(Oop* sp, Oop* fp, nint machine) => Of(machine).CheckStackFromCode(sp, fp);

    /// <summary>A return from a frame that has a context; the result is on top.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long ReturnMarried(Oop* sp, Oop* fp, nint machine) => Of(machine).ReturnMarriedFromCode(sp, fp, isLoop: false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long ReturnMarriedFromLoop(Oop* sp, Oop* fp, nint machine) => Of(machine).ReturnMarriedFromCode(sp, fp, isLoop: true);

    /// <summary><c>^</c> in a block; the result is on top.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long ReturnFromHome(Oop* sp, Oop* fp, nint machine) => Of(machine).ReturnHomeFromCode(sp, fp, isLoop: false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long ReturnFromHomeInLoop(Oop* sp, Oop* fp, nint machine) => Of(machine).ReturnHomeFromCode(sp, fp, isLoop: true);

    /// <summary>Runs the bytecode at the frame's pc. Answers 0 when the activation cannot simply go on after it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Step(Oop* sp, Oop* fp, nint machine) => Of(machine).StepFromCode(sp, fp);

    /// <summary>Goes on as the interpreter's registers say, up to the end of the activation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long GoOn(Oop* fp, nint machine) => Of(machine).GoOnFromCode(fp, isLoop: false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long GoOnInLoop(Oop* fp, nint machine) => Of(machine).GoOnFromCode(fp, isLoop: true);

    /// <summary>An arithmetic bytecode for numbers of any kind; 0 when it takes a real send.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Arithmetic(long left, long right, int op, nint machine) =>
        Of(machine).TryArithmetic((Op)op, new Oop(left), new Oop(right), out Oop result) ? result.Bits : 0;

    /// <summary>Whether an oop is a Float, or an integer that a Float holds without loss: 1 or 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int IsNumber(long oop, nint machine) => Of(machine).TryNumber(new Oop(oop), out _) ? 1 : 0;

    /// <summary>The value of what <see cref="IsNumber"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double ToDouble(long oop, nint machine)
    {
        _ = Of(machine).TryNumber(new Oop(oop), out double value);
        return value;
    }

    /// <summary>A Float, as an object where it needs one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long NewFloat(double value, nint machine) => Of(machine).NewFloat(value).Bits;

    /// <summary>The class of an oop that may be a forwarder.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long ClassOf(long oop, nint machine) => Of(machine).Memory.ClassOf(ObjectMemory.Followed(new Oop(oop))).Bits;

    /// <summary>Remembers an old object that a young one was stored into.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Remember(long oop, nint machine) => Of(machine).Memory.Remembered.Add(new Oop(oop));

    /// <summary>Whether two oops are one object, though one may be a forwarder: 1 or 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int AreOne(long left, long right) =>
        ObjectMemory.Followed(new Oop(left)) == ObjectMemory.Followed(new Oop(right)) ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Interpreter Of(nint machine) => Unsafe.As<Interpreter>(GCHandle.FromIntPtr(machine).Target!);
}
