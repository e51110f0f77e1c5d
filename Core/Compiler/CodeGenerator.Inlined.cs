namespace JitTalk.Core.Compiler;

// Messages that are coded with jumps (Squeak: MessageNode's emitters).
internal sealed partial class CodeGenerator
{
    private void InlinedValue(InlinedMessage inlined)
    {
        switch (inlined)
        {
            case Conditional conditional:
                ConditionalValue(conditional);
                break;
            case NilDefault test:
                NilDefaultValue(test);
                break;
            case WhileLoop or RepeatLoop:
                InlinedEffect(inlined);
                _code.PushNil();
                break;
            case ToDoLoop loop:
                ToDo(loop, forValue: true);
                break;
            case CaseSelection cases:
                Cases(cases);
                break;
        }
    }

    private void InlinedEffect(InlinedMessage inlined)
    {
        switch (inlined)
        {
            case Conditional conditional when conditional.WhenFalse.IsJustNil:
                OneArm(conditional.Condition, skipIf: false, conditional.WhenTrue);
                break;
            case Conditional conditional when conditional.WhenTrue.IsJustNil:
                OneArm(conditional.Condition, skipIf: true, conditional.WhenFalse);
                break;
            case NilDefault test:
                Value(test.Receiver);
                _code.PushNil();
                _code.SendSpecial(IdenticalSelector, 1);
                SkipIf(false, () => BlockEffect(test.WhenNil));
                break;
            case WhileLoop loop:
                While(loop);
                break;
            case RepeatLoop loop:
                int before = _code.Length;
                BlockEffect(loop.Body);
                _code.JumpBack(_code.Length - before);
                break;
            case ToDoLoop loop:
                ToDo(loop, forValue: false);
                break;
            default:
                InlinedValue(inlined);
                _code.Pop();
                break;
        }
    }

    private void OneArm(Node condition, bool skipIf, BlockNode arm)
    {
        Value(condition);
        SkipIf(skipIf, () => BlockEffect(arm));
    }

    /// <summary>Pops a Boolean; jumps over the code if it is <paramref name="condition"/>.</summary>
    private void SkipIf(bool condition, Action generate)
    {
        int height = _stack.Now - 1;
        _stack.Now = height;
        V3Encoder skipped = Apart(generate);
        int heightAfter = _stack.Now;
        _stack.Now = height + 1;
        _code.JumpIf(condition, skipped.Length);
        _code.Append(skipped);
        _stack.Now = heightAfter;
    }

    private void ConditionalValue(Conditional conditional)
    {
        Value(conditional.Condition);
        int height = _stack.Now - 1;
        _stack.Now = height;
        V3Encoder otherwise = Apart(() => BlockValue(conditional.WhenFalse));
        _stack.Now = height + 1;
        SkipIf(false, () =>
        {
            BlockValue(conditional.WhenTrue);
            if (!conditional.WhenTrue.Returns)
            {
                _code.Jump(otherwise.Length);
            }
        });
        _code.Append(otherwise);
        _stack.Now = height + 1;
    }

    private void NilDefaultValue(NilDefault test)
    {
        Value(test.Receiver);
        _code.Dup();
        _code.PushNil();
        _code.SendSpecial(IdenticalSelector, 1);
        SkipIf(false, () =>
        {
            _code.Pop();
            BlockValue(test.WhenNil);
        });
    }

    private void While(WhileLoop loop)
    {
        int before = _code.Length;
        BlockValue(loop.Condition);
        Loop(before, loop.EndsWhenTrue, () => BlockEffect(loop.Body));
    }

    private void ToDo(ToDoLoop loop, bool forValue)
    {
        if (loop.LimitInit is { } limit)
        {
            Effect(limit);
        }
        if (forValue)
        {
            Value(loop.First);
        }
        else
        {
            Effect(loop.First);
        }
        int before = _code.Length;
        Value(loop.Test);
        Loop(before, endsWhenTrue: false, () =>
        {
            BlockEffect(loop.Body);
            Effect(loop.Increment);
        });
    }

    /// <summary>The jump out of a loop whose test stands since <paramref name="before"/>, the body, and the jump back.</summary>
    private void Loop(int before, bool endsWhenTrue, Action body)
    {
        int height = _stack.Now - 1;
        _stack.Now = height;
        V3Encoder code = Apart(body);
        _stack.Now = height + 1;
        _code.JumpIf(endsWhenTrue, code.Length + 2);
        _code.Append(code);
        _code.JumpBack(_code.Length - before);
        _stack.Now = height;
    }

    private void Cases(CaseSelection cases)
    {
        Value(cases.Receiver);
        int height = _stack.Now;
        Case(cases, 0, height);
        _stack.Now = height;
    }

    /// <summary>Compares with one key; what follows it, the other cases, is written before its jump over them.</summary>
    private void Case(CaseSelection cases, int index, int height)
    {
        (BlockNode key, BlockNode value) = cases.Cases[index];
        bool isLast = index == cases.Cases.Count - 1;
        if (!isLast)
        {
            _code.Dup();
        }
        BlockValue(key);
        _code.SendSpecial(EqualSelector, 1);
        int heightAfterTest = _stack.Now - 1;
        V3Encoder rest = Apart(() =>
        {
            _stack.Now = heightAfterTest;
            if (isLast)
            {
                NoCase(cases.Otherwise);
            }
            else
            {
                Case(cases, index + 1, height);
            }
        });
        _stack.Now = heightAfterTest + 1;
        // A jump over the last part tells a decompiler where it ends, even if all cases return.
        bool jumps = !value.Returns || (isLast && cases.Cases.All(each => each.Value.Returns));
        SkipIf(false, () =>
        {
            if (!isLast)
            {
                _code.Pop();
            }
            BlockValue(value);
            if (jumps)
            {
                _code.Jump(rest.Length);
            }
        });
        _code.Append(rest);
    }

    private void NoCase(BlockNode? otherwise)
    {
        if (otherwise is not null)
        {
            BlockValue(otherwise);
            return;
        }
        _code.PushReceiver();
        _code.Send(literals.Selector(CaseSelection.ErrorSelector), 0);
    }
}
