using System.Runtime.CompilerServices;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// What compiled code calls: sends, exits, returns, and how its frames go on in the interpreter.
internal sealed unsafe partial class Interpreter
{
    // Of the fast sends to classes that the code does not foresee, every so many asks whether it should.
    private const int MissMask = 0xFFF;

    public ObjectMemory Memory => _memory;

    /// <summary>What the places of frames are counted from, in marriages.</summary>
    public nint StackStart => (nint)_stackStart;

    public long SendFromCode(Oop* sp, Oop* fp, CallCell* cell)
    {
        Enter(sp, fp);
        MethodCacheEntry* found = Find(cell->Selector, cell->ClassIndex, cell->ArgumentCount);
        if (found->Selector == cell->Selector && found->ClassIndex == cell->ClassIndex)
        {
            if (CodeOf(found) is not 0 and var code)
            {
                cell->Code = code;
            }
            else if (found->Kind is MethodKind.Primitive or MethodKind.At or MethodKind.AtPut or MethodKind.StringAt)
            {
                cell->Primitive = found->Index;
                cell->Code = CodeOfPrimitive(found->Index);
            }
        }
        return RunFromCode(found);
    }

    public long PrimitiveFromCode(Oop* sp, Oop* fp, CallCell* cell)
    {
        Enter(sp, fp);
        int count = cell->ArgumentCount;
        _vm.Failure = PrimitiveError.None;
        if (_memory.HasForwarders)
        {
            return RunFromCode(Find(cell->Selector, cell->ClassIndex, count));
        }
        _runningPrimitive = cell->Primitive;
        Oop result = _methods.Functions[cell->Primitive].Call(_vm, sp - count, count);
        _runningPrimitive = NoPrimitive;
        if (!result.IsNone && UnwindTarget == NoUnwind)
        {
            return result.Bits;
        }
        if (result.IsNone && _vm.Failure == PrimitiveError.None)
        {
            return RunAbove(fp, polls: true);
        }
        if (!result.IsNone)
        {
            PopThenPush(count, result);
            return 0;
        }
        MethodCacheEntry* found = Find(cell->Selector, cell->ClassIndex, count);
        if (_vm.Failure == PrimitiveError.NoMemory)
        {
            // It is tried again, after a collection.
            return RunFromCode(found);
        }
        ActivateFailed(found, count);
        return RunAbove(fp, polls: true);
    }

    /// <param name="sp">The top of the copied values.</param>
    /// <param name="fp">The frame that makes the closure.</param>
    /// <param name="shape">The image's pc of the body; above 32 bits the number of copied values, above 40 of arguments.</param>
    public Oop ClosureFromCode(Oop* sp, Oop* fp, long shape) =>
        NewClosure(new Frame(fp), sp, Oop.FromInteger((int)shape), (int)(shape >> 32) & 0xFF, (int)(shape >> 40));

    public long SendAnyFromCode(Oop* sp, Oop* fp, CallCell* cell)
    {
        int classIndex = ObjectMemory.ClassIndexOf(sp[-cell->ArgumentCount]);
        MethodCacheEntry* found = _methods.At(cell->Selector, classIndex);
        if (found->Selector == cell->Selector && found->ClassIndex == classIndex && found->ArgumentCount == cell->ArgumentCount)
        {
            if (found->Code is not 0 and var code)
            {
                if (cell->Count != CallCell.Many && (++cell->Count & MissMask) == 0)
                {
                    _jit!.SendMissed(cell, classIndex);
                }
                return Call(code, sp, fp);
            }
            if (cell->Count == CallCell.Many)
            {
                Enter(sp, fp);
                return RunFromCode(found);
            }
        }
        if (cell->Count != CallCell.Many)
        {
            _jit!.SendMissed(cell, classIndex);
        }
        Enter(sp, fp);
        return RunFromCode(Find(cell->Selector, classIndex, cell->ArgumentCount));
    }

    public long PerformFromCode(Oop* sp, Oop* fp, CallCell* cell)
    {
        Oop* pushed = sp - cell->ArgumentCount;
        int count = cell->ArgumentCount - 1;
        Oop selector = pushed[1];
        MethodCacheEntry* found = _methods.At(selector, ObjectMemory.ClassIndexOf(*pushed));
        if (found->Selector != selector || found->ArgumentCount != count || found->ClassIndex != ObjectMemory.ClassIndexOf(*pushed))
        {
            return SendFromCode(sp, fp, cell);
        }
        for (int i = 1; i <= count; i++)
        {
            pushed[i] = pushed[i + 1];
        }
        if (found->Code != 0)
        {
            return Call(found->Code, sp - 1, fp);
        }
        Enter(sp - 1, fp);
        return RunFromCode(found);
    }

    public long ValueFromCode(Oop* sp, Oop* fp, BlockCell* cell, bool isFull)
    {
        int count = cell->Send->ArgumentCount;
        Oop closure = sp[-count];
        nint code = BlockCode(closure, count, isFull);
        if (code == 0)
        {
            return SendFromCode(sp, fp, cell->Send);
        }
        Oop start = _memory.Fetch(Layouts.Closure.StartPcOrMethod, closure);
        Oop outer = _memory.Fetch(Layouts.Closure.OuterContext, closure);
        cell->Method = isFull ? start : _memory.Fetch(Layouts.Context.Method, outer);
        cell->Start = isFull ? Oop.None : start;
        cell->SlotCount = ObjectMemory.SlotCount(closure);
        cell->Code = code;
        return Call(code, sp, fp);
    }

    public long GoOnAfterUnwinding(Oop* fp)
    {
        UnwindTarget = NoUnwind;
        LeavesCode(fp);
        return Interpret(fp);
    }

    public long ExitFromCode(Oop* sp, Oop* fp, ExitPoint* exit, bool isLoop)
    {
        Enter(sp, fp);
        exit->Count++;
        _jit!.ExitTaken(exit);
        if (Current.IsBlockContext && IsMarried(Current.Receiver))
        {
            // The block of a context's own method: the interpreter reads the context's slots where they lie.
            ContinueOnHeap();
        }
        return GoOnFromCode(fp, isLoop);
    }

    /// <summary>Whether a block's code may run with its receiver.</summary>
    /// <param name="fp">The block's frame.</param>
    /// <param name="count">The variables that the code reads.</param>
    /// <param name="isContextFit">The code reads them of contexts too, which may have them in a frame.</param>
    /// <exception cref="FatalVmException">The receiver has not so many: the image has made the block's context by hand.</exception>
    public bool HasVariablesForCode(Oop* fp, int count, bool isContextFit)
    {
        Oop receiver = fp[Frame.ReceiverSlot];
        return HasVariables(receiver, count)
            ? (isContextFit || !_memory.IsContext(receiver)) && !ObjectMemory.IsForwarder(receiver)
            : throw Distrusted(fp[Frame.MethodSlot], $"its receiver has no {count} variables");
    }

    public Oop ReceiverVariableFromCode(Oop* sp, Oop* fp, int slot)
    {
        Oop receiver = fp[Frame.ReceiverSlot];
        if (!IsMarried(receiver))
        {
            return _memory.Fetch(slot, receiver);
        }
        Enter(sp, fp);
        return ContextSlot(receiver, slot);
    }

    public long PollFromCode(Oop* sp, Oop* fp)
    {
        Enter(sp, fp);
        Poll();
        return MustUnwind ? 0 : 1;
    }

    public long CheckStackFromCode(Oop* sp, Oop* fp)
    {
        if (sp < _stackEnd)
        {
            return 1;
        }
        Enter(sp, fp);
        ContinueOnHeap();
        return 0;
    }

    public long ReturnMarriedFromCode(Oop* sp, Oop* fp, bool isLoop)
    {
        Frame frame = new(fp);
        if (!frame.Caller.IsNone)
        {
            Widow(frame);
            return sp->Bits;
        }
        Enter(sp, fp);
        ReturnSlowly(*sp);
        return GoOnFromCode(fp, isLoop);
    }

    public long ReturnHomeFromCode(Oop* sp, Oop* fp, bool isLoop)
    {
        Enter(sp, fp);
        Oop home = HomeOf(new Frame(fp));
        if (TryDropFramesTo(home, *sp))
        {
            return 0;
        }
        ReturnFromHome(home, *sp);
        return GoOnFromCode(fp, isLoop);
    }

    public long StepFromCode(Oop* sp, Oop* fp)
    {
        Enter(sp, fp);
        uint entry = DecodeFor(fp[Frame.MethodSlot])[*_ip++];
        switch (ExecuteCold((Bytecodes.Op)(byte)entry, (int)(entry >> 8)))
        {
            case Outcome.Continue:
                return 1;
            case Outcome.Send:
                MethodCacheEntry* found = Find(_pendingSelector, _pendingClassIndex, _pendingArgumentCount);
                Execute(found, found->ArgumentCount);
                return 0;
            default:
                return 0;
        }
    }

    public long GoOnFromCode(Oop* fp, bool isLoop)
    {
        if (MustUnwind)
        {
            return 0;
        }
        LeavesCode(fp);
        if (isLoop)
        {
            // The loop of the interpreter that entered the code goes on: it would nest anew at each turn.
            UnwindTo(fp, 0);
            return 0;
        }
        return Interpret(fp);
    }

    /// <summary>A frame is the interpreter's from now on, which may move its temps to the heap.</summary>
    private static void LeavesCode(Oop* fp) => new Frame(fp).RemoveFlags(Frame.CompiledFlag);

    private static long Call(nint code, Oop* sp, Oop* fp, bool switches = true) =>
        ((delegate*<Oop*, Oop*, CallCell*, long>)code)(sp, fp, switches ? null : (CallCell*)CallCell.WithoutSwitch);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter(Oop* sp, Oop* fp)
    {
        _sp = sp;
        _fp = fp;
        _ip = ObjectMemory.Bytes(fp[Frame.MethodSlot]) + fp[Frame.PcSlot].Bits;
    }

    private MethodCacheEntry* Find(Oop selector, int classIndex, int argumentCount)
    {
        MethodCacheEntry* found = _methods.At(selector, classIndex);
        if (found->Selector != selector || found->ClassIndex != classIndex || found->ArgumentCount != argumentCount)
        {
            found = Lookup(selector, classIndex, argumentCount);
            CheckArgumentCount(found, selector, argumentCount);
        }
        return found;
    }

    /// <summary>Runs what a send from the current frame found, up to its answer.</summary>
    private long RunFromCode(MethodCacheEntry* found)
    {
        Oop* fp = _fp;
        int count = found->ArgumentCount;
        bool polls = true;
        switch (found->Kind)
        {
            case MethodKind.Plain or MethodKind.UnwindMarker:
                if (CodeOf(found) is not 0 and var code)
                {
                    return Call(code, _sp, fp);
                }
                polls = found->Kind == MethodKind.Plain;
                break;
            case MethodKind.ClosureValue or MethodKind.FullClosureValue:
                if (BlockCode(*(_sp - count), count, found->Kind == MethodKind.FullClosureValue) is not 0 and var closed)
                {
                    return Call(closed, _sp, fp, found->Index == 0);
                }
                polls = found->Index == 0;
                break;
            case MethodKind.AnswerSelf:
                return _sp->Bits;
            case MethodKind.AnswerSlot:
                return ObjectMemory.Slots(*_sp)[found->Index].Bits;
            case MethodKind.AnswerConstant:
                return QuickConstant(found->Index).Bits;
            case MethodKind.BlockContextValue when BlockContextCode(*(_sp - count), count) is not 0 and var body:
                return Call(body, _sp, fp);
            case MethodKind.Primitive or MethodKind.At or MethodKind.AtPut or MethodKind.StringAt or MethodKind.BlockContextValue:
                Oop selector = found->Selector;
                int classIndex = found->ClassIndex;
                Oop result = CallPrimitive(found, count);
                if (!result.IsNone)
                {
                    if (UnwindTarget == NoUnwind)
                    {
                        return result.Bits;
                    }
                    PopThenPush(count, result);
                    return 0;
                }
                if (_vm.Failure != PrimitiveError.None)
                {
                    ActivateFailed(Find(selector, classIndex, count), count);
                }
                return RunAbove(fp, polls);
            default:
                break;
        }
        Execute(found, count);
        return RunAbove(fp, polls);
    }

    private void ActivateFailed(MethodCacheEntry* found, int count)
    {
        Activate(found, count);
        StoreErrorCode(found->Decode, _ip, _sp);
        _vm.Failure = PrimitiveError.None;
    }

    /// <summary>Interprets what was put above a frame of compiled code, if anything was, up to its answer.</summary>
    private long RunAbove(Oop* fp, bool polls)
    {
        if (MustUnwind)
        {
            return 0;
        }
        if (_fp == fp)
        {
            return _sp->Bits;
        }
        if ((long)_sp >= _memory.State->StackLimit && (polls || _sp >= _stackEnd))
        {
            Poll();
            if (MustUnwind)
            {
                return 0;
            }
        }
        Frame above = Current;
        while (above.Caller.Fp != fp)
        {
            above = above.Caller;
        }
        return Interpret(above.Fp);
    }
}
