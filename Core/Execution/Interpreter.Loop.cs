using System.Runtime.CompilerServices;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// The bytecode loop. Hot cases are inline; cold ones save the registers, call a method that is not inlined, and reload.
internal sealed unsafe partial class Interpreter
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Interpret(Oop* lowest)
    {
        VmState* state = _memory.State;
        MethodCacheEntry* methods = _methods.Entries;
        uint mask = _methods.Mask;
        Oop nil = _memory.Nil;
        Oop yes = _memory.True;
        Oop no = _memory.False;
        SendSite* sites = _sites.Sites;
        int callThreshold = _jit?.CallThreshold ?? 0;
        int turns = TurnsPerCount - 1;

    reload:
        if ((IsHalted || UnwindTarget != NoUnwind) && !GoesOn(lowest, out long answer))
        {
            return answer;
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
            decode = literals[-1].Bits < 0 ? _sistaDecode : _v3Decode;
        }

        Oop selector;
        int argumentCount;
        int classIndex;
        bool condition;
        int distance;
        nint code;
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
                case Op.PushTrue or Op.PushFalse:
                    *++sp = (Op)(byte)entry == Op.PushTrue ? yes : no;
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
                        if ((long)slots > _memory.OldStart && value.IsPointer && value.Bits < _memory.OldStart)
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
                case Op.ReturnTrue or Op.ReturnFalse:
                    *++sp = (Op)(byte)entry == Op.ReturnTrue ? yes : no;
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
                case Op.JumpFalse or Op.LongJumpFalse:
                    distance = (Op)(byte)entry == Op.JumpFalse ? operand : (operand << 8) + *ip++;
                    goto jumpFalse;
                case Op.JumpTrue or Op.LongJumpTrue:
                    distance = (Op)(byte)entry == Op.JumpTrue ? operand : (operand << 8) + *ip++;
                    goto jumpTrue;
                case Op.LongJump:
                    ip += ((operand - 4) << 8) + *ip + 1;
                    if (operand < 4)
                    {
                        goto backJump;
                    }
                    continue;

                case Op.Add:
                    if (AreIntegers(sp) && sp[-1].Integer + sp->Integer is var sum
                        && (ulong)(sum - _minInteger) <= _integerRange)
                    {
                        *--sp = Oop.FromInteger(sum);
                        continue;
                    }
                    goto arithmetic;
                case Op.Subtract:
                    if (AreIntegers(sp) && sp[-1].Integer - sp->Integer is var difference
                        && (ulong)(difference - _minInteger) <= _integerRange)
                    {
                        *--sp = Oop.FromInteger(difference);
                        continue;
                    }
                    goto arithmetic;
                case Op.LessThan:
                    condition = sp[-1].Bits < sp->Bits;
                    if (AreIntegers(sp))
                    {
                        goto compared;
                    }
                    goto arithmetic;
                case Op.GreaterThan:
                    condition = sp[-1].Bits > sp->Bits;
                    if (AreIntegers(sp))
                    {
                        goto compared;
                    }
                    goto arithmetic;
                case Op.LessOrEqual:
                    condition = sp[-1].Bits <= sp->Bits;
                    if (AreIntegers(sp))
                    {
                        goto compared;
                    }
                    goto arithmetic;
                case Op.GreaterOrEqual:
                    condition = sp[-1].Bits >= sp->Bits;
                    if (AreIntegers(sp))
                    {
                        goto compared;
                    }
                    goto arithmetic;
                case Op.Equal:
                    condition = sp[-1] == *sp;
                    if (AreIntegers(sp))
                    {
                        goto compared;
                    }
                    goto arithmetic;
                case Op.NotEqual:
                    condition = sp[-1] != *sp;
                    if (AreIntegers(sp))
                    {
                        goto compared;
                    }
                    goto arithmetic;
                case Op.Identical:
                    condition = sp[-1] == *sp || (state->HasForwarders != 0 && AreOne(sp[-1], *sp));
                    goto compared;
                case Op.NotIdentical:
                    condition = sp[-1] != *sp && (state->HasForwarders == 0 || !AreOne(sp[-1], *sp));
                    goto compared;
                case Op.BitAnd or Op.BitOr:
                    if (AreIntegers(sp))
                    {
                        sp--;
                        *sp = new Oop((Op)(byte)entry == Op.BitAnd ? sp->Bits & sp[1].Bits : sp->Bits | sp[1].Bits);
                        continue;
                    }
                    goto arithmetic;
                case Op.Multiply or Op.Divide or Op.Modulo or Op.IntegerDivide or Op.BitShift or Op.MakePoint:
                    goto arithmetic;
                case Op.Class:
                    *sp = _memory.ClassOf(state->HasForwarders == 0 ? *sp : ObjectMemory.Followed(*sp));
                    continue;

                case Op.Send0 or Op.Send1 or Op.Send2:
                    selector = literals[operand];
                    argumentCount = (Op)(byte)entry - Op.Send0;
                    goto send;
                case Op.SendSpecial:
                    selector = SpecialSelector(operand, out argumentCount);
                    goto send;

                case Op.ExtendedSend or Op.SecondExtendedSend:
                    operand = *ip++;
                    distance = (Op)(byte)entry == Op.ExtendedSend ? 5 : 6;
                    selector = literals[operand & ((1 << distance) - 1)];
                    argumentCount = operand >> distance;
                    goto send;

                case Op.PushRemoteTemp:
                    {
                        Oop vector = temps[ip[1]];
                        // A label of its own: joined to the other cold cases, it has .NET keep sp in memory, which costs
                        // all bytecodes 10 %.
                        if (vector.IsImmediate || !ObjectHeader.HasSlot(ObjectMemory.Header(vector), _arrayShape, ip[0]))
                        {
                            goto coldRemoteTemp;
                        }
                        *++sp = ObjectMemory.Slots(vector)[ip[0]];
                        ip += 2;
                        continue;
                    }

                default:
                    Save(sp, fp, ip);
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
                        case Outcome.BackJump:
                            ip = _ip;
                            goto backJump;
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
                *++sp = condition ? yes : no;
                continue;
            }

        jumpFalse:
            {
                Oop test = *sp--;
                if (test == no)
                {
                    ip += distance;
                    continue;
                }
                if (test == yes)
                {
                    continue;
                }
                goto mustBeBoolean;
            }

        jumpTrue:
            {
                Oop test = *sp--;
                if (test == yes)
                {
                    ip += distance;
                    continue;
                }
                if (test == no)
                {
                    continue;
                }
                goto mustBeBoolean;
            }

        arithmetic:
            {
                Op op = (Op)(byte)entry;
                if (TryArithmetic(op, sp[-1], *sp, out Oop result))
                {
                    if (!AreIntegers(sp))
                    {
                        _sites.Record(ip, ObjectMemory.ClassIndexOf(sp[-1].IsInteger ? *sp : sp[-1]));
                    }
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
            SendSite* site = sites + SendSites.IndexOf(ip);
            if (site->After != ip || site->Classes[0] != classIndex)
            {
                SendSites.Record(site, ip, classIndex);
            }
            MethodCacheEntry* found = methods + MethodCache.Probe(selector, classIndex, mask);
            if (found->Selector != selector || found->ClassIndex != classIndex || found->ArgumentCount != argumentCount)
            {
                Save(sp, fp, ip);
                found = Lookup(selector, classIndex, argumentCount);
                CheckArgumentCount(found, selector, argumentCount);
                sp = _sp;
                selector = found->Selector;
                argumentCount = found->ArgumentCount;
            }
            bool failed = false;
            switch (found->Kind)
            {
                case MethodKind.Plain or MethodKind.UnwindMarker:
                    code = found->Code;
                    if (code == 0 && ++found->Counter == callThreshold)
                    {
                        code = AskForCode(found);
                    }
                    if (code != 0)
                    {
                        goto callCode;
                    }
                    break;
                case MethodKind.AnswerSelf:
                    continue;
                case MethodKind.AnswerSlot:
                    *sp = ObjectMemory.Slots(*sp)[found->Index];
                    continue;
                case MethodKind.AnswerContextSlot or MethodKind.AnswerConstant:
                    Save(sp, fp, ip);
                    *sp = found->Kind == MethodKind.AnswerConstant ? QuickConstant(found->Index) : ContextSlot(*sp, found->Index);
                    continue;
                case MethodKind.At or MethodKind.StringAt or MethodKind.AtPut:
                    if (TrySubscript(found->Kind, sp, out Oop element))
                    {
                        sp -= argumentCount;
                        *sp = element;
                        continue;
                    }
                    goto case MethodKind.Primitive;
                case MethodKind.ClosureValue or MethodKind.FullClosureValue:
                    code = BlockCode(sp[-argumentCount], argumentCount, found->Kind == MethodKind.FullClosureValue);
                    if (code != 0)
                    {
                        goto callCode;
                    }
                    Save(sp, fp, ip);
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
                case MethodKind.BlockContextValue:
                    code = callThreshold == 0 ? 0 : BlockContextCode(sp[-argumentCount], argumentCount);
                    if (code != 0)
                    {
                        goto callCode;
                    }
                    goto case MethodKind.Primitive;
                case MethodKind.Primitive:
                    {
                        Save(sp, fp, ip);
                        Oop result = CallPrimitive(found, argumentCount);
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
                            PollIfWanted();
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
                    Save(sp, fp, ip);
                    if (IsIntercepted(found, argumentCount))
                    {
                        goto reload;
                    }
                    break;
                default:
                    Save(sp, fp, ip);
                    selector = PushRunWithIn(found, argumentCount);
                    sp = _sp;
                    argumentCount = 3;
                    goto send;
            }

            {
                // The activation: arguments again above the header, then the temps.
                Oop method = found->Method;
                fp[Frame.PcSlot] = new Oop(ip - ObjectMemory.Bytes(fp[Frame.MethodSlot]));
                Oop* frame = sp + 1;
                sp = MakeFrame(found, argumentCount, sp, fp, nil);
                fp = frame;
                temps = frame + Frame.FirstTemp;
                literals = ObjectMemory.Slots(method) + 1;
                slots = ObjectMemory.Slots(frame[Frame.ReceiverSlot]);
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
                Save(sp, fp, ip);
                ReturnFromHome(*sp);
                goto reload;
            }

        returnToCaller:
            {
                Oop* caller = (Oop*)fp[Frame.SavedFp].Bits;
                if (fp == lowest)
                {
                    Widow(new Frame(fp));
                    return sp->Bits;
                }
                if (caller == null || !fp[Frame.ContextSlot].IsNone)
                {
                    Save(sp, fp, ip);
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

        backJump:
            if ((long)sp >= state->StackLimit)
            {
                goto poll;
            }
            if (++turns < TurnsPerCount)
            {
                continue;
            }
            turns = 0;
            Save(sp, fp, ip);
            code = LoopCode(TurnsPerCount);
            if (code == 0)
            {
                continue;
            }
            {
                long result = Call(code, sp, fp);
                if (result == 0)
                {
                    goto reload;
                }
                *++sp = new Oop(result);
                goto returnToCaller;
            }

        callCode:
            {
                fp[Frame.PcSlot] = new Oop(ip - ObjectMemory.Bytes(fp[Frame.MethodSlot]));
                long result = Call(code, sp, fp, switches: found->Index == 0);
                if (result == 0)
                {
                    goto reload;
                }
                sp -= argumentCount;
                *sp = new Oop(result);
                ip = ObjectMemory.Bytes(fp[Frame.MethodSlot]) + fp[Frame.PcSlot].Bits;
                goto enterFrame;
            }

        coldRemoteTemp:
            Save(sp, fp, ip);
            _ = ExecuteCold(Op.PushRemoteTemp, 0);
            goto reload;

        continueOnHeap:
            Save(sp, fp, ip);
            ContinueOnHeap();
            goto reload;

        poll:
            Save(sp, fp, ip);
            Poll();
            goto reload;
        }
    }
}
