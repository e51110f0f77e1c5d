using System.Runtime.CompilerServices;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// The bytecodes that the loop does not hold inline: the long forms, stores with checks, closures, extended sends.
internal sealed unsafe partial class Interpreter
{
    /// <summary>How the loop goes on after a cold bytecode.</summary>
    private enum Outcome
    {
        /// <summary>In the same frame.</summary>
        Continue,
        /// <summary>With the pending send.</summary>
        Send,
        /// <summary>In whatever frame is current now.</summary>
        Reload,
        /// <summary>At the head of a loop.</summary>
        BackJump,
    }

    private const int DirectedSuperFlag = 64;

    // V3's two bits of kind in the extended push and stores.
    private const int ReceiverVariableKind = 0;
    private const int TempKind = 1;
    private const int LiteralKind = 2;

    private Frame Current => new(_fp);
    private Oop* CurrentTemps => Current.HasHeapTemps ? HeapTemps(Current) : Current.Temps;

    private int NextByte() => *_ip++;
    private Oop Pop() => *_sp--;
    private Oop LiteralAt(int index) => CompiledCode.Literal(index, _fp[Frame.MethodSlot]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Outcome ExecuteCold(Op op, int operand)
    {
        switch (op)
        {
            case Op.PushThisContext:
                Push(MarriedContext(Current));
                return Outcome.Continue;
            case Op.StorePopReceiverVariable:
                return StoreReceiverVariable(operand, pop: true);

            case Op.ExtendedPush:
                return ExtendedPush(NextByte());
            case Op.ExtendedStore:
                return ExtendedStore(NextByte(), pop: false);
            case Op.ExtendedStorePop:
                return ExtendedStore(NextByte(), pop: true);
            case Op.ExtendedSuperSend:
                operand = NextByte();
                return PendSuperSend(LiteralAt(operand & 31), operand >> 5);
            case Op.DoubleExtended:
                operand = NextByte();
                return DoubleExtended(operand >> 5, operand & 31, NextByte());
            case Op.PushClosureCopy:
                return PushClosureCopy();

            case Op.PushNewArray:
                return PushNewArray(NextByte());
            case Op.PushRemoteTemp:
                operand = NextByte();
                Push(_memory.Fetch(operand, VectorAt(NextByte(), operand)));
                return Outcome.Continue;
            case Op.StoreRemoteTemp:
                operand = NextByte();
                _memory.Store(operand, VectorAt(NextByte(), operand), *_sp);
                return Outcome.Continue;
            case Op.StorePopRemoteTemp:
                operand = NextByte();
                _memory.Store(operand, VectorAt(NextByte(), operand), Pop());
                return Outcome.Continue;
            case Op.CallPrimitive:
                // Read by the send; nothing to do when a debugger steps into the method.
                _ip += 2;
                return Outcome.Continue;

            case Op.ExtendA or Op.ExtendB:
                return Extended(op);
            case >= Op.LongPushReceiverVariable and <= Op.PushClosure:
                return ExecuteLong(op, 0, 0);
            default:
                return PendUnknown();
        }
    }

    private Outcome ExtendedPush(int code)
    {
        int index = code & 63;
        switch (code >> 6)
        {
            case ReceiverVariableKind:
                return PushReceiverVariable(index);
            case TempKind:
                Push(CurrentTemps[index]);
                break;
            case LiteralKind:
                Push(LiteralAt(index));
                break;
            default:
                Push(_memory.Fetch(Layouts.Association.Value, LiteralAt(index)));
                break;
        }
        return Outcome.Continue;
    }

    private Outcome ExtendedStore(int code, bool pop)
    {
        int index = code & 63;
        switch (code >> 6)
        {
            case ReceiverVariableKind:
                return StoreReceiverVariable(index, pop);
            case TempKind:
                CurrentTemps[index] = *_sp;
                _sp -= pop ? 1 : 0;
                return Outcome.Continue;
            case LiteralKind:
                return PendUnknown();
            default:
                return StoreInto(LiteralAt(index), Layouts.Association.Value, pop);
        }
    }

    private Outcome DoubleExtended(int kind, int argumentCount, int index)
    {
        switch (kind)
        {
            case 0:
                return PendSend(LiteralAt(index), argumentCount);
            case 1:
                return PendSuperSend(LiteralAt(index), argumentCount);
            case 2:
                return PushReceiverVariable(index);
            case 3:
                Push(LiteralAt(index));
                return Outcome.Continue;
            case 4:
                Push(_memory.Fetch(Layouts.Association.Value, LiteralAt(index)));
                return Outcome.Continue;
            case 5:
                return StoreReceiverVariable(index, pop: false);
            case 6:
                return StoreReceiverVariable(index, pop: true);
            default:
                return StoreInto(LiteralAt(index), Layouts.Association.Value, pop: false);
        }
    }

    /// <summary>Gathers the extensions before a SistaV1 bytecode: A unsigned, B signed by its first byte.</summary>
    private Outcome Extended(Op op)
    {
        int a = 0;
        int b = 0;
        bool signed = false;
        while (true)
        {
            if (op == Op.ExtendA)
            {
                a = (a << 8) | NextByte();
            }
            else if (op == Op.ExtendB)
            {
                int next = NextByte();
                b = signed ? (b << 8) | next : (sbyte)next;
                signed = true;
            }
            else if (op == Op.PushThisContext)
            {
                // Extension B names the other pseudo variables of Newspeak; Squeak has thisContext and thisProcess.
                Push(b == 1 ? ActiveProcess : MarriedContext(Current));
                return Outcome.Continue;
            }
            else if (op is Op.PushNewArray or (>= Op.LongPushReceiverVariable and <= Op.PushClosure))
            {
                return op == Op.PushNewArray ? PushNewArray(NextByte()) : ExecuteLong(op, a, b);
            }
            else
            {
                return PendUnknown();
            }
            op = (Op)(byte)BytecodeSet.SistaV1.Decode[NextByte()];
        }
    }

    private Outcome ExecuteLong(Op op, int a, int b)
    {
        int next = NextByte();
        int index = next + (a << 8);
        switch (op)
        {
            case Op.LongPushReceiverVariable:
                return PushReceiverVariable(index);
            case Op.LongPushLiteralVariable:
                Push(_memory.Fetch(Layouts.Association.Value, LiteralAt(index)));
                break;
            case Op.LongPushLiteral:
                Push(LiteralAt(index));
                break;
            case Op.LongPushTemp:
                Push(CurrentTemps[next]);
                break;
            case Op.LongPushInteger:
                Push(Oop.FromInteger(next + (b << 8)));
                break;
            case Op.LongPushCharacter:
                Push(Oop.FromCharacter(next + (b << 8)));
                break;
            case Op.LongSend:
                return PendSend(LiteralAt((next >> 3) + (a << 5)), (next & 7) + (b << 3));
            case Op.LongSuperSend:
                return b >= DirectedSuperFlag
                    ? PendDirectedSuperSend(LiteralAt((next >> 3) + (a << 5)), (next & 7) + ((b & (DirectedSuperFlag - 1)) << 3))
                    : PendSuperSend(LiteralAt((next >> 3) + (a << 5)), (next & 7) + (b << 3));
            case Op.ExtendedJump:
                _ip += next + (b << 8);
                return b < 0 ? Outcome.BackJump : Outcome.Continue;
            case Op.ExtendedJumpTrue:
                return JumpIf(_memory.True, _memory.False, next + (b << 8));
            case Op.ExtendedJumpFalse:
                return JumpIf(_memory.False, _memory.True, next + (b << 8));
            case Op.LongStorePopReceiverVariable:
                return StoreReceiverVariable(index, pop: true);
            case Op.LongStorePopLiteralVariable:
                return StoreInto(LiteralAt(index), Layouts.Association.Value, pop: true);
            case Op.LongStorePopTemp:
                CurrentTemps[next] = Pop();
                break;
            case Op.LongStoreReceiverVariable:
                return StoreReceiverVariable(index, pop: false);
            case Op.LongStoreLiteralVariable:
                return StoreInto(LiteralAt(index), Layouts.Association.Value, pop: false);
            case Op.LongStoreTemp:
                CurrentTemps[next] = *_sp;
                break;
            case Op.PushFullClosure:
                return PushFullClosure(LiteralAt(index), NextByte());
            default:
                return PushEmbeddedClosure(next, a, b);
        }
        return Outcome.Continue;
    }

    private Outcome JumpIf(Oop taken, Oop other, int distance)
    {
        Oop test = *_sp;
        if (test == taken || test == other)
        {
            _sp--;
            _ip += test == taken ? distance : 0;
            return Outcome.Continue;
        }
        return PendSend(_memory.Special(SpecialObject.SelectorMustBeBoolean), 0);
    }

    private Outcome PushReceiverVariable(int index)
    {
        Oop receiver = _fp[Frame.ReceiverSlot];
        Push(IsMarried(receiver) ? ContextSlot(receiver, index) : _memory.Fetch(index, receiver));
        return Outcome.Continue;
    }

    private Outcome StoreReceiverVariable(int index, bool pop)
    {
        Oop receiver = _fp[Frame.ReceiverSlot];
        if (!IsMarried(receiver))
        {
            return StoreInto(receiver, index, pop);
        }
        Oop value = *_sp;
        _sp -= pop ? 1 : 0;
        StoreContextSlot(receiver, index, value);
        return Outcome.Reload;
    }

    /// <summary>Stores the top of the stack; into a read-only object it sends #attemptToAssign:withIndex: instead.</summary>
    private Outcome StoreInto(Oop oop, int slot, bool pop)
    {
        Oop value = *_sp;
        if (!ObjectHeader.IsReadOnly(ObjectMemory.Header(oop)))
        {
            _memory.Store(slot, oop, value);
            _sp -= pop ? 1 : 0;
            return Outcome.Continue;
        }
        // The answer of the send is dropped by the image (VMMaker storeAttemptToImmutable…: it returns through the context).
        _sp -= pop ? 1 : 0;
        Push(oop);
        Push(value);
        Push(Oop.FromInteger(slot + 1));
        return PendSend(_memory.Special(SpecialObject.SelectorAttemptToAssign), 2);
    }

    private Outcome PushNewArray(int code)
    {
        int size = code & 127;
        Oop array = _memory.NewArray(size);
        if (array.IsNone)
        {
            throw new FatalVmException("out of memory");
        }
        if (code > 127)
        {
            _sp -= size;
            new ReadOnlySpan<Oop>(_sp + 1, size).CopyTo(new Span<Oop>(ObjectMemory.Slots(array), size));
        }
        Push(array);
        return Outcome.Continue;
    }

    private Outcome PendSend(Oop selector, int argumentCount)
    {
        _pendingSelector = selector;
        _pendingArgumentCount = argumentCount;
        _pendingClassIndex = ObjectMemory.ClassIndexOf(*(_sp - argumentCount));
        return Outcome.Send;
    }

    /// <summary>Above the class of the method, whatever the receiver's.</summary>
    private Outcome PendSuperSend(Oop selector, int argumentCount)
    {
        _ = PendSend(selector, argumentCount);
        _pendingClassIndex = SuperclassIndex(MethodClass(_fp[Frame.MethodSlot]));
        return Outcome.Send;
    }

    /// <summary>Above a class on top of the stack.</summary>
    private Outcome PendDirectedSuperSend(Oop selector, int argumentCount)
    {
        Oop behavior = ObjectMemory.Followed(Pop());
        if (!HasVariables(behavior, Layouts.Class.Superclass + 1))
        {
            throw Distrusted(_fp[Frame.MethodSlot], "it sends to super of what is no class");
        }
        _ = PendSend(selector, argumentCount);
        _pendingClassIndex = SuperclassIndex(behavior);
        return Outcome.Send;
    }

    /// <summary>An unassigned bytecode sends #unusedBytecode to the context (VMMaker <c>respondToUnknownBytecode</c>).</summary>
    private Outcome PendUnknown()
    {
        Push(MarriedContext(Current));
        Oop selector = _memory.Special(SpecialObject.SelectorUnknownBytecode);
        return selector == _memory.Nil
            ? throw new FatalVmException($"unknown bytecode {_ip[-1]}")
            : PendSend(selector, 0);
    }

    /// <summary>The class that a method was compiled in: its last literal's value, for a block its method's.</summary>
    public Oop MethodClass(Oop code) => _memory.Fetch(Layouts.Association.Value, CompiledCode.ClassBinding(code, _dialect));
}
