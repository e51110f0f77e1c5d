using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

// Sends: to the classes that were seen, each by what it comes to; then to any.
internal sealed partial class Translator
{
    private void EmitSend(SendPlan send)
    {
        _il.Comment($"#{send.Selector}");
        if (send.Exits && TryEmitInline(send))
        {
            return;
        }
        Value receiver = Peek(send.ArgumentCount);
        int known = ClassOf(receiver);
        IlLocal? oop = send.Cases.Count > 0 && !send.IsSuper ? LocalOf(receiver) : null;
        Spill();
        IlLocal result = _il.DeclareLocal(IlType.Long);
        EmitSendCases(send, oop, known, result, Current.End, _depth, send.Exits ? Exit(ExitReason.OtherClass) : null);
        Pop(send.ArgumentCount + 1);
        Forget();
        PushResult(result);
    }

    /// <summary>One class, and nothing to call: no frame is needed, and what is known stays known.</summary>
    private bool TryEmitInline(SendPlan send)
    {
        SendCase only = send.Cases[0];
        if (only.Kind is SendKind.Call or SendKind.Value or SendKind.FullValue or SendKind.BlockContextValue
            || (only.Kind == SendKind.Leaf && !HasRoomForLeaf(_depth, send.ArgumentCount))
            || (only.Kind == SendKind.Primitive && !_primitives.Includes(only, send.ArgumentCount))
            || (_body.End is null && (only.Leaf?.Declines == true || InlinePrimitives.Declines(only))))
        {
            return false;
        }
        if (only.Kind == SendKind.Primitive)
        {
            Box(send.ArgumentCount);
        }
        if (only is not { Kind: SendKind.Primitive, Operand: InlinePrimitives.SquareRoot or InlinePrimitives.SmallFloatSquareRoot })
        {
            // A root is taken of the double itself.
            BoxAt(send.ArgumentCount);
        }
        Value receiver = Peek(send.ArgumentCount);
        IlLabel exit = Exit(ExitReason.OtherClass);
        if (only.Kind == SendKind.Primitive)
        {
            EmitPrimitive(only, send.ArgumentCount, exit);
            return true;
        }
        Guard(receiver, only.ClassIndex, exit);
        if (only.Kind == SendKind.Leaf)
        {
            EmitLeaf(only.Leaf!, send.ArgumentCount, exit, jumps: true);
            return true;
        }
        Pop(send.ArgumentCount + 1);
        switch (only.Kind)
        {
            case SendKind.AnswerSlot:
                PushField(LocalOf(receiver), (int)only.Operand);
                break;
            case SendKind.AnswerConstant:
                PushValue(Value.Constant(only.Operand));
                break;
            default:
                PushValue(receiver);
                break;
        }
        return true;
    }

    private void Guard(Value value, int classIndex, IlLabel other)
    {
        Speculate(other);
        GuardClass(LocalOf(value), ClassOf(value), classIndex, other);
        Learn(value, classIndex);
    }

    /// <summary>
    /// Sends what lies in the frame. Afterwards only the frame holds what it held, and <paramref name="result"/>.
    /// </summary>
    /// <param name="send">The send.</param>
    /// <param name="receiver">The receiver, where its class matters.</param>
    /// <param name="known">The class index that it is known to have; 0 for unknown.</param>
    /// <param name="result">What gets the answer.</param>
    /// <param name="end">Offset of the bytecode after it.</param>
    /// <param name="depth">Of the stack, with receiver and arguments.</param>
    /// <param name="exits">Where receivers of other classes go; null when they are sent the message too.</param>
    /// <param name="numbers">What may give an answer, or 0, to receivers that are numbers before they are sent the message.</param>
    private void EmitSendCases(
        SendPlan send, IlLocal? receiver, int known, IlLocal result, int end, int depth, IlLabel? exits, Action? numbers = null)
    {
        StorePc(end);
        if (send.IsSuper)
        {
            EmitCall(send.Cases[0].Cell, depth);
            _il.StoreLocal(result);
            EmitUnwindTest(result);
            return;
        }
        IlLabel sent = _il.DefineLabel("sent");
        if (receiver is not null)
        {
            for (int i = 0; i < send.Cases.Count; i++)
            {
                if (i == send.CasesBeforeNumbers)
                {
                    EmitNumbers();
                }
                bool isLast = i == send.Cases.Count - 1;
                IlLabel next = isLast && exits is not null ? exits : _il.DefineLabel("next");
                Speculate(next);
                GuardClass(receiver, known, send.Cases[i].ClassIndex, next);
                EmitCase(send, send.Cases[i], receiver, result, depth);
                if (isLast && exits is not null)
                {
                    EmitUnwindTest(result);
                    return;
                }
                _il.Branch(sent);
                _il.MarkLabel(next);
            }
        }
        if (send.CasesBeforeNumbers == send.Cases.Count)
        {
            EmitNumbers();
        }
        if (send.IsMany)
        {
            EmitCachedCall(send, result, depth, sent);
        }
        EmitCall(send.AnyCell, depth);
        _il.StoreLocal(result);
        _il.MarkLabel(sent);
        EmitUnwindTest(result);

        void EmitNumbers()
        {
            if (numbers is not null)
            {
                numbers();
                _il.LoadLocal(result);
                _il.BranchIfNotZero(sent);
            }
        }
    }

    /// <summary>Calls the code that the global method cache has for the receiver's class, if it has any.</summary>
    private unsafe void EmitCachedCall(SendPlan send, IlLocal result, int depth, IlLabel sent)
    {
        MethodCacheEntry* first = (MethodCacheEntry*)_around.MethodCache;
        IlLabel other = _il.DefineLabel("uncached");
        IlLabel known = _il.DefineLabel("known");
        IlLocal oop = _il.DeclareLocal(IlType.Long);
        IlLocal index = _il.DeclareLocal(IlType.Long);
        IlLocal entry = _il.DeclareLocal(IlType.Long);
        IlLocal code = _il.DeclareLocal(IlType.Long);
        LoadSlot(depth - 1 - send.ArgumentCount);
        _il.StoreLocal(oop);
        _il.LoadLocal(oop);
        _il.LoadConstant(Oop.TagMask);
        _il.And();
        _il.StoreLocal(index);
        _il.LoadLocal(index);
        _il.BranchIfNotZero(known);
        _il.LoadLocal(oop);
        _il.LoadIndirectInt();
        _il.LoadInt(ObjectHeader.ClassIndexMask);
        _il.And();
        _il.ExtendUnsigned();
        _il.StoreLocal(index);
        _il.MarkLabel(known);
        // MethodCache.Probe, times the size of an entry.
        LoadAt((nint)(&((CallCell*)send.AnyCell)->Selector));
        _il.ShiftRight(Oop.TagBits);
        _il.LoadLocal(index);
        _il.LoadConstant(MethodCache.ClassFactor);
        _il.Multiply();
        _il.LoadConstant(uint.MaxValue);
        _il.And();
        _il.ShiftRight(MethodCache.ClassShift);
        _il.Xor();
        _il.LoadConstant(_around.MethodCacheMask);
        _il.And();
        _il.LoadConstant(sizeof(MethodCacheEntry));
        _il.Multiply();
        _il.LoadConstant(_around.MethodCache);
        _il.Add();
        _il.StoreLocal(entry);
        LoadEntry(entry, &first->Selector);
        _il.LoadIndirect();
        LoadAt((nint)(&((CallCell*)send.AnyCell)->Selector));
        _il.BranchIfNotEqual(other);
        LoadEntry(entry, &first->ClassIndex);
        _il.LoadIndirectInt();
        _il.ExtendUnsigned();
        _il.LoadLocal(index);
        _il.BranchIfNotEqual(other);
        LoadEntry(entry, &first->ArgumentCount);
        _il.LoadIndirectInt();
        _il.LoadInt(send.ArgumentCount);
        _il.BranchIfNotEqual(other);
        LoadEntry(entry, &first->Code);
        _il.LoadIndirect();
        _il.StoreLocal(code);
        _il.LoadLocal(code);
        _il.BranchIfZero(other);
        LoadTop(depth);
        _il.LoadLocal(_fp);
        _il.LoadConstant(0);
        _il.LoadLocal(code);
        _il.CallIndirect();
        _il.StoreLocal(result);
        _il.Branch(sent);
        _il.MarkLabel(other);
    }

    /// <summary>The address of a field of an entry of the method cache, given that of the first entry.</summary>
    private unsafe void LoadEntry(IlLocal entry, void* field)
    {
        _il.LoadLocal(entry);
        _il.LoadConstant((nint)field - _around.MethodCache);
        _il.Add();
    }

    private void EmitCase(SendPlan send, SendCase @case, IlLocal receiver, IlLocal result, int depth)
    {
        switch (@case.Kind)
        {
            case SendKind.AnswerSelf:
                _il.LoadLocal(receiver);
                break;
            case SendKind.AnswerSlot:
                LoadField(receiver, (int)@case.Operand);
                break;
            case SendKind.AnswerConstant:
                _il.LoadConstant(@case.Operand);
                break;
            case SendKind.Value or SendKind.FullValue:
                EmitValue(@case, send.ArgumentCount, receiver, result, depth);
                return;
            case SendKind.BlockContextValue:
                EmitBlockContextValue(@case, send.ArgumentCount, receiver, result, depth);
                return;
            case SendKind.Primitive when _primitives.IncludesAmongOthers(@case, send.ArgumentCount):
                EmitAmongOthers(@case, send.ArgumentCount, result, depth, exit => EmitPrimitive(@case, send.ArgumentCount, exit));
                return;
            case SendKind.Leaf when @case.Leaf!.Size <= MostAmongOthers && HasRoomForLeaf(depth, send.ArgumentCount):
                EmitAmongOthers(@case, send.ArgumentCount, result, depth, exit => EmitLeaf(@case.Leaf, send.ArgumentCount, exit, jumps: false));
                return;
            default:
                if (send.IsPerform)
                {
                    LoadTop(depth);
                    _il.LoadLocal(_fp);
                    _il.LoadConstant(@case.Cell);
                    _il.Call(Runtime.Perform);
                    break;
                }
                EmitCall(@case.Cell, depth);
                break;
        }
        _il.StoreLocal(result);
    }

    /// <summary>Calls the code of a cell; its answer is on the evaluation stack.</summary>
    private void EmitCall(nint cell, int depth)
    {
        LoadTop(depth);
        _il.LoadLocal(_fp);
        _il.LoadConstant(cell);
        unsafe
        {
            LoadAt((nint)(&((CallCell*)cell)->Code));
        }
        _il.CallIndirect();
    }

    private void EmitUnwindTest(IlLocal result)
    {
        _il.LoadLocal(result);
        _il.BranchIfZero(_unwind);
    }
}
