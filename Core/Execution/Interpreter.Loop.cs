using System.Runtime.CompilerServices;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// The bytecode loop. Hot cases are inline; cold ones save the registers, call a method that is not inlined, and reload.
internal sealed unsafe partial class Interpreter
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interpret()
    {
        VmState* state = _memory.State;
        MethodCacheEntry* methods = _methods.Entries;
        uint mask = _methods.Mask;
        Oop nil = _memory.Nil;
        long oldStart = _memory.OldStart;

    reload:
        if (IsHalted)
        {
            return;
        }
        _objectsMoved = false;
        byte* ip = _ip;
        Oop* sp = _sp;
        Oop* fp = _fp;
        Oop* literals;
        Oop* slots;
        Oop* temps;
        ushort* decode;

    enterFrame:
        {
            Oop method = fp[Frame.MethodSlot];
            literals = ObjectMemory.Slots(method) + 1;
            slots = ObjectMemory.Slots(fp[Frame.ReceiverSlot]);
            temps = (fp[Frame.FlagsSlot].Bits & Frame.HeapTempsFlag) == 0 ? fp + Frame.FirstTemp : HeapTemps(new Frame(fp));
            decode = DecodeFor(method);
        }

        Oop selector;
        int argumentCount;
        int classIndex;
        bool condition;
        while (true)
        {
            uint entry = decode[*ip++];
            int operand = (int)(entry >> 8);
            switch ((Op)(byte)entry)
            {
                case Op.PushReceiverVariable:
                    *++sp = slots[operand];
                    continue;
                case Op.PushTemp:
                    *++sp = temps[operand];
                    continue;
                case Op.PushLiteral:
                    *++sp = literals[operand];
                    continue;
                case Op.PushLiteralVariable:
                    *++sp = ObjectMemory.Slots(literals[operand])[Layouts.Association.Value];
                    continue;
                case Op.PushReceiver:
                    *++sp = fp[Frame.ReceiverSlot];
                    continue;
                case Op.PushTrue:
                    *++sp = _memory.True;
                    continue;
                case Op.PushFalse:
                    *++sp = _memory.False;
                    continue;
                case Op.PushNil:
                    *++sp = nil;
                    continue;
                case Op.PushInteger:
                    *++sp = Oop.FromInteger(operand - 1);
                    continue;
                case Op.Dup:
                    sp[1] = *sp;
                    sp++;
                    continue;
                case Op.Pop:
                    sp--;
                    continue;
                case Op.Nop:
                    continue;

                case Op.StorePopReceiverVariable:
                    {
                        ulong header = ((ulong*)slots)[-1];
                        if (ObjectHeader.IsReadOnly(header))
                        {
                            goto default;
                        }
                        Oop value = *sp--;
                        slots[operand] = value;
                        if ((long)slots > oldStart && value.IsPointer && value.Bits < oldStart)
                        {
                            _memory.Remembered.Add(new Oop((long)(slots - 1)));
                        }
                        continue;
                    }
                case Op.StorePopTemp:
                    temps[operand] = *sp--;
                    continue;

                case Op.ReturnReceiver:
                    *++sp = fp[Frame.ReceiverSlot];
                    goto methodReturn;
                case Op.ReturnTrue:
                    *++sp = _memory.True;
                    goto methodReturn;
                case Op.ReturnFalse:
                    *++sp = _memory.False;
                    goto methodReturn;
                case Op.ReturnNil:
                    *++sp = nil;
                    goto methodReturn;
                case Op.ReturnTop:
                    goto methodReturn;
                case Op.BlockReturnNil:
                    *++sp = nil;
                    goto returnToCaller;
                case Op.BlockReturnTop:
                    goto returnToCaller;

                case Op.Jump:
                    ip += operand;
                    continue;
                case Op.JumpFalse:
                    {
                        Oop test = *sp--;
                        if (test == _memory.False)
                        {
                            ip += operand;
                            continue;
                        }
                        if (test == _memory.True)
                        {
                            continue;
                        }
                        goto mustBeBoolean;
                    }
                case Op.JumpTrue:
                    {
                        Oop test = *sp--;
                        if (test == _memory.True)
                        {
                            ip += operand;
                            continue;
                        }
                        if (test == _memory.False)
                        {
                            continue;
                        }
                        goto mustBeBoolean;
                    }
                case Op.LongJumpFalse:
                    {
                        Oop test = *sp--;
                        int distance = (operand << 8) + *ip++;
                        if (test == _memory.False)
                        {
                            ip += distance;
                            continue;
                        }
                        if (test == _memory.True)
                        {
                            continue;
                        }
                        goto mustBeBoolean;
                    }
                case Op.LongJumpTrue:
                    {
                        Oop test = *sp--;
                        int distance = (operand << 8) + *ip++;
                        if (test == _memory.True)
                        {
                            ip += distance;
                            continue;
                        }
                        if (test == _memory.False)
                        {
                            continue;
                        }
                        goto mustBeBoolean;
                    }
                case Op.LongJump:
                    ip += ((operand - 4) << 8) + *ip + 1;
                    if (operand < 4 && (long)sp >= state->StackLimit)
                    {
                        goto poll;
                    }
                    continue;

                case Op.Add:
                    {
                        Oop a = sp[-1];
                        Oop b = *sp;
                        if ((a.Bits & b.Bits & Oop.IntegerTag) != 0)
                        {
                            long result = a.Integer + b.Integer;
                            if ((ulong)(result - _minInteger) <= _integerRange)
                            {
                                *--sp = Oop.FromInteger(result);
                                continue;
                            }
                        }
                        goto arithmetic;
                    }
                case Op.Subtract:
                    {
                        Oop a = sp[-1];
                        Oop b = *sp;
                        if ((a.Bits & b.Bits & Oop.IntegerTag) != 0)
                        {
                            long result = a.Integer - b.Integer;
                            if ((ulong)(result - _minInteger) <= _integerRange)
                            {
                                *--sp = Oop.FromInteger(result);
                                continue;
                            }
                        }
                        goto arithmetic;
                    }
                case Op.LessThan:
                    if ((sp[-1].Bits & sp->Bits & Oop.IntegerTag) != 0)
                    {
                        condition = sp[-1].Bits < sp->Bits;
                        goto compared;
                    }
                    goto arithmetic;
                case Op.GreaterThan:
                    if ((sp[-1].Bits & sp->Bits & Oop.IntegerTag) != 0)
                    {
                        condition = sp[-1].Bits > sp->Bits;
                        goto compared;
                    }
                    goto arithmetic;
                case Op.LessOrEqual:
                    if ((sp[-1].Bits & sp->Bits & Oop.IntegerTag) != 0)
                    {
                        condition = sp[-1].Bits <= sp->Bits;
                        goto compared;
                    }
                    goto arithmetic;
                case Op.GreaterOrEqual:
                    if ((sp[-1].Bits & sp->Bits & Oop.IntegerTag) != 0)
                    {
                        condition = sp[-1].Bits >= sp->Bits;
                        goto compared;
                    }
                    goto arithmetic;
                case Op.Equal:
                    if ((sp[-1].Bits & sp->Bits & Oop.IntegerTag) != 0)
                    {
                        condition = sp[-1] == *sp;
                        goto compared;
                    }
                    goto arithmetic;
                case Op.NotEqual:
                    if ((sp[-1].Bits & sp->Bits & Oop.IntegerTag) != 0)
                    {
                        condition = sp[-1] != *sp;
                        goto compared;
                    }
                    goto arithmetic;
                case Op.Identical:
                    condition = sp[-1] == *sp;
                    goto compared;
                case Op.NotIdentical:
                    condition = sp[-1] != *sp;
                    goto compared;
                case Op.BitAnd:
                    if ((sp[-1].Bits & sp->Bits & Oop.IntegerTag) != 0)
                    {
                        Oop b = *sp--;
                        *sp = new Oop(sp->Bits & b.Bits);
                        continue;
                    }
                    goto arithmetic;
                case Op.BitOr:
                    if ((sp[-1].Bits & sp->Bits & Oop.IntegerTag) != 0)
                    {
                        Oop b = *sp--;
                        *sp = new Oop(sp->Bits | b.Bits);
                        continue;
                    }
                    goto arithmetic;
                case Op.Multiply:
                case Op.Divide:
                case Op.Modulo:
                case Op.IntegerDivide:
                case Op.BitShift:
                case Op.MakePoint:
                    goto arithmetic;
                case Op.Class:
                    *sp = _memory.ClassOf(*sp);
                    continue;

                case Op.Send0:
                    selector = literals[operand];
                    argumentCount = 0;
                    goto send;
                case Op.Send1:
                    selector = literals[operand];
                    argumentCount = 1;
                    goto send;
                case Op.Send2:
                    selector = literals[operand];
                    argumentCount = 2;
                    goto send;
                case Op.SendSpecial:
                    selector = SpecialSelector(operand, out argumentCount);
                    goto send;

                case Op.PushRemoteTemp:
                    *++sp = ObjectMemory.Slots(temps[ip[1]])[ip[0]];
                    ip += 2;
                    continue;

                default:
                    _sp = sp;
                    _fp = fp;
                    _ip = ip;
                    switch (ExecuteCold((Op)(byte)entry, operand))
                    {
                        case Outcome.Continue:
                            sp = _sp;
                            ip = _ip;
                            continue;
                        case Outcome.Send:
                            sp = _sp;
                            ip = _ip;
                            selector = _pendingSelector;
                            argumentCount = _pendingArgumentCount;
                            classIndex = _pendingClassIndex;
                            goto sendToClass;
                        default:
                            goto reload;
                    }
            }

        compared:
            {
                // A jump nearly always follows: it needs no Boolean object.
                sp -= 2;
                uint next = decode[*ip];
                if ((Op)(byte)next == Op.JumpFalse)
                {
                    ip += condition ? 1 : 1 + (int)(next >> 8);
                    continue;
                }
                if ((Op)(byte)next == Op.LongJumpFalse)
                {
                    ip += condition ? 2 : 2 + ((int)(next >> 8) << 8) + ip[1];
                    continue;
                }
                *++sp = condition ? _memory.True : _memory.False;
                continue;
            }

        arithmetic:
            {
                Op op = (Op)(byte)entry;
                if (TryArithmetic(op, sp[-1], *sp, out Oop result))
                {
                    *--sp = result;
                    continue;
                }
                selector = SpecialSelector(op - Op.Add, out argumentCount);
                goto send;
            }

        mustBeBoolean:
            // The image finds the jump before the pc, and its answer replaces the object (VMMaker internalMustBeBoolean).
            sp++;
            selector = _memory.Special(SpecialObject.SelectorMustBeBoolean);
            argumentCount = 0;

        send:
            {
                Oop receiver = sp[-argumentCount];
                classIndex = receiver.IsImmediate ? receiver.Tag : ObjectHeader.ClassIndex(ObjectMemory.Header(receiver));
            }

        sendToClass:
            MethodCacheEntry* found = methods + MethodCache.Probe(selector, classIndex, mask);
            if (found->Selector != selector || found->ClassIndex != classIndex)
            {
                _sp = sp;
                _fp = fp;
                _ip = ip;
                found = Lookup(selector, classIndex, argumentCount);
                sp = _sp;
                selector = found->Selector;
                argumentCount = found->ArgumentCount;
            }

            bool failed = false;
            switch (found->Kind)
            {
                case MethodKind.Plain:
                    break;
                case MethodKind.AnswerSelf:
                    continue;
                case MethodKind.AnswerSlot:
                    *sp = ObjectMemory.Slots(*sp)[found->Index];
                    continue;
                case MethodKind.AnswerContextSlot:
                    _sp = sp;
                    _fp = fp;
                    _ip = ip;
                    *sp = ContextSlot(*sp, found->Index);
                    continue;
                case MethodKind.AnswerConstant:
                    *sp = QuickConstant(found->Index);
                    continue;
                case MethodKind.At:
                    {
                        Oop array = sp[-1];
                        Oop index = *sp;
                        if (array.IsPointer && index.IsInteger)
                        {
                            ulong header = ObjectMemory.Header(array);
                            ulong at = (ulong)index.Integer - 1;
                            ObjectFormat format = ObjectHeader.Format(header);
                            if (format == ObjectFormat.Indexable && at < (ulong)ObjectMemory.SlotCount(array))
                            {
                                *--sp = ObjectMemory.Slots(array)[at];
                                continue;
                            }
                            if (format.IsBytes() && at < (ulong)ObjectMemory.ByteLength(array))
                            {
                                *--sp = Oop.FromInteger(ObjectMemory.Bytes(array)[at]);
                                continue;
                            }
                        }
                        goto case MethodKind.Primitive;
                    }
                case MethodKind.StringAt:
                    {
                        Oop array = sp[-1];
                        Oop index = *sp;
                        if (array.IsPointer && index.IsInteger && ObjectMemory.FormatOf(array).IsBytes()
                            && (ulong)index.Integer - 1 < (ulong)ObjectMemory.ByteLength(array))
                        {
                            *--sp = _memory.Character(ObjectMemory.Bytes(array)[index.Integer - 1]);
                            continue;
                        }
                        goto case MethodKind.Primitive;
                    }
                case MethodKind.AtPut:
                    {
                        Oop array = sp[-2];
                        Oop index = sp[-1];
                        if (array.IsPointer && index.IsInteger)
                        {
                            ulong header = ObjectMemory.Header(array);
                            ulong at = (ulong)index.Integer - 1;
                            Oop value = *sp;
                            if (!ObjectHeader.IsReadOnly(header))
                            {
                                ObjectFormat format = ObjectHeader.Format(header);
                                if (format == ObjectFormat.Indexable && at < (ulong)ObjectMemory.SlotCount(array))
                                {
                                    _memory.Store((int)at, array, value);
                                    sp -= 2;
                                    *sp = value;
                                    continue;
                                }
                                if (format.IsBytes() && at < (ulong)ObjectMemory.ByteLength(array) && value.IsInteger
                                    && (ulong)value.Integer <= 255)
                                {
                                    ObjectMemory.Bytes(array)[at] = (byte)value.Integer;
                                    sp -= 2;
                                    *sp = value;
                                    continue;
                                }
                            }
                        }
                        goto case MethodKind.Primitive;
                    }
                case MethodKind.ClosureValue:
                case MethodKind.FullClosureValue:
                    _fp = fp;
                    _ip = ip;
                    _sp = sp;
                    if (ActivateClosure(*(sp - argumentCount), argumentCount, found->Kind == MethodKind.FullClosureValue))
                    {
                        fp = _fp;
                        sp = _sp;
                        ip = _ip;
                        if ((long)sp >= state->StackLimit)
                        {
                            if (found->Index == 0)
                            {
                                goto poll;
                            }
                            if (sp >= _stackEnd)
                            {
                                goto continueOnHeap;
                            }
                        }
                        goto enterFrame;
                    }
                    failed = true;
                    break;
                case MethodKind.UnwindMarker:
                    break;
                case MethodKind.Primitive:
                    {
                        _sp = sp;
                        _fp = fp;
                        _ip = ip;
                        Oop result = CallPrimitive(found->Index, argumentCount);
                        if (!result.IsNone)
                        {
                            if (_objectsMoved)
                            {
                                PopThenPush(argumentCount, result);
                                goto reload;
                            }
                            sp -= argumentCount;
                            *sp = result;
                            continue;
                        }
                        if (_vm.Failure == PrimitiveError.None)
                        {
                            // perform: and value… make frames as sends do.
                            if (_fp > fp && (long)_sp >= state->StackLimit)
                            {
                                Poll();
                            }
                            goto reload;
                        }
                        if (found->Selector != selector || found->ClassIndex != classIndex)
                        {
                            // A lookup of the primitive's own took the entry.
                            found = Lookup(selector, classIndex, argumentCount);
                        }
                        failed = true;
                        break;
                    }
                case MethodKind.Missing:
                    ReportMissing(found->Method);
                    failed = true;
                    break;
                case MethodKind.Intercepted:
                    _sp = sp;
                    _fp = fp;
                    _ip = ip;
                    if (IsIntercepted(found, argumentCount))
                    {
                        goto reload;
                    }
                    break;
                default:
                    _sp = sp;
                    _fp = fp;
                    _ip = ip;
                    selector = PushRunWithIn(found, argumentCount);
                    sp = _sp;
                    argumentCount = 3;
                    goto send;
            }

            {
                // The activation: arguments again above the header, then the temps.
                Oop method = found->Method;
                Oop* pushed = sp - argumentCount;
                Oop receiver = *pushed;
                fp[Frame.PcSlot] = new Oop(ip - ObjectMemory.Bytes(fp[Frame.MethodSlot]));
                Oop* frame = sp + 1;
                Frame.Write(frame, fp, method, receiver, argumentCount);
                sp = frame + Frame.ReceiverSlot;
                for (int i = 1; i <= argumentCount; i++)
                {
                    *++sp = pushed[i];
                }
                for (int i = found->TempCount; i > 0; i--)
                {
                    *++sp = nil;
                }
                fp = frame;
                temps = frame + Frame.FirstTemp;
                literals = ObjectMemory.Slots(method) + 1;
                slots = ObjectMemory.Slots(receiver);
                decode = found->Decode;
                ip = ObjectMemory.Bytes(method) + found->FirstBytecode;
                if (failed)
                {
                    StoreErrorCode(decode, ip, sp);
                }
                if (found->FlushesFrames)
                {
                    goto continueOnHeap;
                }
                if ((long)sp >= state->StackLimit)
                {
                    if (found->Kind != MethodKind.UnwindMarker)
                    {
                        goto poll;
                    }
                    if (sp >= _stackEnd)
                    {
                        goto continueOnHeap;
                    }
                }
                continue;
            }

        methodReturn:
            if ((fp[Frame.FlagsSlot].Bits & (Frame.ClosureFlag | Frame.BlockContextFlag)) != 0)
            {
                _sp = sp;
                _fp = fp;
                _ip = ip;
                ReturnFromHome(*sp);
                goto reload;
            }

        returnToCaller:
            {
                Oop* caller = (Oop*)fp[Frame.SavedFp].Bits;
                if (caller == null || !fp[Frame.ContextSlot].IsNone)
                {
                    _sp = sp;
                    _fp = fp;
                    _ip = ip;
                    ReturnSlowly(*sp);
                    goto reload;
                }
                Oop result = *sp;
                sp = fp - 1 - (int)(fp[Frame.FlagsSlot].Bits & 0xFF);
                *sp = result;
                fp = caller;
                ip = ObjectMemory.Bytes(fp[Frame.MethodSlot]) + fp[Frame.PcSlot].Bits;
                goto enterFrame;
            }

        continueOnHeap:
            _sp = sp;
            _fp = fp;
            _ip = ip;
            ContinueOnHeap();
            goto reload;

        poll:
            _sp = sp;
            _fp = fp;
            _ip = ip;
            Poll();
            goto reload;
        }
    }
}
